// Package build runs the stages in order: read the content, convert its
// Markdown, measure its photos, assemble the Site, and offer the whole output
// as a Tree that can be written or served.
//
// A Workspace owns the caches. Each holds what follows from one file alone, so
// reading a file again costs one parse and one conversion, whatever the size
// of the site; what depends on several files is made anew each time. The law
// that tests hold: after any series of edits, a Workspace that was told of them
// gives the same bytes as a fresh one.
package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/keep"
	"vitrina/internal/markdown"
	"vitrina/internal/photos"
	"vitrina/internal/sharecard"
	"vitrina/internal/site"
)

// Workspace is one source folder with what has been read of it. It is not safe
// for concurrent use; the Sites and Trees that it gives are.
type Workspace struct {
	source    fs.FS
	converter *markdown.Converter
	cache     *photos.Cache
	cards     *sharecard.Cache
	kept      keep.Folder // of both

	files     *content.Files
	converted map[string]converted          // by entry file
	documents map[string]*markdown.Document // the same, as the Site wants them
	pictures  map[string]measured           // by picture file
	downloads map[string]download           // by file that a page offers
	before    map[bool]*site.Site           // the newest: of what is public, and with more

	// photoSizes holds what the narrowest variant of a photo weighs, by its
	// name, which changes with its bytes. Trees use it from many goroutines.
	photoSizes sync.Map
}

// converted is the body of one file, in a site of that address, with what was
// wrong in it.
type converted struct {
	body     content.Body
	base     string
	problems diag.List
}

// measured is one picture with what Inspect said of it.
type measured struct {
	photo   photos.Photo
	refusal error
}

// Open returns a Workspace on a source folder, of which nothing is read yet.
// Encoded photos and drawn share cards are remembered in cacheDir, or nowhere when it is "".
func Open(source fs.FS, cacheDir string) *Workspace {
	return &Workspace{
		source:    source,
		converter: markdown.New(),
		cache:     photos.NewCache(cacheDir),
		cards:     sharecard.NewCache(cacheDir),
		kept:      keep.In(cacheDir),
		converted: map[string]converted{},
		documents: map[string]*markdown.Document{},
		pictures:  map[string]measured{},
		before:    map[bool]*site.Site{},
		downloads: map[string]download{},
	}
}

// Read reads the content: all of it the first time or when changed is nil,
// then only the changed files and folders (slash separated, relative to the
// source; they may be gone). The error is only that of a cancelled context.
func (w *Workspace) Read(ctx context.Context, changed []string) error {
	if w.files == nil || changed == nil {
		clear(w.pictures)
		clear(w.downloads)
		files, err := content.ReadAll(ctx, w.source)
		if err == nil {
			w.files = files
		}
		return err
	}
	touched := func(name string) bool {
		return slices.ContainsFunc(changed, func(c string) bool { return name == c || strings.HasPrefix(name, c+"/") })
	}
	maps.DeleteFunc(w.pictures, func(name string, _ measured) bool { return touched(name) })
	maps.DeleteFunc(w.downloads, func(name string, _ download) bool { return touched(name) })
	files, err := w.files.Reread(ctx, w.source, changed)
	if err == nil {
		w.files = files
	}
	return err
}

// Assemble converts and measures what is new and joins everything into a Site.
// The Site is there even when there are errors among the problems.
func (w *Workspace) Assemble(ctx context.Context, o site.Options) (site.Result, error) {
	entries, problems := w.files.Entries()
	found, err := w.convert(ctx, entries)
	if err != nil {
		return site.Result{}, err
	}
	problems = append(problems, found...)
	pictures, found, err := w.measure(ctx, entries)
	if err != nil {
		return site.Result{}, err
	}
	problems = append(problems, found...)
	more := len(o.Show) > 0
	sizes, disguised := w.weighDownloads(entries)
	result := site.Assemble(site.Input{
		Entries: entries, Documents: w.documents, Photos: pictures, Sizes: sizes, Disguised: disguised, Before: w.before[more],
	}, o)
	w.before[more] = result.Site
	if empty(entries) && !problems.HasErrors() {
		problems = append(problems, diag.Problem{File: "content", Text: "la carpeta no tiene ninguna entrada",
			Hint: "copie aquí las carpetas practicas/, municipalidades/, ediciones/ y temas/ con sus archivos"})
	}
	problems = o.MarkHidden(entries, problems)
	result.Problems = append(problems, result.Problems...).Sorted()
	return result, nil
}

// refused is why the cache folder does not remember what was made; nil when it
// does, or when there is none.
func (w *Workspace) refused() error {
	if err := cmp.Or(w.cache.Refused(), w.cards.Refused()); !errors.Is(err, keep.ErrNowhere) {
		return err
	}
	return nil
}

// sweep drops from the cache folder what was of no use for months. Only a build
// that added to it looks.
func (w *Workspace) sweep() {
	if w.cache.Stored() || w.cards.Drawn() > 0 {
		w.kept.Sweep(time.Now())
	}
}

// forget lets go of what only a later reading would need.
func (w *Workspace) forget() {
	w.files = nil
	clear(w.converted)
	clear(w.before)
}

// forgetTexts lets go of what only a search would still need of Sites that were
// assembled: a sixth of the memory in which pages are made.
func (w *Workspace) forgetTexts() {
	for _, d := range w.documents {
		d.Text = ""
	}
	clear(w.documents)
}

// empty reports whether a content folder holds nothing to publish: a site of
// nothing is a mistake of whoever runs the build, never what they want.
func empty(e *content.Entries) bool {
	return len(e.Practices)+len(e.Municipalities)+len(e.Editions)+len(e.Themes)+len(e.Goals)+len(e.Pages) == 0
}

// convert turns the bodies that are new or have changed into Documents.
func (w *Workspace) convert(ctx context.Context, entries *content.Entries) (diag.List, error) {
	type job struct {
		converted
		document *markdown.Document
	}
	var jobs []*job
	base := entries.Config.URL
	for _, body := range entries.Bodies {
		if old, ok := w.converted[body.File]; !ok || old.body != body || old.base != base {
			jobs = append(jobs, &job{converted: converted{body: body, base: base}})
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for batch := range slices.Chunk(jobs, 64) {
		g.Go(func() error {
			var text []byte
			for _, j := range batch {
				address, _ := markdown.AddressOf(j.body.File)
				text = append(text[:0], j.body.Text...)
				j.document, j.problems = w.converter.Convert(text, markdown.Options{
					File: j.body.File, Line: j.body.Line, Address: address, Base: base,
				})
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, j := range jobs {
		w.converted[j.body.File], w.documents[j.body.File] = j.converted, j.document
	}
	if count := len(entries.Bodies); len(w.converted) > count { // some files are gone
		here := make(map[string]bool, count)
		for _, body := range entries.Bodies {
			here[body.File] = true
		}
		maps.DeleteFunc(w.converted, func(file string, _ converted) bool { return !here[file] })
		maps.DeleteFunc(w.documents, func(file string, _ *markdown.Document) bool { return !here[file] })
	}
	var problems diag.List
	for _, c := range w.converted {
		problems = append(problems, c.problems...)
	}
	return problems, nil
}

// measure inspects the pictures that practices name, in their frontmatter and
// in their text, and reports those that cannot be published.
func (w *Workspace) measure(ctx context.Context, entries *content.Entries) (map[string]photos.Photo, diag.List, error) {
	out := map[string]photos.Photo{}
	types := content.ImageTypes()
	var problems diag.List
	for _, p := range entries.Practices {
		if len(p.Files) == 0 {
			continue
		}
		named := map[string]diag.Pos{}
		if doc := w.documents[p.File]; doc != nil {
			for _, img := range doc.Images {
				named[img.Name] = img.Pos
			}
		}
		for _, img := range p.Images {
			named[img.File.ID] = img.File.At
		}
		for _, name := range p.Files {
			at, ok := named[name]
			if !ok || !slices.Contains(types, strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))) {
				continue // not named, or refused by its name
			}
			file := p.Beside(name)
			m, ok := w.pictures[file]
			if !ok {
				if err := ctx.Err(); err != nil {
					return nil, nil, err
				}
				m = w.inspect(p.Slug, file)
				w.pictures[file] = m
			}
			if m.refusal != nil {
				problems = append(problems, refused(p.File, at, name, m.refusal))
				continue
			}
			out[file] = m.photo
		}
	}
	return out, problems, nil
}

// maxPhoto is the most bytes a picture may have on disk.
const maxPhoto = 40_000_000

func (w *Workspace) inspect(slug, file string) measured {
	info, err := fs.Stat(w.source, file)
	if err != nil {
		return measured{refusal: err}
	}
	if info.Size() > maxPhoto {
		return measured{refusal: &photos.Refusal{
			Kind: photos.ErrTooLarge, Text: fmt.Sprintf("la imagen pesa %d MB; lo más es %d", (info.Size()+999_999)/1_000_000, maxPhoto/1_000_000),
			Hint: "redúzcala, por ejemplo a 3000 píxeles de ancho",
		}}
	}
	data, err := fs.ReadFile(w.source, file)
	if err != nil {
		return measured{refusal: err}
	}
	photo, err := photos.Inspect(slug+"-"+path.Base(file), data)
	return measured{photo, err}
}

// refused says to the editor why a picture cannot be published.
func refused(file string, at diag.Pos, name string, err error) diag.Problem {
	p := diag.Problem{File: file, Pos: at, Key: "imagenes", Text: fmt.Sprintf("imagen «%s»: no se puede leer", name), Hint: "revise los permisos del archivo"}
	if r, ok := errors.AsType[*photos.Refusal](err); ok {
		p.Text, p.Hint = fmt.Sprintf("imagen «%s»: %s", name, r.Text), r.Hint
	}
	return p
}
