package check

import (
	"bytes"
	"context"
	"fmt"
	"hash/maphash"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// minWord is the fewest letters of a word that is looked for: shorter ones turn
// up by chance in pictures and packed files.
const minWord = 5

// Contains looks in every file of a site, and in its name, for words that must
// not be there: the canaries of hidden entries. A word is found however it is
// written (case, accents, hyphens for spaces), escaped (HTML entities, JSON and
// JavaScript escapes, percent-encoding, base64, each within another) or packed
// (gzip, zip, a zip within a zip). What cannot be unpacked is a problem too: it
// may hold anything.
//
// It does not see through pictures, PDF streams or formats of our own that
// leave out parts of words, such as an index whose terms share their beginning.
//
// The problems are marked as hidden, since they name what nobody should know.
func Contains(ctx context.Context, fsys fs.FS, words []string) (diag.List, error) {
	c, err := newCanaries(words)
	if err != nil {
		return nil, err
	}
	var names []string
	if err := walk(ctx, fsys, func(name string, _ fs.DirEntry) { names = append(names, name) }); err != nil {
		return nil, err
	}
	found := make([]diag.List, len(names))
	err = forEach(ctx, len(names), func(i int) error {
		data, err := fs.ReadFile(fsys, names[i])
		if err != nil {
			return fmt.Errorf("search %s: %w", names[i], err)
		}
		found[i], err = c.search(ctx, names[i], data)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out diag.List
	for _, l := range found {
		out = append(out, l...)
	}
	return out.Sorted(), nil
}

// canaries are the words that are looked for, and how they look when folded.
type canaries struct {
	words  []string
	folded [][]byte
	seed   maphash.Seed
}

func newCanaries(words []string) (*canaries, error) {
	c := &canaries{words: words, seed: maphash.MakeSeed()}
	for _, w := range words {
		f, _ := fold([]byte(w), math.MaxInt-1)
		if utf8.RuneCount(f) < minWord {
			return nil, fmt.Errorf("word %q: fewer than %d letters, it would be found by chance", w, minWord)
		}
		c.folded = append(c.folded, f)
	}
	return c, nil
}

// hunt is the search of one file of the site.
type hunt struct {
	*canaries
	ctx    context.Context
	name   string
	script bool
	out    diag.List
	found  []bool
	seen   map[uint64]bool // texts that were looked at
	left   int64           // bytes that may still be unpacked
}

func (c *canaries) search(ctx context.Context, name string, data []byte) (diag.List, error) {
	ext := path.Ext(name)
	h := &hunt{canaries: c, ctx: ctx, name: name, script: ext == ".js" || ext == ".mjs",
		found: make([]bool, len(c.words)), seen: map[uint64]bool{}, left: maxUnpacked}
	h.text([]byte(name), []string{"en el nombre del archivo"}, 0)
	h.bytes(data, nil, 0)
	return h.out, ctx.Err()
}

// bytes searches a file, or what was packed in one. What it holds comes first,
// so that a name in an archive is told by its place in the archive.
func (h *hunt) bytes(data []byte, where []string, packed int) {
	if h.ctx.Err() != nil {
		return
	}
	h.unpack(data, where, packed)
	h.text(data, where, packed)
}

// maxEscapes is how many escapes may be one within another.
const maxEscapes = 3

// text searches a text as it is, and as each of the decoders reads it. In
// pictures and other files that are not text, chance makes escapes out of
// nothing, so there is only one to undo.
func (h *hunt) text(data []byte, where []string, packed int) {
	left := maxEscapes
	if bytes.IndexByte(data, 0) >= 0 {
		left = 1
	}
	h.decoded(data, where, packed, left)
}

func (h *hunt) decoded(data []byte, where []string, packed, left int) {
	sum := maphash.Bytes(h.seed, data)
	if h.seen[sum] || h.ctx.Err() != nil {
		return
	}
	h.seen[sum] = true
	h.match(data, where)
	if left == 0 {
		return
	}
	for _, d := range decoders {
		if out := d.decode(data); out != nil {
			h.decoded(out, append(slices.Clip(where), d.name), packed, left-1)
		}
	}
	if out := h.base64(data, where, packed); out != nil {
		h.decoded(out, append(slices.Clip(where), "en base64"), packed, left-1)
	}
}

// match notes the words that stand in a text. The first place of each will do.
func (h *hunt) match(data []byte, where []string) {
	folded, _ := fold(data, math.MaxInt-1)
	for i, word := range h.folded {
		if h.found[i] {
			continue
		}
		at := bytes.Index(folded, word)
		if at < 0 {
			continue
		}
		h.found[i] = true
		p := h.problem(fmt.Sprintf("contiene «%s», que no debe publicarse", h.words[i]), where)
		if len(where) == 0 {
			_, read := fold(data, at)
			_, size := utf8.DecodeLastRune(data[:read])
			c := start.to(data, read-size)
			p.Pos = diag.Pos{Line: c.line, Column: c.column}
		}
		h.out = append(h.out, p)
	}
}

func (h *hunt) problem(text string, where []string) diag.Problem {
	if len(where) > 0 {
		text += " (" + strings.Join(where, ", ") + ")"
	}
	return diag.Problem{File: h.name, Text: text, Hidden: true}
}
