package render

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"sync"

	"vitrina/internal/site"
)

// Pages repeat themselves: thousands share a frame, and a practice is on a dozen
// lists. What is the same is made once for each Site and kept; the bytes are those
// that a page would have made.

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
	cards  sync.Map // *site.Practice -> rooted
	rows   sync.Map // the same, of the table that compares
	bands  sync.Map // *site.Practice -> template.HTML, its band
	likes  likesOnce
	pieces sync.Map  // pieceKey -> template.HTML
	sizes  sync.Map  // address of a file that is made -> int64
	made   sync.Map  // the same -> []byte, until it is written
	sheets sync.Pool // of *bytes.Buffer, which partials are written on
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

// rooted is HTML whose links begin at the site's root, cut where the way to the
// root belongs.
type rooted []string

// linkAttributes are those that lead to another file. Their quotes cannot come
// from a text: html/template writes a quote in a text as a character reference.
var linkAttributes = regexp.MustCompile(` (?:href|src)="`)

func newRooted(html string) rooted {
	var pieces rooted
	from := 0
	for _, at := range linkAttributes.FindAllStringIndex(html, -1) {
		pieces = append(pieces, html[from:at[1]])
		from = at[1]
	}
	return append(pieces, html[from:])
}

// write writes the HTML for a page from which root leads to the site's root.
func (r rooted) write(out *strings.Builder, root string) {
	for i, piece := range r {
		if i > 0 {
			out.WriteString(root)
		}
		out.WriteString(piece)
	}
}

// size is how many bytes write writes.
func (r rooted) size(root string) int {
	n := (len(r) - 1) * len(root)
	for _, piece := range r {
		n += len(piece)
	}
	return n
}

// cards are the cards of a list of practices, each executed once for the site.
func (b *builder) cards(list []*site.Practice) template.HTML {
	return b.each(&b.kept.cards, "tarjeta", list, func(top *builder, p *site.Practice) any { return top.card(p) })
}

// each executes a partial for each practice of a list, once for the site. view
// is asked by a builder at the site's root.
func (b *builder) each(kept *sync.Map, partial string, list []*site.Practice, view func(*builder, *site.Practice) any) template.HTML {
	pieces, size := make([]rooted, len(list)), 0
	for i, p := range list {
		c, ok := kept.Load(p)
		if !ok {
			top := *b
			top.root = ""
			v := view(&top, p)
			if b.err = top.err; b.err != nil {
				return ""
			}
			html := b.fill(partial, v)
			if b.err != nil {
				return ""
			}
			c = newRooted(string(html))
			kept.Store(p, c)
		}
		pieces[i] = c.(rooted)
		size += pieces[i].size(b.root)
	}
	var out strings.Builder
	out.Grow(size)
	for _, p := range pieces {
		p.write(&out, b.root)
	}
	return template.HTML(out.String())
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
	html := b.partial(name, v)
	if b.err != nil {
		return ""
	}
	b.kept.pieces.Store(key, html)
	return html
}

// partial is the HTML of a partial, which html/template has escaped.
func (b *builder) partial(name string, view any) template.HTML {
	out, _ := b.kept.sheets.Get().(*bytes.Buffer)
	if out == nil {
		out = new(bytes.Buffer)
	}
	defer b.kept.sheets.Put(out)
	out.Reset()
	if b.r.common.Lookup(name) == nil && b.err == nil {
		b.err = fmt.Errorf("plantillas: falta la pieza {{define %q}}; compare las suyas con las que trae el programa", name)
		return ""
	}
	if err := b.r.common.ExecuteTemplate(out, name, view); err != nil && b.err == nil {
		b.err = err
	}
	return template.HTML(out.String())
}
