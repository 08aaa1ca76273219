// Package sharecard draws the picture that stands for a practice where its
// address is shared: 1200 × 630 pixels, with the weave of the practice, its
// title, its place and its award.
//
// In: a Card, the words to show, and what its weave follows from. Out: its
// file name, which is known without drawing, and the bytes of a PNG. Equal
// Cards give equal bytes, with one release of Go.
//
// A card is flat: paper, three threads, two inks. So it is a PNG of 16 colours,
// which is sharp, and has less than half the bytes of a JPEG for a tenth of the
// work. A Painter remembers the shapes of letters, which take longest to draw, and
// how a card is best compressed, which is much the same for all.
//
// The package touches no file; Cache remembers cards through internal/keep.
package sharecard

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// The size of every card, in pixels: what services that show one ask for.
const (
	Width  = 1200
	Height = 630
)

// settings names the way in which cards are drawn. It is part of the published
// name: raise it whenever the same Card would give other bytes.
//
//	1: weave above, Liberation Serif and Sans, JPEG quality 75
//	2: JPEG quality 50
//	3: PNG of 16 colours
//	4: the same pixels, otherwise compressed
//	5: the same pixels, compressed in less time
const settings = "5"

// Card is all that a card shows. A text may be empty; its place stays free.
type Card struct {
	Slug  string // of the practice: names the file and varies the weave
	Title string // at most four lines
	Place string // "Quillarumi, Áncash"
	Award string // "Práctica ganadora · 2023"
	Label string // "Ejemplo", in a frame; "" for practices that are not
	Site  string // the name of the site

	Theme, Region string // of the weave: see weave.Of
}

// hash covers everything that the picture depends on but the release of Go.
func (c Card) hash() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		settings, c.Slug, c.Title, c.Place, c.Award, c.Label, c.Site, c.Theme, c.Region,
	}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// Name is the file name of the card, such as
// "agua-segura-1f0c9a7e.png": another Card, another name, so that it can be
// kept for ever.
func (c Card) Name() string { return c.Slug + "-" + c.hash()[:8] + ".png" }
