package render

import "strings"

// escaping is how html/template writes a text in one kind of place.
type escaping int

const (
	asItIs    escaping = iota // HTML that is made already
	inText                    // between tags, or in quotes after an attribute that is no address
	inLink                    // an address, or the part of one before its query
	inQuery                   // within the query of an address
	escapings                 // how many there are
)

func (e escaping) write(out *strings.Builder, s string) {
	switch e {
	case inText:
		writeText(out, s)
	case inLink:
		writeText(out, percentEncoded(s, "!#$%&*+,/:;=?@[]"))
	case inQuery:
		out.WriteString(percentEncoded(s, ""))
	default:
		out.WriteString(s)
	}
}

func (e escaping) of(s string) string {
	var out strings.Builder
	e.write(&out, s)
	return out.String()
}

// writeText writes what means something in HTML as character references.
func writeText(out *strings.Builder, s string) {
	for {
		i := strings.IndexAny(s, "\x00\"&'+<>")
		if i < 0 {
			out.WriteString(s)
			return
		}
		out.WriteString(s[:i])
		switch s[i] {
		case 0:
			out.WriteString("\ufffd")
		case '"':
			out.WriteString("&#34;")
		case '&':
			out.WriteString("&amp;")
		case '\'':
			out.WriteString("&#39;")
		case '+':
			out.WriteString("&#43;")
		case '<':
			out.WriteString("&lt;")
		case '>':
			out.WriteString("&gt;")
		}
		s = s[i+1:]
	}
}

// percentEncoded writes the bytes of an address that are neither letters, digits and the
// like nor among those to keep by their number. A percent sign is only kept where
// such a number follows.
func percentEncoded(s, keep string) string {
	stays := func(i int) bool {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~':
			return true
		case c == '%' && keep != "":
			return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		default:
			return strings.IndexByte(keep, c) >= 0
		}
	}
	plain := 0
	for plain < len(s) && stays(plain) {
		plain++
	}
	if plain == len(s) {
		return s
	}
	out := []byte(s[:plain])
	for i := plain; i < len(s); i++ {
		if stays(i) {
			out = append(out, s[i])
		} else {
			const digits = "0123456789abcdef"
			out = append(out, '%', digits[s[i]>>4], digits[s[i]&15])
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// mayLead reports whether html/template lets an address stand: one of the site, or of
// the web, or a mailbox.
func mayLead(address string) bool {
	scheme, _, has := strings.Cut(address, ":")
	if !has || strings.Contains(scheme, "/") {
		return true
	}
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}
