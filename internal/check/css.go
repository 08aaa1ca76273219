package check

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// css checks what a style sheet loads.
func (f *file) css() {
	for _, u := range cssAddresses(f.data) {
		if strings.HasPrefix(u.raw, "#") {
			continue // an id of whatever page uses the sheet
		}
		f.fetch(u.off, u.raw, false)
	}
}

type cssAddress struct {
	raw string
	off int
}

// cssAddresses finds url(…) and @import "…", outside comments and strings.
func cssAddresses(data []byte) []cssAddress {
	var out []cssAddress
	importing := false
	for i := 0; i < len(data); {
		rest := data[i:]
		switch c := data[i]; {
		case bytes.HasPrefix(rest, []byte("/*")):
			end := bytes.Index(rest[2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += end + 4
		case c == '"' || c == '\'':
			value, size := cssString(rest)
			if importing {
				out = append(out, cssAddress{value, i})
			}
			importing = false
			i += size
		case hasFold(rest, "@import"):
			importing = true
			i += len("@import")
		case hasFold(rest, "@namespace"): // a name, which is not loaded
			end := bytes.IndexByte(rest, ';')
			if end < 0 {
				return out
			}
			i += end
		case hasFold(rest, "url(") && (i == 0 || !nameByte(data[i-1])):
			importing = false
			value, size := cssURL(rest[4:])
			out = append(out, cssAddress{value, i})
			i += 4 + size
		case c == ';' || c == '{':
			importing = false
			i++
		case c == '\\':
			i += 2
		default:
			i++
		}
	}
	return out
}

func hasFold(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && strings.EqualFold(string(data[:len(prefix)]), prefix)
}

func nameByte(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf
}

// cssURL reads what stands in url(…), quoted or not, up to its parenthesis.
func cssURL(data []byte) (value string, size int) {
	lead := len(data) - len(bytes.TrimLeft(data, " \t\r\n\f"))
	if body := data[lead:]; len(body) > 0 && (body[0] == '"' || body[0] == '\'') {
		value, n := cssString(body)
		return value, lead + n
	}
	end := bytes.IndexByte(data, ')')
	if end < 0 {
		end = len(data)
	}
	return cssUnescape(string(bytes.TrimSpace(data[:end]))), end
}

// cssString reads a quoted string and says how many bytes it takes.
func cssString(data []byte) (value string, size int) {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case data[0]:
			return cssUnescape(string(data[1:i])), i + 1
		case '\n':
			return "", i
		}
	}
	return "", len(data)
}

// cssUnescape undoes the escapes of CSS: a backslash and the code of a
// character, or the character itself.
func cssUnescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		end := i + 1
		for end < len(s) && end < i+7 && strings.IndexByte("0123456789abcdefABCDEF", s[end]) >= 0 {
			end++
		}
		if end == i+1 {
			continue // the next byte stands for itself
		}
		code, _ := strconv.ParseUint(s[i+1:end], 16, 32)
		b.WriteRune(rune(code))
		if i = end - 1; end < len(s) && s[end] == ' ' {
			i++
		}
	}
	return b.String()
}
