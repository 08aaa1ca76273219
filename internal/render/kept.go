package render

import (
	"bytes"
	"html/template"
	"sync"

	"vitrina/internal/site"
)

// Pages repeat themselves: thousands share a frame, and a practice is on a dozen
// lists. What is the same is executed once for each Site and kept. That halves
// the time that pages take; the bytes are those that a page would have made.

// kept is what is remembered of the newest Site. What belongs to a Site that is
// gone is dropped when a new one comes.
type kept struct {
	mu   sync.Mutex
	site *siteKept
}

// siteKept is what is remembered of one Site.
type siteKept struct {
	of     *site.Site
	frames sync.Map // aroundKey -> around
	cards  sync.Map // cardKey -> template.HTML
	bands  sync.Map // *site.Practice -> *cloth
	likes  likesOnce
	pieces sync.Map // pieceKey -> template.HTML
	sizes  sync.Map // address of a file that is made -> int64
}

func (k *kept) of(s *site.Site) *siteKept {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.site == nil || k.site.of != s {
		k.site = &siteKept{of: s}
	}
	return k.site
}

// around is the executed frame of the pages of one kind at one depth: what
// stands before and after their own matter.
type around struct {
	before, after []byte
}

// aroundKey is all that a frame depends on.
type aroundKey struct {
	kind site.Kind
	root string
	menu string // the address whose menu entry is current
}

// around executes the frame of a page, once for each kind, depth and menu entry.
func (r *Renderer) around(b *builder) (around, error) {
	key := aroundKey{b.route.Kind, b.root, b.menu()}
	if a, ok := b.kept.frames.Load(key); ok {
		return a.(around), nil
	}
	var before, after bytes.Buffer
	view := b.surround()
	if b.err != nil {
		return around{}, b.err
	}
	set := r.pages[string(b.route.Kind)]
	if err := set.ExecuteTemplate(&before, "marco", view); err != nil {
		return around{}, err
	}
	if err := set.ExecuteTemplate(&after, "pie", view); err != nil {
		return around{}, err
	}
	a := around{before.Bytes(), after.Bytes()}
	b.kept.frames.Store(key, a)
	return a, nil
}

// cardKey is all that a card depends on.
type cardKey struct {
	practice *site.Practice
	root     string
}

// cards are the cards of a list of practices, each executed once at a depth.
func (b *builder) cards(list []*site.Practice) []template.HTML {
	cards := make([]template.HTML, 0, len(list))
	for _, p := range list {
		key := cardKey{p, b.root}
		if c, ok := b.kept.cards.Load(key); ok {
			cards = append(cards, c.(template.HTML))
			continue
		}
		c := b.card(p)
		if b.err != nil {
			return nil
		}
		html := b.executeCard(c)
		if b.err != nil {
			return nil
		}
		b.kept.cards.Store(key, html)
		cards = append(cards, html)
	}
	return cards
}

// pieceKey is all that a piece of a page depends on.
type pieceKey struct {
	name, root string
	of         any // what it shows
}

// piece executes a partial that many pages show alike, once at a depth. of must
// be comparable, and view must follow from it.
func (b *builder) piece(name string, of any, view func() any) template.HTML {
	key := pieceKey{name, b.root, of}
	if p, ok := b.kept.pieces.Load(key); ok {
		return p.(template.HTML)
	}
	v := view()
	if b.err != nil {
		return ""
	}
	var out bytes.Buffer
	if err := b.r.common.ExecuteTemplate(&out, name, v); err != nil {
		b.err = err
		return ""
	}
	html := template.HTML(out.String()) // html/template has escaped it
	b.kept.pieces.Store(key, html)
	return html
}

// executeCard is the HTML of a card, which html/template has escaped.
func (b *builder) executeCard(c card) template.HTML {
	var out bytes.Buffer
	if err := b.r.common.ExecuteTemplate(&out, "tarjeta", c); err != nil && b.err == nil {
		b.err = err
	}
	return template.HTML(out.String())
}
