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

	mu      sync.RWMutex // a font.Face is for one goroutine
	face    font.Face
	letters map[rune]*letter
	kerns   map[[2]rune]fixed.Int26_6
}

// letter is the shape of a letter: how much of each pixel it covers.
type letter struct {
	box     image.Rectangle // relative to where it stands
	cover   []uint8
	advance fixed.Int26_6
}

// mostLetters bounds what a typeface remembers: a site may be written in any
// alphabet, and no card needs the letters of another.
const mostLetters = 2000

func newTypeface(f *opentype.Font, size int) (*typeface, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("font at %d pixels: %w", size, err)
	}
	t := &typeface{size: size, face: face, letters: map[rune]*letter{}, kerns: map[[2]rune]fixed.Int26_6{}}
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
	l = &letter{box: box, advance: advance}
	if alpha, ok := mask.(*image.Alpha); ok {
		l.cover = make([]uint8, 0, box.Dx()*box.Dy())
		for y := range box.Dy() {
			from := alpha.PixOffset(at.X, at.Y+y)
			l.cover = append(l.cover, alpha.Pix[from:from+box.Dx()]...)
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

// wrap breaks a text into lines of at most width pixels, between words, and
// within one that is longer than a line.
func (t *typeface) wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if with := strings.TrimSpace(line + " " + word); t.width(with) <= width {
			line = with
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for t.width(line) > width {
			fits := ""
			for _, r := range line {
				if fits != "" && t.width(fits+string(r)) > width {
					break
				}
				fits += string(r)
			}
			if fits == line {
				break // one letter wider than the line
			}
			lines, line = append(lines, fits), line[len(fits):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// balance makes the lines of a text about equally long, without more of them.
func (t *typeface) balance(s string, width int) []string {
	lines := t.wrap(s, width)
	low, high := width/2, width
	for high-low > 8 {
		middle := (low + high) / 2
		if narrow := t.wrap(s, middle); len(narrow) <= len(lines) {
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
