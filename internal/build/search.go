package build

import (
	"context"

	"vitrina/internal/publish"
	"vitrina/internal/render"
	"vitrina/internal/search"
	"vitrina/internal/site"
)

// searchFolder is where the published index stands.
const searchFolder = "busqueda/"

// Found is what the search of one Site adds to its output: the files of the
// index, and what the search page says of it.
type Found struct {
	files []publish.File
	page  render.Search
	index *search.Index
}

// NewFound builds the index of a Site.
func NewFound(ctx context.Context, s *site.Site, look *Look) (*Found, error) {
	docs, o := search.FromSite(s, look.renderer.Text)
	index, err := search.Build(ctx, docs, o)
	if err != nil {
		return nil, err
	}
	f := &Found{page: render.Search{Head: index.Head(), Script: look.searchPage}, index: index}
	for _, file := range index.Files() {
		f.files = append(f.files, publish.File{Name: searchFolder + file.Name, Make: ready(file.Data)})
	}
	f.files = append(f.files, publish.File{Name: searchFolder + "cliente.js", Make: ready(look.searchClient)})
	for _, c := range index.Counts() {
		facet := render.SearchFacet{Key: c.Key, Label: c.Label}
		for i, v := range c.Values {
			if c.Docs[i] > 0 {
				facet.Values = append(facet.Values, render.NewSearchValue(v.ID, v.Label, c.Docs[i]))
			}
		}
		if len(facet.Values) > 0 {
			f.page.Facets = append(f.page.Facets, facet)
		}
	}
	return f, nil
}

// OnDisk is the index once more, as scripts, for a copy of the site that is
// opened from a disk: there a page can load nothing else. A site on the web
// does not have them, because they weigh as much as the index itself.
func (f *Found) OnDisk() []publish.File {
	var files []publish.File
	for _, file := range f.index.Wrapped() {
		files = append(files, publish.File{Name: searchFolder + file.Name, Make: ready(file.Data)})
	}
	return files
}

// withSearch is the look of a Site whose search is known.
func (l *Look) withSearch(f *Found) *Look {
	return &Look{
		renderer: l.renderer.WithSearch(f.page), files: l.files, names: l.names,
		searchPage: l.searchPage, searchClient: l.searchClient,
	}
}

// Hit is one answer of Query.
type Hit struct {
	URL     string  `json:"url"` // its address: "/practicas/agua/"
	Kind    string  `json:"clase"`
	Title   string  `json:"titulo"`
	Place   string  `json:"lugar,omitempty"`
	Summary string  `json:"resumen,omitempty"`
	Score   float64 `json:"puntaje"`
}

// Query asks a bleve index of the content, in which nothing hidden is. It
// returns at most limit hits, best first, and how many there are in all. The
// content may have errors; what is broken is not found.
func Query(ctx context.Context, o Options, text string, limit int) ([]Hit, int, error) {
	w := Open(o.Source, o.CacheDir)
	if err := w.Read(ctx, nil); err != nil {
		return nil, 0, err
	}
	result, err := w.Assemble(ctx, o.Site)
	if err != nil {
		return nil, 0, err
	}
	docs, options := search.FromSite(result.Site, func(key string) string { return key })
	index, err := search.OpenMemory(ctx, docs, options)
	if err != nil {
		return nil, 0, err
	}
	defer index.Close()
	found, total, err := index.Query(ctx, text, limit)
	hits := make([]Hit, len(found))
	for i, h := range found {
		hits[i] = Hit{"/" + h.URL, h.Kind, h.Title, h.Place, h.Summary, h.Score}
	}
	return hits, total, err
}
