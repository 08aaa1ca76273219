package build

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/assets"
	"vitrina/internal/diag"
	"vitrina/internal/photos"
	"vitrina/internal/publish"
	"vitrina/internal/render"
	"vitrina/internal/site"
)

// Look is how the site looks: its templates, and its styles and scripts as they
// are published. It does not depend on the content.
type Look struct {
	renderer *render.Renderer
	files    []publish.File
	names    render.Assets // of the files that every page needs
	// searchPage is the published script of the search page; searchClient the
	// module that others may load.
	searchPage   string
	searchClient []byte
	*trouble     // that its templates gave on some page
}

// NewLook loads a templates folder and bundles a static folder.
func NewLook(templates, static fs.FS) (*Look, error) {
	s, err := newStyles(static)
	if err != nil {
		return nil, err
	}
	return s.look(templates)
}

// styles are the files that a static folder is published as.
type styles struct {
	files        []publish.File
	names        render.Assets
	searchPage   string
	searchClient []byte
}

func newStyles(static fs.FS) (*styles, error) {
	bundle, err := assets.Build(static, []assets.Entry{
		{Path: "css/sitio.css"},
		{Path: "js/sitio.js", Format: assets.Classic},
		{Path: "js/ahorro.js", Format: assets.Classic},
		{Path: "js/search/index.js", Format: assets.Classic}, // a module would not load from a disk
		{Path: "js/parecidas/index.js", Format: assets.Classic},
	})
	if err != nil {
		return nil, err
	}
	client, err := assets.Build(static, []assets.Entry{{Path: "js/search/cliente.js", Format: assets.Module}})
	if err != nil {
		return nil, err
	}
	plain, err := assets.Plain(static, treatment)
	if err != nil {
		return nil, err
	}
	s := &styles{}
	for _, f := range append(bundle.Files, plain.Files...) {
		s.files = append(s.files, publish.File{Name: f.Name, Make: ready(f.Data)})
	}
	missing := ""
	published := func(source string) string {
		for _, b := range []*assets.Bundle{bundle, plain} {
			if name, ok := b.Path(source); ok {
				return name
			}
		}
		missing = source
		return ""
	}
	s.names = render.Assets{
		CSS: published("css/sitio.css"), JS: published("js/sitio.js"),
		Early: published("js/ahorro.js"),
		Icon:  published("img/icono.svg"), ShareImage: published("img/compartir.jpg"),
		Likeness: published("js/parecidas/index.js"),
	}
	for _, f := range plain.Files {
		if !strings.HasPrefix(f.Name, assets.Folder+"/") {
			s.names.Kept = append(s.names.Kept, f.Name)
		}
	}
	s.searchPage = published("js/search/index.js")
	if missing != "" {
		return nil, fmt.Errorf("falta el archivo static/%s", missing)
	}
	for _, f := range client.Files {
		s.searchClient = f.Data // the one file, at an address that never changes
	}
	return s, nil
}

// look joins the styles with a templates folder.
func (s *styles) look(templates fs.FS) (*Look, error) {
	renderer, err := render.New(templates, s.names)
	return &Look{renderer: renderer, files: s.files, names: s.names, searchPage: s.searchPage, searchClient: s.searchClient, trouble: new(trouble)}, err
}

// treatment says what happens to the files of static/ that are not bundled:
// pictures get a hash in their name, files at the top stay as they are.
func treatment(name string) assets.Treatment {
	switch folder, _, inFolder := strings.Cut(name, "/"); {
	case !inFolder || folder == ".well-known":
		return assets.Keep
	case folder == "img":
		return assets.Hash
	}
	return assets.Skip
}

func ready(data []byte) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return data, nil }
}

// Tree is the whole output of a Site, with its search when found is not nil, as
// files that are made when they are opened. Pages and what is made from the
// entries stay what they are when the content changes; photos and downloads are
// read from the source when they are opened, and are what is there then.
func (w *Workspace) Tree(s *site.Site, look *Look, found *Found) (*publish.Tree, error) {
	return w.tree(s, look, found, func(site.Route, []byte) {})
}

// tree is Tree, whose pages are shown to seen when they are made.
func (w *Workspace) tree(s *site.Site, look *Look, found *Found, seen func(site.Route, []byte)) (*publish.Tree, error) {
	look = look.withPhotos(w)
	files := append([]publish.File(nil), look.files...)
	if found != nil {
		look = look.withSearch(found)
		files = append(files, found.files...)
	}
	for _, route := range s.Routes() {
		files = append(files, publish.File{Name: route.File(), Append: func(_ context.Context, buf []byte) ([]byte, error) {
			page, err := look.renderer.AppendPage(buf, s, route)
			if err == nil {
				seen(route, page)
			}
			return page, err
		}})
	}
	for _, f := range look.renderer.MachineFiles(s) {
		files = append(files, publish.File{Name: f.Name, Make: func(context.Context) ([]byte, error) { return f.Make() }})
	}
	sizes := map[string]bool{} // names carry the hash of the original: equal names, equal bytes
	for _, p := range s.Practices {
		for _, img := range p.Images {
			for _, v := range img.Photo.Variants {
				if sizes[v.Name] {
					continue
				}
				sizes[v.Name] = true
				files = append(files, publish.File{Name: render.PhotoAddress(v)[1:], Make: func(ctx context.Context) ([]byte, error) {
					return w.variant(ctx, img.File, img.Photo, v)
				}})
			}
		}
		card := look.renderer.ShareCard(s, p)
		files = append(files, publish.File{Name: render.ShareAddress(card)[1:], Append: func(ctx context.Context, buf []byte) ([]byte, error) {
			return w.cards.Get(ctx, card, buf)
		}})
		for _, d := range p.Downloads {
			source := p.Entry.Beside(d.Name)
			files = append(files, publish.File{Name: p.Address[1:] + d.Name, Make: func(context.Context) ([]byte, error) {
				return fs.ReadFile(w.source, source)
			}})
		}
	}
	return publish.NewTree(files)
}

func (w *Workspace) variant(ctx context.Context, source string, p photos.Photo, v photos.Variant) ([]byte, error) {
	data, err := fs.ReadFile(w.source, source)
	if err != nil {
		return nil, err
	}
	return w.cache.Variant(ctx, data, p, v)
}

// Photos makes every size of every photo of a Site, so that a damaged picture
// is told to its editor before anything is written. With a cache folder the
// sizes are remembered, and the pages that are written next find them there.
// Progress, when not nil, is told how many are done.
func (w *Workspace) Photos(ctx context.Context, s *site.Site, progress func(done, total int)) (diag.List, error) {
	found := make([]diag.List, len(s.Practices))
	var done atomic.Int64
	total := 0
	for _, p := range s.Practices {
		total += len(p.Images)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range s.Practices {
		if len(p.Images) == 0 {
			continue
		}
		g.Go(func() error {
			for _, img := range p.Images {
				data, err := fs.ReadFile(w.source, img.File)
				if err == nil {
					var sizes [][]byte
					if sizes, err = w.cache.Variants(ctx, data, img.Photo); err == nil {
						w.photoSizes.Store(img.Photo.Variants[0].Name, int64(len(sizes[0])))
					}
				}
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if n := done.Add(1); progress != nil {
					progress(int(n), total)
				}
				if err != nil {
					found[i] = append(found[i], refused(p.Entry.File, img.Entry.File.At, img.Entry.File.ID, err))
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var problems diag.List
	for _, l := range found {
		problems = append(problems, l...)
	}
	return problems, nil
}
