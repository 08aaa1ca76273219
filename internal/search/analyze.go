package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The analysis turns a text into terms. It is written twice, here and in
// static/js/search/analyze.js, and tests hold the two together: a word that one
// side reduces otherwise is a word that nobody finds. So it keeps to what both
// languages do alike: character ranges instead of Unicode classes, no regular
// expression that either engine may read its own way.

// maxWord is how many letters of a word count.
const maxWord = 40

// wordChar tells what words are made of: digits, Latin letters, and the
// combining marks that spell them in two characters.
func wordChar(r rune) bool {
	switch {
	case r < 0x80:
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r < 0x0300:
		return r >= 0x00C0 && r <= 0x02AF && r != 0x00D7 && r != 0x00F7
	}
	return r < 0x0370 || r >= 0x1E00 && r <= 0x1EFF
}

// apostrophe tells what may stand inside a word: p'acha, ch'uño.
func apostrophe(r rune) bool {
	return r == '\'' || r == 0x2019 || r == 0x02BC
}

// scan calls word with the bounds of every word of the text, in order.
func scan(text string, word func(start, end int)) {
	start := -1
	for i := 0; i < len(text); {
		c := text[i]
		if asciiWord[c] {
			if start < 0 {
				start = i
			}
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
			if wordChar(r) {
				if start < 0 {
					start = i
				}
				i += n
				continue
			}
		}
		if start >= 0 {
			if apostrophe(r) {
				if next, _ := utf8.DecodeRuneInString(text[i+n:]); wordChar(next) {
					i += n
					continue
				}
			}
			word(start, i)
			start = -1
		}
		i += n
	}
	if start >= 0 {
		word(start, len(text))
	}
}

var asciiWord = func() (t [256]bool) {
	for c := rune(0); c < utf8.RuneSelf; c++ {
		t[c] = wordChar(c)
	}
	return t
}()

// fold lowers a word and takes its accents away. ñ is a letter and stays.
func fold(word string) string {
	out := make([]byte, 0, 2*maxWord)
	for _, r := range word {
		switch {
		case r >= 'A' && r <= 'Z':
			out = append(out, byte(r)+'a'-'A')
		case r == '\'':
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case int(r) < len(plainLetter) && plainLetter[r] != 0:
			out = utf8.AppendRune(out, plainLetter[r])
		default:
			return cut(foldRare(word))
		}
	}
	return cut(string(out))
}

// foldRare folds a word by way of its decomposition: accents written apart, and
// letters beyond the common ones.
func foldRare(word string) string {
	var b strings.Builder
	for _, r := range word {
		if !apostrophe(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	s := strings.ReplaceAll(norm.NFD.String(b.String()), "n\u0303", "ñ")
	return strings.Map(func(r rune) rune {
		if r >= 0x0300 && r < 0x0370 {
			return -1
		}
		return r
	}, s)
}

// plainLetter is what each letter of the first alphabets folds to, for those
// that fold to one letter.
var plainLetter = func() (t [0x180]rune) {
	for r := rune(utf8.RuneSelf); int(r) < len(t); r++ {
		if wordChar(r) {
			if s := []rune(foldRare(string(r))); len(s) == 1 {
				t[r] = s[0]
			}
		}
	}
	return t
}()

// cut leaves the first letters of a very long word.
func cut(word string) string {
	if len(word) <= maxWord {
		return word
	}
	n := 0
	for i := range word {
		if n == maxWord {
			return word[:i]
		}
		n++
	}
	return word
}

// term is what a word is found by; it is empty for a word of the stop list.
func term(word string) string {
	folded := fold(word)
	if stopWords[folded] {
		return ""
	}
	return stem(folded)
}

// Terms is the terms of a text, in order. Words of the stop list are left out.
func Terms(text string) []string {
	var terms []string
	scan(text, func(start, end int) {
		if t := term(text[start:end]); t != "" {
			terms = append(terms, t)
		}
	})
	return terms
}

// stopWords are neither indexed nor searched: articles, prepositions,
// conjunctions, and the words that begin a question. The list is short on
// purpose; longer ones find less.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(stopList) {
		set[w] = true
	}
	return set
}()

const stopList = "a al ante bajo como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde durante " +
	"e el en entre hacia hasta la las le lo los o para pero por que quien quienes se segun sobre su sus tras u un una unas uno unos y"
