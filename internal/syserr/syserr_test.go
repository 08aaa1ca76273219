package syserr

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestTheSystemSpeaksSpanish(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "archivo")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, missing := os.Open(filepath.Join(dir, "nada"))
	_, below := os.Open(filepath.Join(file, "x"))
	folder := os.WriteFile(dir, nil, 0o644)
	again := os.Mkdir(dir, 0o755)
	over := os.Rename(file, dir)
	_, listen := net.Listen("tcp", "192.0.2.1:0")
	for _, c := range []struct {
		err  error
		want string
	}{
		{missing, "no existe"},
		{below, "no es una carpeta"},
		{folder, "es una carpeta, no un archivo"},
		{again, "ya existe"},
		{over, "ya existe"},
		{listen, "esa dirección no es de este equipo"},
		{fmt.Errorf("leer la lista: %w", missing), "leer la lista: no existe"},
		{fmt.Errorf("leer (%w) la lista", missing), "leer (no existe) la lista"},
		{&fs.PathError{Op: "openat", Path: "x", Err: syscall.EACCES}, "no hay permiso"},
		{fmt.Errorf("anotar: %w", &fs.PathError{Op: "openat", Path: "x", Err: syscall.EPERM}), "anotar: no hay permiso"},
		{fmt.Errorf("crear x: %w", syscall.EROFS), "crear x: el disco es de solo lectura"},
		{fmt.Errorf("crear x: %w", syscall.ENOSPC), "crear x: no queda espacio en el disco"},
		{&net.OpError{Op: "listen", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}, "no se encuentra un equipo de ese nombre"},
	} {
		got := Plain(c.err)
		if got.Error() != c.want || !errors.Is(got, c.err) {
			t.Errorf("%q becomes %q, want %q", c.err, got, c.want)
		}
		if strings.Contains(got.Error(), dir) {
			t.Errorf("%q names a path of this machine", got)
		}
	}
	for _, err := range []error{errors.New("página: falta algo"), syscall.Errno(524)} {
		if got := Plain(err); got != err {
			t.Errorf("%q becomes %q", err, got)
		}
	}
}
