package check

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"
)

const (
	// maxPacked is how many packed files may be one within another: a zip in a
	// zip, with something compressed in it.
	maxPacked = 3
	// maxUnpacked bounds what one file of the site may unfold to.
	maxUnpacked = 1 << 30
)

// unreadable are packed formats that cannot be looked into here.
var unreadable = set(".br", ".zst", ".xz", ".bz2", ".7z", ".rar")

// unpack searches what is packed in data, if it is a packed file.
func (h *hunt) unpack(data []byte, where []string, packed int) {
	gz := bytes.HasPrefix(data, []byte("\x1f\x8b\x08"))
	zipped := bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
	switch {
	case packed == 0 && unreadable[path.Ext(h.name)]:
		h.unsure("está comprimido en un formato que no se puede revisar", where)
	case !gz && !zipped:
	case packed == maxPacked:
		h.unsure("tiene demasiados archivos comprimidos uno dentro de otro: no se puede revisar", where)
	case gz:
		h.gzip(data, where, packed+1)
	case zipped:
		h.zip(data, where, packed+1)
	}
}

func (h *hunt) unsure(text string, where []string) {
	h.out = append(h.out, h.problem(text, where))
}

func (h *hunt) gzip(data []byte, where []string, packed int) {
	in := append(slices.Clip(where), "comprimido con gzip")
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		h.unsure("no se puede descomprimir", in)
		return
	}
	h.text([]byte(r.Name+"\n"+r.Comment+"\n"+string(r.Extra)), in, packed)
	h.unfold(r, in, packed)
}

func (h *hunt) zip(data []byte, where []string, packed int) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		h.unsure("no se puede descomprimir", append(slices.Clip(where), "en un zip"))
		return
	}
	h.text([]byte(r.Comment), append(slices.Clip(where), "en el comentario de un zip"), packed)
	for _, f := range r.File {
		if h.ctx.Err() != nil {
			return
		}
		in := append(slices.Clip(where), "en un zip: "+short(f.Name))
		h.text([]byte(f.Name+"\n"+f.Comment), in, packed)
		content, err := f.Open()
		if err != nil {
			h.unsure("no se puede descomprimir", in)
			continue
		}
		h.unfold(content, in, packed)
		content.Close()
	}
}

// unfold searches what comes out of a packed file.
func (h *hunt) unfold(r io.Reader, where []string, packed int) {
	data, err := io.ReadAll(io.LimitReader(r, h.left+1))
	switch h.left -= int64(len(data)); {
	case h.left < 0:
		h.left = 0
		h.unsure("es demasiado grande al descomprimirlo: no se puede revisar", where)
	case err != nil:
		h.unsure("no se puede descomprimir", where)
	}
	h.bytes(data, where, packed)
}
