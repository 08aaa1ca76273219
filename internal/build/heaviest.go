package build

import (
	"bytes"
	"cmp"
	"slices"

	"vitrina/internal/site"
)

// PageWeight is what the HTML of one page weighs. The zero PageWeight is none.
type PageWeight struct {
	File       string
	Bytes      int
	Compressed int // on the way to a reader
}

// longPage is a page that may turn out to be the heaviest.
type longPage struct {
	file string
	html []byte
}

// maxLongest is how many of the longest pages are compressed to find the
// heaviest: to compress all of them would take a quarter of a build.
const maxLongest = 16

// longer orders pages by length, and those of one length by name, so that it
// does not matter which is made first.
func longer(a, b longPage) int {
	return cmp.Or(cmp.Compare(len(b.html), len(a.html)), cmp.Compare(a.file, b.file))
}

// remember keeps a copy of a page while it is one of the longest.
func (b *budgets) remember(route site.Route, page []byte) {
	p := longPage{route.File(), page}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.longest) == maxLongest && longer(p, b.longest[maxLongest-1]) > 0 {
		return
	}
	p.html = bytes.Clone(page)
	at, _ := slices.BinarySearchFunc(b.longest, p, longer)
	b.longest = slices.Insert(b.longest, at, p)
	b.longest = b.longest[:min(len(b.longest), maxLongest)]
}

// heaviest is the page that weighs the most, among the longest.
func (b *budgets) heaviest() PageWeight {
	b.mu.Lock()
	defer b.mu.Unlock()
	var most PageWeight
	for _, p := range b.longest {
		if n := b.scale.Of(p.html); n > most.Compressed {
			most = PageWeight{p.file, len(p.html), n}
		}
	}
	return most
}
