package content

import (
	"strings"
	"testing"
)

func TestFilesUnderAnotherNameAreKnown(t *testing.T) {
	const page = "\ufeff\n<!DOCTYPE html>\n<html>"
	for _, c := range []struct{ name, head, want string }{
		{"a.pdf", "%PDF-1.7\n", ""},
		{"a.PDF", "\r\n\r\n%PDF-1.4", ""},
		{"a.pdf", page, isPage},
		{"a.pdf", "", isEmpty},
		{"a.pdf", "Acta de la asamblea", isText},
		{"a.pdf", "\xff\xd8\xff\xe0JFIF", isPhoto},
		{"a.pdf", "PK\x03\x04", isZip},
		{"a.pdf", "\x00\x01\x02", "otra cosa"},
		{"a.docx", "PK\x03\x04", ""},
		{"a.docx", "\xd0\xcf\x11\xe0", isOldOffice},
		{"a.doc", "\xd0\xcf\x11\xe0", ""},
		{"a.doc", `{\rtf1`, ""},
		{"a.xls", "<html xmlns", isPage},
		{"a.csv", "caserío;libros\n", ""},
		{"a.csv", "caser\xedo;libros\n", ""},
		{"a.csv", "PK\x03\x04", isZip},
		{"a.txt", strings.Repeat("ñ", 600), ""},
		{"a.mp4", "\x00\x00\x00\x18ftypmp42", ""},
		{"a.mp3", page, isPage},
	} {
		if got := Disguise(c.name, []byte(c.head)); got != c.want {
			t.Errorf("Disguise(%q, %.12q) = %q, want %q", c.name, c.head, got, c.want)
		}
	}
}
