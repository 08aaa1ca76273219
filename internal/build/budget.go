package build

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/diag"
	"vitrina/internal/site"
	"vitrina/internal/weight"
)

// What a page may weigh on the way to a reader, in bytes, compressed. A first
// visit is the page with its styles and scripts, without photos.
const (
	maxHTML      = 14_000
	maxVisit     = 30_000
	maxHomeVisit = 40_000 // also of the search page, which carries the search
)

// maxHeavy is how many pages that are too heavy are named one by one.
const maxHeavy = 20

// budgets weighs pages as they are made, from many goroutines, and remembers
// those that are too heavy.
type budgets struct {
	site            *site.Site
	exact           bool // every page is weighed; else those that may well be too heavy
	scale           weight.Scale
	styles, scripts int // compressed; what every page needs
	search          int // the script of the search page
	likeness        int // the one that finds a municipality by name

	mu      sync.Mutex
	heavy   []diag.Problem
	longest []longPage // at most maxLongest, the longest first
}

func newBudgets(ctx context.Context, s *site.Site, look *Look, exact bool) (*budgets, error) {
	b := &budgets{site: s, exact: exact}
	for _, f := range look.files {
		data, err := f.Make(ctx)
		if err != nil {
			return nil, err
		}
		switch {
		case f.Name == look.names.CSS:
			b.styles = b.scale.Of(data)
		case f.Name == look.names.JS, f.Name == look.names.Early:
			b.scripts += b.scale.Of(data)
		case f.Name == look.searchPage:
			b.search = b.scale.Of(data)
		case f.Name == look.names.Likeness:
			b.likeness = b.scale.Of(data)
		}
	}
	return b, nil
}

// weigh looks at one page. HTML is compressed to a third of its length, so what is
// shorter than twice the limit passes at a glance, unless weights must be exact: to
// weigh all pages takes a twentieth of the time of a build.
func (b *budgets) weigh(route site.Route, page []byte) {
	visit, scripts := maxVisit, b.scripts
	switch route.Kind {
	case site.KindHome:
		visit = maxHomeVisit
	case site.KindDepartmentBooklet, site.KindThemeBooklet:
		return // all practices of a place on one page, to print
	case site.KindLike:
		scripts += b.likeness
	case site.KindSearch:
		visit, scripts = maxHomeVisit, scripts+b.search
	}
	b.remember(route, page)
	limit := max(1, visit-b.styles-scripts)
	if route.Kind != site.KindHome {
		limit = min(maxHTML, limit)
	}
	if !b.exact && len(page) <= 2*limit {
		return
	}
	n, over := b.scale.Over(page, limit)
	if !over {
		return
	}
	p := b.problem(route)
	explain(&p, route, load{n, n - b.scale.Of(withoutDrawings(page)), b.styles, scripts}, visit)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heavy = append(b.heavy, p)
}

// load is what a first visit to a page carries, in bytes, compressed.
type load struct {
	html, drawings  int // the drawings are part of the HTML
	styles, scripts int
}

// explain says of a page that is too heavy what weighs and what can be done.
func explain(p *diag.Problem, route site.Route, l load, visit int) {
	causes := "HTML " + weight.Kilobytes(l.html)
	if l.drawings > 0 {
		causes += fmt.Sprintf(" (dibujos SVG %s)", weight.Kilobytes(l.drawings))
	}
	causes += fmt.Sprintf(", estilos %s, guiones %s", weight.Kilobytes(l.styles), weight.Kilobytes(l.scripts))
	if total := l.html + l.styles + l.scripts; total > visit {
		p.Text = fmt.Sprintf("la página %s pesa %s en la primera visita, sin fotos, y el límite es %s: %s",
			route.Address(), weight.Kilobytes(total), weight.Kilobytes(visit), causes)
	} else {
		p.Text = fmt.Sprintf("el HTML de la página %s pesa %s comprimido y el límite es %s: %s",
			route.Address(), weight.Kilobytes(l.html), weight.Kilobytes(maxHTML), causes)
	}
	switch {
	case l.styles+l.scripts > visit-maxHTML:
		p.Hint = "aligere los estilos y los guiones de static/"
	case l.drawings > l.html/3:
		p.Hint = "simplifique los dibujos de la página"
	case strings.HasSuffix(p.File, ".md"):
		p.Hint = "acorte el texto, o pase una parte a un archivo en «materiales»"
	default:
		p.Hint = "reparta su contenido en varias páginas"
	}
}

// heavyPages makes every page of a Site and says which are too heavy.
func (w *Workspace) heavyPages(ctx context.Context, s *site.Site, look *Look, found *Found) (diag.List, error) {
	weights, err := newBudgets(ctx, s, look, true)
	if err != nil {
		return nil, err
	}
	renderer := look.withPhotos(w).withSearch(found).renderer
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for batch := range slices.Chunk(s.Routes(), 64) {
		g.Go(func() error {
			var page []byte
			var err error
			for _, route := range batch {
				if page, err = renderer.AppendPage(page[:0], s, route); err != nil {
					return err
				}
				weights.weigh(route, page)
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return weights.problems(false), nil
}

// problem names the file that a page is written in, or the page itself when it
// is a list of others. Drafts are on the site only when somebody asked for them;
// what else is not public stays unnamed.
func (b *budgets) problem(route site.Route) diag.Problem {
	s := b.site
	p := diag.Problem{File: route.File(), Severity: diag.Warning}
	entry := func(file string) {
		if strings.HasSuffix(file, ".md") { // a row of the registry is no one's text
			p.File = file
		}
	}
	switch route.Kind {
	case site.KindPractice:
		x := s.Practice(route.ID)
		entry(x.Entry.File)
		p.Hidden = x.State != site.Public && x.State != site.Draft
	case site.KindMunicipality:
		entry(s.Municipality(route.ID).Entry.File)
	case site.KindLiaison:
		entry(s.Liaison(route.ID).Entry.File)
	case site.KindPage:
		entry(s.Page(route.ID).Entry.File)
	}
	return p
}

// problems are the pages that are too heavy, the first by name one by one.
func (b *budgets) problems(strict bool) diag.List {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := diag.List(b.heavy).Sorted()
	if rest := len(list) - maxHeavy; rest > 0 {
		list = append(slices.Clip(list[:maxHeavy]), diag.Problem{
			Severity: diag.Warning, Text: fmt.Sprintf("otras %d páginas pesan más de lo permitido", rest),
		})
	}
	if strict {
		for i := range list {
			list[i].Severity = diag.Error
		}
	}
	return list
}

// withoutDrawings is a page without its svg elements.
func withoutDrawings(page []byte) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(page, []byte("<svg"))
		out = append(out, before...)
		if !found {
			return out
		}
		_, page, _ = bytes.Cut(rest, []byte("</svg>"))
	}
}
