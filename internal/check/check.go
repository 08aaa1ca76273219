// Package check inspects a finished static site and says, in Spanish, what a
// reader, a search engine or a browser would stumble on.
//
// In goes any fs.FS that holds the site (the output Tree, a folder, a travelling
// edition) and the address it is meant for. Out comes a sorted list of
// problems, each with the name of the output file and, when it is known, the
// line and column. The package does not know how the site was made: it reads
// names and bytes, as a host and a browser do, and never changes anything.
//
// What Site holds a site to:
//
//   - Addresses. Whatever a page, style sheet, picture, feed, sitemap, host file
//     or open data names inside the site is a file of it, and each #fragment is
//     an id there. Links between pages are relative, so that the site works at
//     any base path; canonical, og:*, JSON-LD, feeds and the sitemap are
//     absolute. 404.html is served at any depth and uses absolute paths only.
//   - Pages. Language, title, description, one h1, headings without gaps, ids
//     that are unique and exist where they are named, alt and size of pictures,
//     header cells of tables, names of links and buttons, tags that nest.
//   - Safety. No inline script, style or handler, no address that runs or
//     embeds, no frame, nothing fetched from another host.
//   - Machines. Atom feeds, sitemap, robots.txt, _redirects, _headers with a
//     content security policy, JSON.
//   - Weight, if Options.MaxHTML asks for it, as a warning.
//
// Pages are read with a tokenizer, which knows where each tag stands and needs
// no tree. That is only sound while tags nest as the parser of a browser would
// nest them, so tags that do not are themselves problems (nesting.go,
// foreign.go), and a fuzz test compares what is seen here with a full parser.
//
// Each file is opened once, by one of GOMAXPROCS workers, and forgotten when it
// has been read: of a page stay the hashes of its ids and its links to the ids
// of other pages, which are settled at the end. So memory grows by some
// hundreds of bytes a page.
//
// Contains is the other tool: it looks for words that must not be in the site,
// however they are packed or written.
package check

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// Options say what the site is held to.
type Options struct {
	// BaseURL is the public address of the site's root, "https://host/path/".
	BaseURL string
	// MaxHTML is the most bytes that the HTML of a page may take when it is
	// compressed; pages above it are warned of. 0 asks for no check.
	MaxHTML int
	// Long names the pages that are long on purpose, whose weight is not
	// looked at; nil for none.
	Long func(name string) bool
}

// Site inspects a whole site. The error is about what could not be read or an
// address that is none; everything else is a problem.
func Site(ctx context.Context, fsys fs.FS, o Options) (diag.List, error) {
	b, err := parseBase(o.BaseURL)
	if err != nil {
		return nil, err
	}
	x, odd, err := newIndex(ctx, fsys, b)
	if err != nil {
		return nil, err
	}
	results := make([]result, len(x.names))
	weight, weightless := newScale(o.MaxHTML), newScale(0)
	err = forEach(ctx, len(x.names), func(i int) error {
		if !inspected(x.names[i]) {
			return nil
		}
		data, err := fs.ReadFile(fsys, x.names[i])
		if err != nil {
			return fmt.Errorf("check %s: %w", x.names[i], err)
		}
		scale := weight
		if o.Long != nil && o.Long(x.names[i]) {
			scale = weightless
		}
		inspect(x, int32(i), data, scale, &results[i])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return append(settle(x, results), odd...).Sorted(), nil
}

// result is what is kept of a file once it has been read.
type result struct {
	found []finding
	more  int // problems beyond maxPerFile
	// ids are the hashes of the ids that a fragment can lead to, sorted.
	ids       []uint64
	fragments []fragment
	// indexable pages are those that search engines may show.
	indexable bool
	listed    []listing  // of a sitemap
	redirects []redirect // of _redirects
}

// finding is a problem, and the address that it misses if that is what it is
// about: what could have been meant is looked up at the end, for a few.
type finding struct {
	diag.Problem
	missing string
}

// maxPerFile bounds what is said of one file. The rest is counted.
const maxPerFile = 100

// file is a file while it is being inspected.
type file struct {
	*result
	x      *index
	id     int32
	name   string
	served string // its address below the base: "practicas/agua/"
	data   []byte
	seen   cursor
}

func inspected(name string) bool {
	switch path.Ext(name) {
	case ".html", ".htm", ".css", ".svg", ".xml", ".json", ".geojson", ".webmanifest":
		return true
	}
	return name == "robots.txt" || name == headersFile || name == redirectsFile
}

func inspect(x *index, id int32, data []byte, weight *scale, r *result) {
	f := &file{result: r, x: x, id: id, name: x.names[id], served: served(x.names[id]), data: data, seen: start}
	if at := invalidUTF8(data); at >= 0 {
		f.report(at, "el archivo no es texto UTF-8 válido", "")
	}
	switch ext := path.Ext(f.name); {
	case ext == ".html" || ext == ".htm":
		f.page()
		weight.weigh(f)
	case ext == ".css":
		f.css()
	case ext == ".svg":
		f.svg()
	case ext == ".xml":
		f.xml()
	case f.name == "robots.txt":
		f.robots()
	case f.name == headersFile:
		f.headers()
	case f.name == redirectsFile:
		f.redirections()
	default:
		f.json()
	}
	f.data = nil
}

// report notes something that is wrong at a byte of the file.
func (f *file) report(off int, text, hint string) {
	f.note(off, diag.Error, text, hint, "")
}

// reportFile notes something that is wrong with the file as a whole.
func (f *file) reportFile(text, hint string) {
	f.note(-1, diag.Error, text, hint, "")
}

func (f *file) note(off int, sev diag.Severity, text, hint, missing string) {
	if len(f.found) == maxPerFile {
		f.more++
		return
	}
	p := diag.Problem{File: f.name, Severity: sev, Text: text, Hint: hint}
	if off >= 0 {
		p.Pos = f.pos(off)
	}
	f.found = append(f.found, finding{p, missing})
}

// pos is the line and column of a byte of the file.
func (f *file) pos(off int) diag.Pos {
	f.seen = f.seen.to(f.data, off)
	return diag.Pos{Line: f.seen.line, Column: f.seen.column}
}

// short keeps a quoted piece of a file on one line.
func short(s string) string {
	const most = 80
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
