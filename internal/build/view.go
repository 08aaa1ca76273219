package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vitrina/internal/assets"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/publish"
	"vitrina/internal/render"
	"vitrina/internal/site"
)

// View is a Site as it looks: an fs.FS with every file of the output, made when
// it is opened. It stays what it is when the source changes.
type View struct {
	live *Live
	// editors is the view of the same content that shows everything; the
	// problems and the hidden entries are told from it.
	editors     *View
	public      bool
	now         time.Time
	begin       time.Time // of the time for which the Site is good
	until       time.Time // when the next embargo ends; zero for never
	content     int
	lookID      int
	site        *site.Site
	look, older *Look

	found    diag.List // in the content
	problems diag.List // of the look
	broken   map[string]bool
	// stale are the Sites that pages are kept from while their file is broken, by
	// address.
	stale map[string]*site.Site

	rest *rest
}

// rest is what of the output is no page, listed when it is first asked for.
type rest struct {
	once   sync.Once
	tree   *publish.Tree
	err    error
	search viewSearch
}

func (v *View) goodAt(now time.Time) bool {
	return !now.Before(v.begin) && (v.until.IsZero() || now.Before(v.until))
}

// Version is another for every View that may differ.
func (v *View) Version() string {
	return fmt.Sprintf("%d.%d.%t.%d", v.content, v.lookID, v.public, v.begin.Unix())
}

// Until is when the View changes by itself, because an embargo ends.
func (v *View) Until() time.Time { return v.until }

// BasePath is the path of the site's public address: "/" or "/algo/".
func (v *View) BasePath() string { return v.site.BasePath }

// Counts are the practices, municipalities and pages of the View.
func (v *View) Counts() (practices, municipalities, pages int) {
	return len(v.site.Practices), len(v.site.Municipalities), len(v.site.Routes())
}

// Redirect is where a previous address leads, or "".
func (v *View) Redirect(address string) string {
	i, ok := slices.BinarySearchFunc(v.site.Redirects, address, func(r site.Redirect, a string) int { return strings.Compare(r.From, a) })
	if !ok {
		return ""
	}
	return v.site.Redirects[i].To
}

// Problems are all that is wrong with the content, the templates and the
// styles, sorted. Templates that fail only on some page are known once such a
// page has been asked for.
func (v *View) Problems() diag.List {
	list := append(slices.Clone(v.problems), v.editors.found...)
	if v.look != nil {
		list = append(list, v.look.failures()...)
	}
	return list.Sorted()
}

// PageInfo says what editors want to know of a page.
type PageInfo struct {
	File  string // that it is written in; "" for pages that are lists of others
	Line  int
	State string // "", "borrador", "retirada" or "embargo"
	Until time.Time
	Stale bool // an older version is shown, because the file has errors
}

// Page describes the page at an address.
func (v *View) Page(address string) PageInfo {
	if old := v.stale[address]; old != nil {
		info := v.as(old).describe(address)
		info.Stale = true
		return info
	}
	return v.describe(address)
}

func (v *View) describe(address string) PageInfo {
	r, ok := v.site.Lookup(address)
	if !ok { // perhaps there would be one, but for the errors of its file
		for file := range v.broken {
			if a, ok := markdown.AddressOf(file); ok && a == address {
				return PageInfo{File: file, Line: 1}
			}
		}
		return PageInfo{}
	}
	s := v.site
	switch r.Kind {
	case site.KindPractice:
		return practiceInfo(s.Practice(r.ID))
	case site.KindMunicipality:
		e := s.Municipality(r.ID).Entry
		return PageInfo{File: e.File, Line: e.At.Line}
	case site.KindEdition:
		return PageInfo{File: s.Edition(r.ID).Entry.File}
	case site.KindTheme:
		return PageInfo{File: s.Theme(r.ID).Entry.File}
	case site.KindGoal:
		return PageInfo{File: s.Goal(r.ID).Entry.File}
	case site.KindLiaison:
		return PageInfo{File: s.Department(r.ID).Liaison.Entry.File}
	case site.KindPage:
		return PageInfo{File: s.Page(r.ID).Entry.File}
	case site.KindHome:
		return PageInfo{File: s.Config.File}
	}
	return PageInfo{}
}

func practiceInfo(p *site.Practice) PageInfo {
	info := PageInfo{File: p.Entry.File}
	switch p.State {
	case site.Draft:
		info.State = "borrador"
	case site.Withdrawn:
		info.State = "retirada"
	case site.Embargoed:
		info.State, info.Until = "embargo", p.Entry.Embargo
	}
	return info
}

// HiddenEntry is an entry that the public cannot see.
type HiddenEntry struct {
	Title, Address string
	PageInfo
}

// Hidden lists what the public cannot see at the moment of the View: embargoes
// first, in the order in which they end.
func (v *View) Hidden() []HiddenEntry {
	var list []HiddenEntry
	for _, p := range v.editors.site.Practices {
		if p.State != site.Public {
			list = append(list, HiddenEntry{p.Entry.Title, p.Address, practiceInfo(p)})
		}
	}
	slices.SortStableFunc(list, func(a, b HiddenEntry) int {
		switch {
		case a.Until.IsZero() != b.Until.IsZero():
			if a.Until.IsZero() {
				return 1
			}
			return -1
		}
		return a.Until.Compare(b.Until)
	})
	return list
}

// Line is a line of a file that a problem names, for quoting it.
func (v *View) Line(file string, number int) string {
	if number < 1 || !fs.ValidPath(file) {
		return ""
	}
	info, err := fs.Lstat(v.live.o.Source, file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 4<<20 {
		return ""
	}
	data, err := fs.ReadFile(v.live.o.Source, file)
	if err != nil {
		return ""
	}
	for range number - 1 {
		_, rest, ok := bytes.Cut(data, []byte("\n"))
		if !ok {
			return ""
		}
		data = rest
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return strings.TrimRight(strings.ToValidUTF8(string(line), "�"), "\r")
}

// Names are the names of all files of the output, the search included.
func (v *View) Names() ([]string, error) {
	tree, err := v.Tree()
	if err != nil {
		return nil, err
	}
	if _, _, err := v.searchFile(searchFolder); err != nil {
		return nil, err
	}
	names := tree.Names()
	for name := range v.rest.search.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// Open makes the file and opens it.
func (v *View) Open(name string) (fs.File, error) {
	data, err := v.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &madeFile{bytes.NewReader(data), path.Base(name), int64(len(data))}, nil
}

// ReadFile makes a file of the output. A page is rendered without listing
// anything else, so it costs the same whatever the size of the site.
func (v *View) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	address := addressOf(name)
	if old := v.stale[address]; old != nil {
		return v.as(old).ReadFile(name)
	}
	if v.look == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("no hay plantillas")}
	}
	if data, ok, err := v.searchFile(name); ok && (err == nil || strings.HasPrefix(name, searchFolder)) {
		return data, err // without its index the search page is still a page
	}
	r, ok := v.site.Lookup(address)
	if name == render.StyleRoute.File() { // only here: no build writes it
		r, ok = render.StyleRoute, true
	}
	if ok && r.File() == name {
		data, err := v.look.withPhotos(v.live.w).renderer.Page(v.site, r)
		if err != nil {
			v.look.fail(err)
			if v.older == nil {
				return nil, err
			}
			return v.older.withPhotos(v.live.w).renderer.Page(v.site, r)
		}
		return data, nil
	}
	for _, f := range v.look.files {
		if f.Name == name {
			return f.Make(context.Background())
		}
	}
	if v.older != nil { // its pages may still be on the screen
		for _, f := range v.older.files {
			if f.Name == name {
				return f.Make(context.Background())
			}
		}
	}
	tree, err := v.Tree()
	if err != nil {
		return nil, err
	}
	data, err := tree.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && path.Ext(name) != ".html" {
		for _, old := range v.stale { // photos of a page that stays as it was
			if tree, errOld := v.as(old).Tree(); errOld == nil {
				if data, errOld := tree.ReadFile(name); errOld == nil {
					return data, nil
				}
			}
		}
	}
	return data, err
}

// Tree is the whole output.
func (v *View) Tree() (*publish.Tree, error) {
	v.rest.once.Do(func() { v.rest.tree, v.rest.err = v.live.w.Tree(v.site, v.look, nil) })
	return v.rest.tree, v.rest.err
}

// madeFile is a file that has been made: fs.File and fs.FileInfo.
type madeFile struct {
	*bytes.Reader
	name string
	size int64
}

var _ io.Seeker = (*madeFile)(nil)

func (f *madeFile) Stat() (fs.FileInfo, error) { return f.info(), nil }
func (f *madeFile) Close() error               { return nil }
func (f *madeFile) info() fs.FileInfo          { return madeInfo{f.name, f.size} }

type madeInfo struct {
	name string
	size int64
}

func (i madeInfo) Name() string       { return i.name }
func (i madeInfo) Size() int64        { return i.size }
func (i madeInfo) Mode() fs.FileMode  { return 0o444 }
func (i madeInfo) ModTime() time.Time { return time.Time{} }
func (i madeInfo) IsDir() bool        { return false }
func (i madeInfo) Sys() any           { return nil }

// trouble is what a Look was found to do wrong while it rendered pages.
type trouble struct {
	failed atomic.Bool
	mu     sync.Mutex
	list   diag.List
}

func (t *trouble) fail(err error) {
	t.failed.Store(true)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, lookProblems("templates", err)...).Sorted()
}

func (t *trouble) failures() diag.List {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.list)
}

var (
	templatePlace = regexp.MustCompile(`template: ([^:\s]+):(\d+)(?::(\d+))?: (.*)$`)
	yamlPlace     = regexp.MustCompile(`(textos/[a-z]+\.yaml): (?:yaml: )?(?:line (\d+): )?(.*)$`)
	folderPrefix  = regexp.MustCompile(`^(?:página \S+: |plantillas: |textos: )+`)
)

// lookProblems says what is wrong with a folder of the look as editors are told.
func lookProblems(folder string, err error) diag.List {
	var list diag.List
	if ps, ok := errors.AsType[assets.Problems](err); ok {
		for _, p := range ps {
			list = append(list, diag.Problem{
				File: folder + "/" + p.File, Pos: diag.Pos{Line: p.Line, Column: p.Column},
				Text: p.Text, Hint: "mientras tanto se muestran los últimos estilos que funcionaban",
			})
		}
		return list
	}
	p := diag.Problem{File: folder, Text: folderPrefix.ReplaceAllString(err.Error(), ""), Hint: "mientras tanto se muestra el último diseño que funcionaba"}
	if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		p.File = folder + "/" + m[1]
		p.Line, _ = strconv.Atoi(m[2])
		p.Column, _ = strconv.Atoi(m[3])
		if p.Column > 0 {
			p.Column++
		}
		p.Text = "error en la plantilla: " + m[4]
	} else if m := yamlPlace.FindStringSubmatch(err.Error()); m != nil {
		p.File = folder + "/" + m[1]
		p.Line, _ = strconv.Atoi(m[2])
		p.Text = "error en los textos: " + m[3]
	}
	return append(list, p)
}
