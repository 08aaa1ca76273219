// Package syserr says in Spanish what the system refused: its own words are in
// English, and whoever publishes a site reads neither English nor error codes.
//
// In goes an error, out comes one that says the same in Spanish and still wraps
// it. The package knows nothing of what was being done; callers say that.
package syserr

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// said are the refusals that people can do something about, the more special
// ones first.
var said = []struct {
	cause error
	text  string
}{
	{syscall.EROFS, "el disco es de solo lectura"},
	{syscall.ENOSPC, "no queda espacio en el disco"},
	{syscall.EDQUOT, "no queda espacio en el disco: se acabó la cuota"},
	{syscall.EADDRNOTAVAIL, "esa dirección no es de este equipo"},
	{syscall.EADDRINUSE, "ya está en uso"},
	{syscall.ENOTDIR, "no es una carpeta"},
	{syscall.EISDIR, "es una carpeta, no un archivo"},
	{syscall.ENOTEMPTY, "es una carpeta que no está vacía"},
	{syscall.ENAMETOOLONG, "el nombre es demasiado largo"},
	{syscall.ELOOP, "es un enlace que no lleva a ninguna parte"},
	{syscall.EXDEV, "está en otro disco"},
	{syscall.EBUSY, "está en uso"},
	{syscall.EMFILE, "hay demasiados archivos abiertos"},
	{syscall.EIO, "el disco falla"},
	{fs.ErrNotExist, "no existe"},
	{fs.ErrExist, "ya existe"},
	{fs.ErrPermission, "no hay permiso"},
}

// Plain is an error whose text is in Spanish where that of err is the system's:
// "leer x: open /a/x: permission denied" becomes "leer x: no hay permiso". One
// that is none of the system's, or unknown, is returned as it is.
func Plain(err error) error {
	spanish, english := system(err)
	if spanish == "" {
		return err
	}
	return &plain{strings.ReplaceAll(err.Error(), english.Error(), spanish), err}
}

// system is what the system said in err, in Spanish and as it was said.
func system(err error) (spanish string, english error) {
	for _, s := range said {
		if errors.Is(err, s.cause) {
			spanish = s.text
			break
		}
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && spanish == "" {
		english, spanish = dns, "no se encuentra un equipo de ese nombre"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return spanish, op
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return spanish, path
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return spanish, link
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return spanish, call
	}
	if code, ok := errors.AsType[syscall.Errno](err); ok {
		return spanish, code
	}
	if english == nil {
		english = err
	}
	return spanish, english
}

type plain struct {
	text  string
	cause error
}

func (e *plain) Error() string { return e.text }
func (e *plain) Unwrap() error { return e.cause }
