package content

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// DisguiseHead is how many bytes of a file Disguise needs, from its first.
const DisguiseHead = 1024

// Disguise tells what a material is in truth, in Spanish with its article, when
// its first bytes are not those of a file of its name: what was saved as a PDF
// is often the page that offered it. It returns "" when they may be.
func Disguise(name string, head []byte) string {
	head = head[:min(len(head), DisguiseHead)]
	is := kindOf(head)
	var good []string
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		good = []string{isPDF}
	case ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".zip":
		good = []string{isZip}
	case ".doc", ".xls", ".ppt":
		good = []string{isOldOffice, isRTF, isZip} // its programs open all three
	case ".rtf":
		good = []string{isRTF}
	case ".csv", ".txt", ".geojson":
		good = []string{isText, ""}
	default: // sound and film have too many ways to begin
		good = []string{"", isText}
	}
	switch {
	case slices.Contains(good, is):
		return ""
	case is == "":
		return "otra cosa"
	}
	return is
}

// The kinds of files that are told apart, in words for editors.
const (
	isEmpty     = "un archivo vacío"
	isPDF       = "un PDF"
	isZip       = "un documento de oficina o un ZIP"
	isOldOffice = "un documento antiguo de oficina"
	isRTF       = "un RTF"
	isPage      = "una página web (HTML)"
	isPhoto     = "una foto"
	isText      = "solo texto"
)

func kindOf(head []byte) string {
	begins := func(marks ...string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return bytes.HasPrefix(head, []byte(m)) })
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, byteOrderMark)))
	switch {
	case len(head) == 0:
		return isEmpty
	case bytes.Contains(head, []byte("%PDF-")):
		return isPDF
	case begins("PK\x03\x04", "PK\x05\x06"):
		return isZip
	case begins("\xd0\xcf\x11\xe0"):
		return isOldOffice
	case begins(`{\rtf`):
		return isRTF
	case begins("\xff\xd8\xff", "\x89PNG\r\n", "GIF8") || begins("RIFF") && bytes.Contains(head[:min(16, len(head))], []byte("WEBP")):
		return isPhoto
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")), bytes.HasPrefix(text, []byte("<head")), bytes.HasPrefix(text, []byte("<body")):
		return isPage
	case bytes.IndexByte(head, 0) < 0 && validStart(head):
		return isText
	}
	return ""
}

// validStart reports UTF-8 that may be cut in its last character.
func validStart(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)) {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}
