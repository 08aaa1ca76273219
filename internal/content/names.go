package content

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"vitrina/internal/dropping"
)

var (
	slugPattern   = regexp.MustCompile(`^[a-z0-9-]{1,80}$`)
	ubigeoName    = regexp.MustCompile(`^([0-9]{6})(-[a-z0-9-]{1,73})?$`)
	assetPattern  = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$`)
	windowsDevice = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
)

// ValidSlug reports whether s can name an entry and its address: lower case
// letters without accents, digits and hyphens, 80 at the most. Names that
// Windows keeps for devices are refused too, because the content must be
// copied there without loss, and so is "index", the name of a folder's page.
func ValidSlug(s string) bool {
	return slugPattern.MatchString(s) && !windowsDevice.MatchString(s) && s != "index"
}

// Slug makes a valid slug of any text, for suggestions and names of things that
// have no file: "Ñuñoa (Melgar)" gives "nunoa-melgar". A text without a letter
// or digit gives "sin-nombre".
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
		if b.Len() >= 80 {
			break
		}
	}
	s := strings.Trim(b.String()[:min(80, b.Len())], "-")
	switch {
	case s == "":
		return "sin-nombre"
	case !ValidSlug(s):
		return s + "-1"
	}
	return s
}

// ignored reports whether nobody meant a file as content: a dropping of an
// editor, or what desktops and version control keep in every folder. Folders are
// never passed over.
func ignored(name string, folder bool) bool {
	switch strings.ToLower(name) { // Windows writes its own now with one case, now with the other
	case "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", "icon\r", ".dropbox", ".gitkeep", ".gitignore", ".gitattributes":
		return !folder
	}
	return !folder && dropping.Is(name)
}

// assetName suggests a publishable name for a file beside an entry.
func assetName(name string) string {
	ext := ""
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name, ext = name[:i], strings.ToLower(name[i:])
	}
	return Slug(name) + ext
}
