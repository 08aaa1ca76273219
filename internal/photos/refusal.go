package photos

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
)

// The kinds of refusal, to be told apart with errors.Is.
var (
	// ErrFormat: the bytes are not a picture of a kind that can be read.
	ErrFormat = errors.New("no es una imagen JPEG, PNG, GIF ni WebP")
	// ErrTooLarge: the picture measures more than MaxPixels or MaxSide.
	ErrTooLarge = errors.New("la imagen tiene demasiados píxeles")
	// ErrBroken: the file says it is a picture but cannot be read to its end.
	ErrBroken = errors.New("la imagen está dañada o incompleta")
)

// Refusal says why a picture cannot be published. Its texts are Spanish, in
// lower case and without a final stop, as in the lists of problems.
type Refusal struct {
	// Kind is ErrFormat, ErrTooLarge or ErrBroken.
	Kind error
	// Text is what is wrong.
	Text string
	// Hint is what to do about it.
	Hint string
	// Cause is what the decoder said, in its own words; may be nil.
	Cause error
}

func (r *Refusal) Error() string { return r.Text }

// Unwrap gives the kind and the cause to errors.Is and errors.As.
func (r *Refusal) Unwrap() []error {
	if r.Cause == nil {
		return []error{r.Kind}
	}
	return []error{r.Kind, r.Cause}
}

func broken(cause error) *Refusal {
	return &Refusal{
		Kind:  ErrBroken,
		Text:  ErrBroken.Error(),
		Hint:  "ábrala en un programa de imágenes, guárdela de nuevo como JPEG y vuelva a copiarla",
		Cause: cause,
	}
}

// cut is the refusal of a file that ends too early.
func cut() *Refusal {
	r := broken(nil)
	r.Text = "la imagen está incompleta: el archivo se corta antes de terminar"
	r.Hint = "vuelva a copiar o a descargar el archivo original"
	return r
}

func unreadable(text, hint string, cause error) *Refusal {
	return &Refusal{Kind: ErrFormat, Text: text, Hint: hint, Cause: cause}
}

// refuseFormat names the formats that people do send, with the way out.
func refuseFormat(data []byte) *Refusal {
	const convert = "guárdela o expórtela como JPEG"
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	switch {
	case len(data) == 0:
		return unreadable("el archivo de imagen está vacío", "vuelva a copiar el archivo original", nil)
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		switch string(data[8:12]) {
		case "avif", "avis":
			return unreadable("es una imagen AVIF, que no se puede leer", convert, nil)
		case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1":
			return unreadable("es una foto HEIC de iPhone, que no se puede leer", convert, nil)
		}
		return unreadable("es un video, no una imagen", "use una foto fija en JPEG", nil)
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		return unreadable("es una imagen TIFF, que no se puede leer", convert, nil)
	case bytes.HasPrefix(data, []byte("BM")):
		return unreadable("es una imagen BMP, que no se puede leer", convert, nil)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return unreadable("es un documento PDF, no una imagen", "póngalo en «materiales» o exporte la página como JPEG", nil)
	case bytes.Contains(head, []byte("<svg")):
		return unreadable("es un dibujo SVG, que no se publica como foto", "expórtelo como PNG", nil)
	}
	return unreadable(ErrFormat.Error(), "use una foto en JPEG, PNG, GIF o WebP", nil)
}

// refuseDecoding tells what a decoder does not support from what is damaged.
func refuseDecoding(err error) *Refusal {
	var jpegErr jpeg.UnsupportedError
	var pngErr png.UnsupportedError
	if errors.As(err, &jpegErr) || errors.As(err, &pngErr) {
		return unreadable("la imagen usa una variante de su formato que no se puede leer", "guárdela de nuevo como JPEG", err)
	}
	return broken(err)
}

func judgeSize(w, h int64) error {
	const hint = "redúzcala, por ejemplo a 3000 píxeles de ancho"
	switch {
	case w <= 0 || h <= 0:
		return broken(fmt.Errorf("canvas of %d × %d", w, h))
	case w > MaxSide || h > MaxSide:
		return &Refusal{Kind: ErrTooLarge, Hint: hint,
			Text: fmt.Sprintf("la imagen mide %d × %d píxeles; lo más que puede medir un lado es %d", w, h, MaxSide)}
	case w*h > MaxPixels: // both are at most MaxSide, so the product cannot overflow
		return &Refusal{Kind: ErrTooLarge, Hint: hint,
			Text: fmt.Sprintf("la imagen mide %d × %d píxeles, que son más de %d millones", w, h, MaxPixels/1_000_000)}
	}
	return nil
}
