package content

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"vitrina/internal/diag"
)

const (
	maxRegistry  = 8 << 20
	maxAddresses = 16 << 20
)

// reader reads units one after the other; each worker has its own.
type reader struct {
	fsys    fs.FS
	buffer  []byte
	scratch scratch
}

// unreadable is the unit of a path that the system refuses to show. What the
// system says is told in general words: its own are in English and name paths
// of this machine.
func unreadable(path string, err error) *unit {
	return &unit{path: path, problems: diag.List{unreadableProblem(path, err)}}
}

func unreadableProblem(path string, err error) diag.Problem {
	p := diag.Problem{File: path, Text: "no se puede leer", Hint: "compruebe que el archivo existe y que el disco funciona"}
	switch {
	case errors.Is(err, errTooBig):
		p.Text = err.Error()
		p.Hint = "divídalo o quite lo que sobra"
	case errors.Is(err, fs.ErrPermission):
		p.Text = "no se puede leer: falta el permiso de lectura"
		p.Hint = "cambie los permisos del archivo"
	case errors.Is(err, fs.ErrNotExist):
		p.Text = "no se puede leer: ya no existe"
		p.Hint = ""
	case errors.Is(err, errNotRegular):
		return notRegular(path, 0)
	}
	return p
}

var (
	errTooBig     = errors.New("el archivo es demasiado grande")
	errNotRegular = errors.New("not a regular file")
)

// notRegular is the problem of links, pipes, sockets and devices. They are
// never opened: a link may lead out of the content, a pipe may never end.
func notRegular(path string, mode fs.FileMode) diag.Problem {
	what := "no es un archivo común (es un dispositivo o una tubería)"
	if mode&fs.ModeSymlink != 0 {
		what = "es un enlace a otro archivo"
	}
	return diag.Problem{File: path, Text: what + " y no se lee", Hint: "ponga en su lugar una copia del archivo"}
}

// file reads a whole file into the buffer, which the next call overwrites.
func (r *reader) file(name string, limit int64) ([]byte, error) {
	f, err := r.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%w (%d KiB; el máximo es %d)", errTooBig, info.Size()>>10, limit>>10)
	}
	// One byte more than there should be: a file that grows meanwhile is still
	// read to its end, within the limit.
	need := int(info.Size()) + 1
	if cap(r.buffer) < need {
		r.buffer = make([]byte, need+need/2)
	}
	data := r.buffer[:0]
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		if int64(len(data)) > limit {
			return nil, fmt.Errorf("%w (el máximo son %d KiB)", errTooBig, limit>>10)
		}
		if len(data) == cap(data) {
			r.buffer = slices.Grow(data, len(data))
			data = r.buffer[:len(data)]
		}
	}
}
