package sharecard

import (
	"fmt"
	"image"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// typeface is a font at one size. It remembers the letters that it has drawn:
// Spanish needs about a hundred, and each is drawn once and not once a card.
type typeface struct {
	size   int // pixels
	ascent int // of a capital letter
	in     *shades

	mu      sync.RWMutex // a font.Face is for one goroutine
	face    font.Face
	letters map[rune]*letter
	kerns   map[[2]rune]fixed.Int26_6
}

// letter is the shape of a letter in its shades.
type letter struct {
	box     image.Rectangle // relative to where it stands
	words   int             // of a row, as in pixels
	rows    []uint64
	advance fixed.Int26_6
}

// mostLetters bounds what a typeface remembers: a site may be written in any
// alphabet, and no card needs the letters of another.
const mostLetters = 2000

func newTypeface(f *opentype.Font, size int, in *shades) (*typeface, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("font at %d pixels: %w", size, err)
	}
	t := &typeface{size: size, in: in, face: face, letters: map[rune]*letter{}, kerns: map[[2]rune]fixed.Int26_6{}}
	t.ascent = -t.letter('H').box.Min.Y
	return t, nil
}

func (t *typeface) letter(r rune) *letter {
	t.mu.RLock()
	l := t.letters[r]
	t.mu.RUnlock()
	if l != nil {
		return l
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	box, mask, at, advance, _ := t.face.Glyph(fixed.Point26_6{}, r) // a letter that the font lacks is its empty box
	l = &letter{box: box, words: (box.Dx() + wordPixels - 1) / wordPixels, advance: advance}
	if alpha, ok := mask.(*image.Alpha); ok {
		l.rows = make([]uint64, l.words*box.Dy())
		for y := range box.Dy() {
			for x := range box.Dx() {
				shade := t.in.of[alpha.AlphaAt(at.X+x, at.Y+y).A]
				l.rows[y*l.words+x/wordPixels] |= uint64(shade) << (60 - 4*(x%wordPixels))
			}
		}
	}
	if len(t.letters) < mostLetters {
		t.letters[r] = l
	}
	return l
}

func (t *typeface) kern(a, b rune) fixed.Int26_6 {
	pair := [2]rune{a, b}
	t.mu.RLock()
	k, ok := t.kerns[pair]
	t.mu.RUnlock()
	if ok {
		return k
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	k = t.face.Kern(a, b)
	if len(t.kerns) < 8*mostLetters {
		t.kerns[pair] = k
	}
	return k
}

// each calls f for every letter of a line with the place where it stands, and
// returns the width of the line.
func (t *typeface) each(s string, f func(*letter, fixed.Int26_6)) fixed.Int26_6 {
	var x fixed.Int26_6
	var before rune
	for _, r := range s {
		if before != 0 {
			x += t.kern(before, r)
		}
		l := t.letter(r)
		f(l, x)
		x += l.advance
		before = r
	}
	return x
}

func (t *typeface) width(s string) int {
	return t.each(s, func(*letter, fixed.Int26_6) {}).Ceil()
}

// clean prepares a text to be set: accents on their letters, nothing that
// cannot be seen or that turns a line around, one space between words.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// setting is a text that is set in one line: where each letter begins and ends.
type setting struct {
	text         []rune
	starts, ends []fixed.Int26_6
}

func (t *typeface) set(s string) setting {
	l := setting{text: []rune(s)}
	t.each(s, func(one *letter, at fixed.Int26_6) {
		l.starts, l.ends = append(l.starts, at), append(l.ends, at+one.advance)
	})
	return l
}

// width is that of the letters from one up to, and without, another that comes
// after it, set by themselves.
func (l setting) width(from, to int) int { return (l.ends[to-1] - l.starts[from]).Ceil() }

// wrap breaks a text into lines of at most width pixels, between words, and within
// one that is longer than a line. The text must be clean: see clean.
func (l setting) wrap(width int) []string {
	var lines []string
	first, last := 0, 0 // of the letters of a line, and the one after them
	add := func(from, to int) { lines = append(lines, string(l.text[from:to])) }
	for from, to := 0, 0; from < len(l.text); from = to + 1 {
		to = from
		for to < len(l.text) && l.text[to] != ' ' {
			to++
		}
		if l.width(first, to) <= width {
			last = to
			continue
		}
		if first < last {
			add(first, last)
		}
		for first = from; l.width(first, to) > width; first = last {
			for last = first + 1; last < to && l.width(first, last+1) <= width; {
				last++
			}
			if last == to {
				break // one letter wider than the line
			}
			add(first, last)
		}
		last = to
	}
	if first < last {
		add(first, last)
	}
	return lines
}

// balance makes the lines of a text about equally long, without more of them.
func (l setting) balance(width int) []string {
	lines := l.wrap(width)
	low, high := width/2, width
	for high-low > 8 {
		middle := (low + high) / 2
		if narrow := l.wrap(middle); len(narrow) <= len(lines) {
			high, lines = middle, narrow
		} else {
			low = middle
		}
	}
	return lines
}

// cut shortens a line until it fits with an ellipsis.
func (t *typeface) cut(s string, width int) string {
	if t.width(s) <= width {
		return s
	}
	r := []rune(s)
	near := 0 // the letters that begin within the line, or just after it
	t.each(s, func(_ *letter, at fixed.Int26_6) {
		if at.Floor() <= width+t.size {
			near++
		}
	})
	r = r[:near]
	for len(r) > 0 && t.width(strings.TrimRight(string(r), " ,;:.")+"…") > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ,;:.") + "…"
}
