package markdown

import (
	"net/url"
	"path"
	"strings"
)

// AddressOf is the address of the entry in a content file:
// "content/municipalidades/021509-pampas.md" has "/municipalidades/021509/".
// A practice may be a folder with an index.md. ok is false for anything that
// cannot be an entry; whether the file exists is not looked at.
func AddressOf(file string) (address string, ok bool) {
	rest, ok := strings.CutPrefix(file, "content/")
	if !ok {
		return "", false
	}
	kind, name, _ := strings.Cut(rest, "/")
	name, ok = strings.CutSuffix(name, ".md")
	if !ok {
		return "", false
	}
	switch kind {
	case "practicas":
		name = strings.TrimSuffix(name, "/index")
		ok = isSlug(name)
	case "municipalidades":
		// The address is the code alone, so that it outlives a change of name.
		suffix := ""
		name, suffix, ok = strings.Cut(name, "-")
		ok = isNumber(name, 6) && (!ok || isSlug(suffix))
	case "enlaces":
		ok = isNumber(name, 2)
	case "ediciones", "temas", "metas", "paginas":
		ok = isSlug(name)
	default:
		ok = false
	}
	if !ok || name == "index" {
		return "", false
	}
	return "/" + kind + "/" + name + "/", true
}

func isSlug(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 80
}

func isNumber(s string, digits int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == digits
}

// Relative is how a page at the address from refers to the address to:
// from "/practicas/agua/" to "/temas/agua/" it is "../../temas/agua/", and to
// itself "./". Both are addresses of the site, starting with "/" and not
// percent-encoded; the result is, and is never empty. The part of from after
// its last "/" is a file name and does not count.
func Relative(from, to string) string {
	from = strings.TrimPrefix(from[:strings.LastIndexByte(from, '/')+1], "/")
	to = strings.TrimPrefix(to, "/")
	for {
		i := strings.IndexByte(from, '/')
		if i < 0 || !strings.HasPrefix(to, from[:i+1]) {
			break
		}
		from, to = from[i+1:], to[i+1:]
	}
	up := strings.Count(from, "/")
	rel := strings.Repeat("../", up) + to
	switch {
	case rel == "":
		return "./"
	case isPlainPath(rel):
		return rel
	}
	return (&url.URL{Path: rel}).String()
}

// isPlainPath reports whether every byte of s can stand in a URL as it is.
func isPlainPath(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '/' || c == '-' || c == '.' || c == '_':
		default:
			return false
		}
	}
	return true
}

// hasName reports whether s can be the name of a file or a step of an address:
// nothing that leads elsewhere, is hidden, or means something in a URL or on
// any of the usual disks.
func hasName(s string) bool {
	return s != "" && len(s) <= 200 && s[0] != '.' &&
		s == strings.TrimSpace(s) && !strings.ContainsAny(s, `/\:*?"<>|%#`)
}

// beside is the file name that p, a relative path, gives for a file in the
// folder of the entry itself.
func beside(p string) (name string, ok bool) {
	p = path.Clean(p)
	return p, hasName(p)
}

// extOf is the lower case extension of a file name, without its dot.
func extOf(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}
