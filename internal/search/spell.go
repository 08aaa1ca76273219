package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vitrina/internal/shard"
)

// Words that are not in the dictionary are corrected from spell files. A word
// is looked for in the files of the letter that it sounds as if it began with,
// because that is where most mistakes leave it, and among words of about its
// length. So a file is one letter, and where a letter has many words, a range
// of lengths.

// maxSpell is the size above which a letter is split by length.
const maxSpell = 8 << 10

// soundLetter is the letter as which a folded word begins to the ear: h is
// silent, b and v, c, s and z, g and j, y and ll, c, k and qu, gu and hu meet.
// The client has the same function; a test holds them together.
func soundLetter(w string) string {
	w = strings.TrimPrefix(w, "h")
	if w == "" {
		return ""
	}
	after := func(i int, letters string) bool {
		return i < len(w) && strings.IndexByte(letters, w[i]) >= 0
	}
	switch c := w[0]; {
	case c == 'u' && after(1, "aeio"), c == 'g' && after(1, "u") && after(2, "ao"), c == 'w':
		return "w" // huaico, guaico, waico
	case c == 'v':
		return "b"
	case c == 'z', c == 'x', c == 'c' && after(1, "ei"):
		return "s"
	case c == 'c' && after(1, "h"):
		return "c" // ch
	case c == 'c', c == 'q':
		return "k"
	case c == 'g' && after(1, "ei"):
		return "j"
	case c == 'l' && after(1, "l"), c == 'i' && after(1, "aeo"):
		return "y"
	}
	r, _ := utf8.DecodeRuneInString(w)
	if r == 'ñ' {
		return "n"
	}
	return string(r)
}

// spellFile is one list of words.
type spellFile struct {
	letter string
	from   int
	words  []shard.Word
	data   []byte
}

// spellFiles puts every term of three letters or more, without digits,
// in one file.
func spellFiles(terms []entry, docs []shard.Entry) []spellFile {
	type word struct {
		letter string
		length int
		at     int
	}
	var words []word
	for i, t := range terms {
		n := utf8.RuneCountInString(t.term)
		if n < 3 || strings.ContainsAny(t.term, "0123456789"+shard.NameMark) {
			continue
		}
		words = append(words, word{soundLetter(t.term), n, i})
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(strings.Compare(a.letter, b.letter), cmp.Compare(a.length, b.length), cmp.Compare(a.at, b.at))
	})
	list := make([]shard.Word, len(words))
	for i, w := range words {
		list[i] = shard.Word{Term: terms[w.at].term, Shown: terms[w.at].shown, Class: shard.Class(docs[w.at].Docs)}
	}
	var files []spellFile
	for i := 0; i < len(words); {
		j := i
		for j < len(words) && words[j].letter == words[i].letter {
			j++
		}
		files = splitSpell(files, spellFile{letter: words[i].letter, words: list[i:j]})
		i = j
	}
	return files
}

// splitSpell halves a file, between two lengths, until it is small enough.
func splitSpell(files []spellFile, f spellFile) []spellFile {
	f.data = shard.EncodeSpell(f.words)
	if len(f.data) > maxSpell {
		length := func(i int) int { return utf8.RuneCountInString(f.words[i].Term) }
		cut := 0
		for i := 1; i < len(f.words); i++ {
			if length(i) != length(i-1) && (cut == 0 || i <= len(f.words)/2) {
				cut = i
			}
		}
		if cut > 0 {
			files = splitSpell(files, spellFile{letter: f.letter, from: f.from, words: f.words[:cut]})
			return splitSpell(files, spellFile{letter: f.letter, from: length(cut), words: f.words[cut:]})
		}
	}
	return append(files, f)
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
