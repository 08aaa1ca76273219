package diag

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"unicode"
)

// Closest returns the candidate that word was most likely meant to be, for a
// "¿quiso decir …?" hint. Case and accents do not count; longer words may be
// further off (one edit in three letters, three at the most). Ties go to the
// first candidate in alphabetical order, so the answer does not depend on the
// order of candidates.
func Closest(word string, candidates []string) (string, bool) {
	plain := plainLetters(word)
	limit := min(3, (len([]rune(plain))+2)/3)
	best, found := "", false
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		// Most candidates are too long or too short to need comparing. A letter
		// can take up to four bytes, so names with accents are always compared.
		if off := len(c) - len(plain); isASCII(c) && (off > limit || -off > 4*limit) {
			continue
		}
		if d := levenshtein.ComputeDistance(plain, plainLetters(c)); d <= limit {
			if d == 0 {
				return c, true
			}
			best, found, limit = c, true, d-1
		}
	}
	return best, found
}

// Near reports whether word is at most so many edits away from another. Case and
// accents do not count.
func Near(word, other string, edits int) bool {
	return levenshtein.ComputeDistance(plainLetters(word), plainLetters(other)) <= edits
}

// Meant is the hint that goes with Closest, or "" when nothing is near.
func Meant(word string, candidates []string) string {
	if c, ok := Closest(word, candidates); ok && c != word {
		return "¿quiso decir «" + c + "»?"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func plainLetters(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(t, strings.ToLower(s))
	if err != nil {
		return strings.ToLower(s)
	}
	return out
}
