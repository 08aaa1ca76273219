package build

import (
	"context"
	"io/fs"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/diag"
	"vitrina/internal/photos"
	"vitrina/internal/publish"
	"vitrina/internal/render"
	"vitrina/internal/site"
)

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
