package content

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vitrina/internal/diag"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// source is a text file made ready to parse: UTF-8, line ends as LF, no mark
// in front. Columns are not moved by that, and lines neither.
type source struct {
	file     string
	text     []byte
	problems diag.List
	// broken is set when the text cannot be trusted to say what its author meant.
	broken bool
}

func (s *source) add(sev diag.Severity, pos diag.Pos, text, hint string) {
	s.problems = append(s.problems, diag.Problem{File: s.file, Pos: pos, Severity: sev, Text: text, Hint: hint})
}

func (s *source) fail(pos diag.Pos, text, hint string) {
	s.broken = true
	s.add(diag.Error, pos, text, hint)
}

// at is the place of a byte of the text.
func (s *source) at(offset int) diag.Pos {
	before := s.text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{Line: bytes.Count(before, []byte{'\n'}) + 1, Column: utf8.RuneCount(before[start:]) + 1}
}

// newSource checks the bytes of a file. The text may share them.
func newSource(file string, data []byte) *source {
	s := &source{file: file, text: data}
	start := diag.Pos{Line: 1, Column: 1}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		s.text = nil
		s.fail(start, "el archivo es un documento de Word o de Excel con otro nombre, y no texto",
			"ábralo con su programa y guárdelo como texto; si es una hoja de cálculo, como «CSV UTF-8»")
		return s
	case bytes.HasPrefix(data, []byte("%PDF")):
		s.text = nil
		s.fail(start, "el archivo es un PDF con otro nombre, y no texto", "copie su texto en un archivo nuevo")
		return s
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		s.text = nil
		s.fail(start, "el archivo está guardado como UTF-16 y no se puede leer",
			"guárdelo otra vez con la codificación UTF-8")
		return s
	case bytes.HasPrefix(data, byteOrderMark):
		s.text = data[len(byteOrderMark):]
		s.add(diag.Warning, start, "el archivo empieza con una marca invisible (BOM)",
			"guárdelo como «UTF-8» en lugar de «UTF-8 con BOM»")
	}
	if i := bytes.IndexByte(s.text, '\r'); i >= 0 {
		pos := s.at(i)
		s.text = bytes.ReplaceAll(s.text, []byte("\r\n"), []byte("\n"))
		if i := bytes.IndexByte(s.text, '\r'); i >= 0 {
			s.fail(s.at(i), "hay un salto de línea que solo usaban los Mac antiguos (CR)",
				"guarde el archivo con saltos de línea de Unix (LF)")
			return s
		}
		s.add(diag.Warning, pos, "el archivo tiene saltos de línea de Windows (CRLF)",
			"se publica bien; si su editor lo permite, guárdelo con saltos de línea «LF»")
	}
	if !utf8.Valid(s.text) {
		i := 0
		for i < len(s.text) {
			r, n := utf8.DecodeRune(s.text[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		s.fail(s.at(i), "hay un carácter que no es UTF-8, quizá una tilde o una eñe guardada de otro modo",
			"guarde el archivo otra vez con la codificación UTF-8")
		return s
	}
	if i := bytes.IndexByte(s.text, 0); i >= 0 {
		s.fail(s.at(i), "hay un carácter nulo (invisible)", "borre ese carácter y vuelva a guardar el archivo")
	}
	return s
}

// textOf copies a text in composed form (NFC), so that the same words are the
// same bytes, whichever keyboard wrote them.
func textOf(b []byte) string {
	if composed(b) {
		return string(b)
	}
	return string(norm.NFC.Bytes(b))
}

// composed reports whether b is in composed form, quickly for text in Spanish:
// nothing below U+0300 decomposes, and of the marks of punctuation only the
// first two.
func composed[T []byte | string](b T) bool {
	for i := 0; i < len(b); i++ {
		if c := b[i]; c < 0xcc || c == 0xe2 && i+2 < len(b) && b[i+1] == 0x80 && b[i+2] >= 0x82 {
			continue
		}
		switch b := any(b).(type) {
		case []byte:
			return norm.NFC.IsNormal(b)
		case string:
			return norm.NFC.IsNormalString(b)
		}
	}
	return true
}

// compose is textOf for a string.
func compose(s string) string {
	if composed(s) {
		return s
	}
	return norm.NFC.String(s)
}
