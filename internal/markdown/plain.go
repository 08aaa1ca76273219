package markdown

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// appendPlain appends what s says once backslash escapes and entities are
// resolved, which CommonMark does in text, destinations and titles alike.
func appendPlain(dst, s []byte) []byte {
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			if i+1 < len(s) && util.IsPunct(s[i+1]) {
				dst = append(dst, s[i+1])
				i += 2
				continue
			}
		case '&':
			var n int
			if dst, n = appendEntity(dst, s[i:]); n > 0 {
				i += n
				continue
			}
		}
		dst = append(dst, s[i])
		i++
	}
	return dst
}

// plainString is appendPlain for short strings; most have nothing to resolve.
func plainString(s []byte) string {
	for _, c := range s {
		if c == '\\' || c == '&' {
			return string(appendPlain(make([]byte, 0, len(s)), s))
		}
	}
	return string(s)
}

// appendEntity appends the characters of the entity that s starts with and
// returns its length, or 0 when there is none. The lengths of numbers are
// those of CommonMark.
func appendEntity(dst, s []byte) ([]byte, int) {
	const longest = 40
	end := 1
	for end < len(s) && end < longest && (util.IsAlphaNumeric(s[end]) || end == 1 && s[end] == '#') {
		end++
	}
	if end >= len(s) || s[end] != ';' || end < 2 {
		return dst, 0
	}
	name := s[1:end]
	if name[0] != '#' {
		e, ok := util.LookUpHTML5EntityByName(string(name))
		if !ok {
			return dst, 0
		}
		for _, r := range string(e.Characters) {
			dst = utf8.AppendRune(dst, validRune(r))
		}
		return dst, end + 1
	}
	digits, base, most := name[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	v, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || len(digits) > most {
		return dst, 0
	}
	return utf8.AppendRune(dst, validRune(rune(v))), end + 1
}

// validRune is r, or a character that HTML may hold in its place. A line end
// written as an entity becomes a space, so that one paragraph stays one line.
func validRune(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return ' '
	case !utf8.ValidRune(r) || isControl(r):
		return utf8.RuneError
	}
	return r
}

// isControl reports whether HTML forbids r: control characters other than the
// tab and the line feed, and code points that are not characters.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' ||
		r >= 0x7f && r <= 0x9f ||
		r >= 0xfdd0 && r <= 0xfdef ||
		r&0xfffe == 0xfffe
}

// appendEscaped appends s escaped for HTML text and quoted attributes.
func appendEscaped(dst, s []byte) []byte {
	start := 0
	for i, c := range s {
		var with string
		switch c {
		case '&':
			with = "&amp;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '"':
			with = "&#34;"
		default:
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = append(dst, with...)
		start = i + 1
	}
	return append(dst, s[start:]...)
}

// countWords counts the runs between spaces that hold a letter or a digit.
func countWords(s string) int {
	n, word := 0, false
	for _, r := range s {
		switch {
		case r <= ' ' || r == '\u00a0':
			word = false
		case !word && ('a' <= r && r <= 'z' || isWordRune(r)):
			word = true
			n++
		}
	}
	return n
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// isInvisible reports whether s has nothing that a reader could see.
func isInvisible(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// excerpt is the start of s on one line, for showing it in a problem.
func excerpt(s string) string {
	const most = 60
	out := make([]rune, 0, most)
	for _, r := range s {
		if len(out) == most {
			return string(out) + "…"
		}
		switch {
		case r == '\n' || r == '\t':
			r = ' '
		case isControl(r) || unicode.Is(unicode.Cf, r):
			r = utf8.RuneError
		}
		out = append(out, r)
	}
	return string(out)
}
