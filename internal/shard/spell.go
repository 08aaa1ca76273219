package shard

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Word is a term of the dictionary as the corrector knows it: the term, how
// people write it most often, and how common it is.
type Word struct {
	Term  string
	Shown string
	Class int // bits needed to write in how many documents it is, at most 15
}

// Class is the frequency class of a term in docs documents.
func Class(docs int) int {
	return min(bits.Len(uint(docs)), 15)
}

// ending is how a written word differs from its term: drop the last letters
// of the term, add others.
type ending struct {
	drop int
	add  string
}

func endingOf(w Word) ending {
	shared := 0
	for shared < len(w.Term) && shared < len(w.Shown) && w.Term[shared] == w.Shown[shared] {
		shared++
	}
	for shared > 0 && (shared < len(w.Term) && !utf8.RuneStart(w.Term[shared]) || shared < len(w.Shown) && !utf8.RuneStart(w.Shown[shared])) {
		shared--
	}
	return ending{utf8.RuneCountInString(w.Term[shared:]), w.Shown[shared:]}
}

// maxEndings is the size of the table of endings; the first fifteen of it fit
// in four bits.
const maxEndings = 200

// EncodeSpell writes a list of words, in the order given: by letters of the
// term, then by key.
func EncodeSpell(words []Word) []byte {
	count := map[ending]int{}
	for _, w := range words {
		count[endingOf(w)]++
	}
	var table []ending
	for e, n := range count {
		if n > 2 {
			table = append(table, e)
		}
	}
	slices.SortFunc(table, func(a, b ending) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.drop, b.drop), cmp.Compare(a.add, b.add))
	})
	table = table[:min(len(table), maxEndings)]
	index := map[ending]int{}
	out := appendUint(header(kindSpell), len(table))
	for i, e := range table {
		index[e] = i
		out = appendText(appendUint(out, e.drop), e.add)
	}
	out = appendUint(out, len(words))
	prev := ""
	for _, w := range words {
		key := Key(w.Term)
		out = appendFront(out, prev, key)
		prev = key
		e := endingOf(w)
		i, common := index[e]
		out = append(out, byte(w.Class<<4|min(i|notCommon(common), 15)))
		switch {
		case !common:
			out = appendText(appendUint(append(out, 255), e.drop), e.add)
		case i >= 15:
			out = append(out, byte(i))
		}
	}
	return out
}

func notCommon(common bool) int {
	if common {
		return 0
	}
	return 15
}

// DecodeSpell reads a list of words.
func DecodeSpell(data []byte) ([]Word, error) {
	r := open(data, kindSpell)
	var table []ending
	for n := r.uint(maxEndings); n > 0 && r.err == nil; n-- {
		table = append(table, ending{r.uint(MaxTerm), r.text(MaxTerm)})
	}
	var words []Word
	prev := ""
	for n := r.count(); n > 0 && r.err == nil; n-- {
		key := r.front(prev)
		prev = key
		b := r.byte()
		i := int(b & 15)
		if i == 15 {
			i = int(r.byte())
		}
		var e ending
		switch {
		case i == 255:
			e = ending{r.uint(MaxTerm), r.text(MaxTerm)}
		case i < len(table):
			e = table[i]
		default:
			r.fail("ending %d of %d", i, len(table))
		}
		term := []rune(Term(key))
		if e.drop > len(term) || !utf8.ValidString(key) {
			r.fail("an ending drops %d of %d letters", e.drop, len(term))
		}
		if r.err != nil {
			break
		}
		words = append(words, Word{string(term), string(term[:len(term)-e.drop]) + e.add, int(b >> 4)})
	}
	return words, r.ended(r.lists())
}
