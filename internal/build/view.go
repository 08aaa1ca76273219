package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"vitrina/internal/diag"
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
