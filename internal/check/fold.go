package check

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold writes a text as its bare letters and digits: no case, no accents, no
// invisible characters, and one space for whatever stands between two words. So
// "Agua  Límpida", "agua-limpida" and "AGUA_LI\u0301MPIDA" are the same.
//
// It stops once the result has more than most bytes and says how far in the
// text it came, which turns a place in the result into one in the text.
func fold(text []byte, most int) (folded []byte, read int) {
	out := make([]byte, 0, min(len(text), most)+utf8.UTFMax)
	apart := false
	letter := func(r rune) {
		if apart && len(out) > 0 {
			out = append(out, ' ')
		}
		apart = false
		out = utf8.AppendRune(out, r)
	}
	i := 0
	for i < len(text) && len(out) <= most {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				letter(rune(c))
			case 'A' <= c && c <= 'Z':
				letter(rune(c - 'A' + 'a'))
			default:
				apart = true
			}
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		parts := norm.NFKD.Properties(text[i:]).Decomposition()
		i += size
		if len(parts) == 0 {
			apart = foldRune(r, letter) || apart
			continue
		}
		for _, part := range string(parts) {
			apart = foldRune(part, letter) || apart
		}
	}
	return out, i
}

// foldRune passes a letter or digit on, and reports whether the character
// separates words instead. Marks and invisible characters do neither.
func foldRune(r rune, letter func(rune)) (separates bool) {
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		letter(unicode.ToLower(r))
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
	default:
		return true
	}
	return false
}
