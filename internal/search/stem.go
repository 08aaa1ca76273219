package search

import (
	"strings"
	"unicode/utf8"
)

// stem reduces a folded word so that number, gender and the commonest verb
// forms meet: agua and aguas, niña and niños, interés and intereses, capacitar
// and capacitadas. It is a few rules and no dictionary; what matters is not
// that the stem be right but that the forms of a word share one.
//
//  1. The plural goes, twice: intereses → interes → inter, as interés does.
//  2. An ending of a verb, of a noun made of one, or of an adverb goes if four
//     letters stay (reciclar, reciclaje, recicladores); if none does, the last
//     a, e or o.
//  3. What is left loses an s that was inside the singular (envase, envases,
//     as país, países). A c before an e or i that went is a z (enlace, enlaces,
//     organice, organizar), and only there: orgánico is another word.
func stem(folded string) string {
	whole := singular(singular(folded))
	w, ok := withoutEnding(whole)
	if !ok {
		w = withoutVowel(whole)
	}
	n := len(w)
	if n > 1 && w[n-1] == 's' && vowel(w[n-2]) && utf8.RuneCountInString(w) >= 4 {
		w = withoutVowel(w[:n-1])
	}
	if n = len(w); n > 0 && n < len(whole) && w[n-1] == 'c' && (whole[n] == 'e' || whole[n] == 'i') {
		w = w[:n-1] + "z"
	}
	return w
}

// withoutVowel takes a last a, e or o from a word of four letters or more.
func withoutVowel(w string) string {
	if n := len(w); n > 3 && utf8.RuneCountInString(w) >= 4 && (w[n-1] == 'a' || w[n-1] == 'e' || w[n-1] == 'o') {
		return w[:n-1]
	}
	return w
}

func vowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
}

func singular(w string) string {
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's' || n < 8 && utf8.RuneCountInString(w) < 4:
		return w
	case w[n-2] == 'e' && w[n-3] == 'c':
		return w[:n-3] + "z"
	case w[n-2] == 'e' && !vowel(w[n-3]):
		return w[:n-2]
	case vowel(w[n-2]):
		return w[:n-1]
	}
	return w
}

// endings of verbs, of what comes of them, and of adverbs, the longest first.
var endings = strings.Fields("amente iendo ieron iente mente acion adora ient aban ador ando ante aron cion aje aba ada ado ant ida ido ian aj ar er ir an en ia io")

func withoutEnding(w string) (string, bool) {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(w, e); ok && utf8.RuneCountInString(rest) >= 4 {
			return rest, true
		}
	}
	return w, false
}
