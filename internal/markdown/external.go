package markdown

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// absolute judges a destination that starts with a scheme.
func (s site) absolute(dest, scheme string) (target, complaint) {
	wrong := func(hint string) (target, complaint) {
		return target{}, complaint{text: fmt.Sprintf("la dirección «%s» no es válida", excerpt(dest)), hint: hint}
	}
	rest := dest[len(scheme)+1:]
	switch scheme {
	case "http", "https":
		u, err := url.Parse(dest)
		if err != nil || u.Opaque != "" || !isHost(u.Host) {
			return wrong("cópiela del navegador, entera: https://www.gob.pe/…")
		}
		if u.User != nil {
			return wrong("no se admite nada antes del nombre del sitio: quite lo que va hasta la arroba")
		}
		u.RawQuery = escapeQuery(u.RawQuery)
		return target{href: u.String(), web: true}, complaint{}
	case "mailto":
		local, host, _ := strings.Cut(rest, "@")
		if !isMailName(local) || !isHost(host) || strings.ContainsRune(host, ':') {
			return wrong("escriba solo el correo: mailto:mesadepartes@municipalidad.gob.pe")
		}
		return target{href: "mailto:" + rest}, complaint{}
	case "tel":
		if !isPhone(rest) {
			return wrong("escriba el número con su código y sin espacios: tel:+5143123456")
		}
		return target{href: "tel:" + rest}, complaint{}
	}
	return target{}, complaint{text: fmt.Sprintf("el enlace usa «%s:», que no se admite", excerpt(dest[:len(scheme)])), hint: schemesHint}
}

// isHost admits names such as www.gob.pe:8080. A name that ends in a number is
// an IP address for browsers, in forms that few can read. Names with other
// letters have an ASCII form that shows what they are.
func isHost(host string) bool {
	name, port, hasPort := strings.Cut(host, ":")
	if hasPort && (len(port) == 0 || len(port) > 5 || !isNumber(port, len(port))) {
		return false
	}
	last := ""
	for label := range strings.SplitSeq(name, ".") {
		if len(label) > 63 || !isSlug(strings.ToLower(label)) {
			return false
		}
		last = label
	}
	return len(last) < len(name) && len(name) <= 253 && last[0] > '9'
}

func isMailName(s string) bool {
	for _, r := range s {
		if !(r < utf8.RuneSelf && isWordRune(r)) && !strings.ContainsRune(".+_-", r) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func isPhone(s string) bool {
	s = strings.TrimPrefix(s, "+")
	number, ext, has := strings.Cut(s, ";ext=")
	if has && (ext == "" || len(ext) > 6 || !isNumber(ext, len(ext))) {
		return false
	}
	digits := 0
	for _, r := range number {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("-.()", r):
			return false
		}
	}
	return digits >= 3 && digits <= 15
}

// escapeQuery percent-encodes what net/url leaves in a query but standards
// forbid there, such as quotes and accents.
func escapeQuery(q string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(q) {
		c := q[i]
		switch {
		case c < utf8.RuneSelf && isWordRune(rune(c)),
			strings.IndexByte("-._~!$&'()*+,;=:@/?", c) >= 0,
			c == '%' && i+2 < len(q) && isHex(q[i+1]) && isHex(q[i+2]):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
