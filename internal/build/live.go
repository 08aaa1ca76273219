package build

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/render"
	"vitrina/internal/site"
	"vitrina/internal/texts"
)

// LiveOptions are what a Live site needs to know.
type LiveOptions struct {
	Source            fs.FS
	Templates, Static fs.FS // built in: for a source that has none of its own
	CacheDir          string
	BaseURL           string
	// Dirty tells which paths of the source may have changed since it was last
	// asked, or that any may have, as watch.Watcher does.
	Dirty func() (changed []string, all bool)
}

// Live is a site that follows its source folder. Whoever asks for it gets a
// View that is not older than the disk: changes are read, from the changed
// files alone, before the answer.
//
// It never fails for what an editor does. When the styles or the templates
// cannot be used, the last good ones stay; when the content folder or
// sitio.yaml cannot be read, the last good Site stays; when an entry has an
// error, its page stays as it was before. The problems say why.
//
// All methods may be called at the same time.
type Live struct {
	o LiveOptions

	mu      sync.Mutex
	w       *Workspace
	pending []string // changes that are told but not read yet
	all     bool
	content int // counts the readings of content
	looks   looks
	views   []*View // of the present content and look, the newest last
	last    []*View // the newest of each kind and hour, the newest last
}

// NewLive returns a Live site, of which nothing is read until it is asked for.
func NewLive(o LiveOptions) *Live {
	l := &Live{o: o, w: Open(o.Source, o.CacheDir), all: true}
	l.looks.options = &l.o
	return l
}

// Moment says which Site is wanted.
type Moment struct {
	Now time.Time
	// Public leaves out what the public cannot see at Now. Otherwise it is shown
	// under a band.
	Public bool
}

// everything is what editors see beside what is public.
var everything = []site.State{site.Draft, site.Withdrawn, site.Embargoed}

// maxViews is how many views of the same content are kept: the editor's, and
// some that rehearse an hour.
const maxViews = 4

// At returns the site at a moment, after all changes that were complete before
// the call. The error is only that of a cancelled context.
func (l *Live) At(ctx context.Context, m Moment) (*View, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.settle(ctx); err != nil {
		return nil, err
	}
	editors, err := l.view(ctx, Moment{Now: m.Now})
	if err != nil || !m.Public {
		return editors, err
	}
	v, err := l.view(ctx, m)
	if err != nil {
		return nil, err
	}
	if v.editors != editors { // the same Site, but the problems and hidden entries of now
		c := *v
		c.editors = editors
		return &c, nil
	}
	return v, nil
}

// settle reads what has changed.
func (l *Live) settle(ctx context.Context) error {
	changed, all := l.o.Dirty()
	l.pending = append(l.pending, changed...)
	l.all = l.all || all
	if !l.all && len(l.pending) == 0 {
		return nil
	}
	var inContent []string
	templates, static := l.all, l.all
	for _, name := range l.pending {
		switch top, _, _ := strings.Cut(name, "/"); top {
		case "templates":
			templates = true
		case "static":
			static = true
		default:
			inContent = append(inContent, name)
		}
	}
	if l.all || len(inContent) > 0 {
		if l.all {
			inContent = nil
		}
		if err := l.w.Read(ctx, inContent); err != nil {
			return err // the changes stay pending
		}
		l.content++
		l.views = nil
	}
	if templates || static {
		l.looks.refresh(static)
		l.views = nil
	}
	l.pending, l.all = nil, false
	return nil
}

// view finds or makes the View of a moment. The content does not depend on the
// clock but for embargoes, so one is good until the next embargo ends.
func (l *Live) view(ctx context.Context, m Moment) (*View, error) {
	for _, v := range l.views {
		if v.public == m.Public && v.goodAt(m.Now) {
			return v, nil
		}
	}
	before := l.before(m)
	v := &View{live: l, public: m.Public, now: m.Now, content: l.content, lookID: l.looks.id, look: l.looks.good, older: l.looks.older, problems: l.looks.problems, rest: new(rest)}
	if before != nil && before.content == l.content && before.goodAt(m.Now) { // only the look is new
		v.site, v.until, v.found, v.broken, v.stale = before.site, before.until, before.found, before.broken, before.stale
		v.begin = before.begin
	} else {
		o := site.Options{Now: m.Now, BaseURL: l.o.BaseURL}
		if !m.Public {
			o.Show = everything
		}
		result, err := l.w.Assemble(ctx, o)
		if err != nil {
			return nil, err
		}
		v.site, v.begin, v.until, v.found = result.Site, m.Now, result.Hidden.NextEmbargo, result.Problems
		v.keep(before, l.o.Source)
	}
	v.editors = v
	l.views = append(l.views, v)
	if len(l.views) > maxViews {
		l.views = l.views[1:]
	}
	l.last = append(slices.DeleteFunc(l.last, func(o *View) bool { return o.public == v.public && o.goodAt(v.now) }), v)
	if len(l.last) > maxViews {
		l.last = l.last[1:]
	}
	return v, nil
}

// before is the View that a new one of a moment comes after, or nil. What was
// public at another hour is not shown to the public at this one.
func (l *Live) before(m Moment) *View {
	var other *View
	for _, v := range slices.Backward(l.last) {
		switch {
		case v.public != m.Public:
		case v.goodAt(m.Now):
			return v
		case other == nil && !m.Public:
			other = v
		}
	}
	return other
}

// keep decides which pages stay as they were because their entry has an error.
func (v *View) keep(before *View, source fs.FS) {
	v.broken, v.stale = map[string]bool{}, map[string]*site.Site{}
	for _, p := range v.found {
		if p.Severity == diag.Error {
			v.broken[p.File] = true
		}
	}
	if before == nil {
		return
	}
	if _, err := fs.ReadDir(source, "content"); err != nil || v.broken["content"] || v.broken["content/sitio.yaml"] {
		v.site, v.stale = before.site, before.stale
		return
	}
	for file := range v.broken {
		address, ok := markdown.AddressOf(file)
		if !ok {
			address, ok = markdown.AddressOf(file + ".md") // a practice's folder
		}
		if !ok {
			continue
		}
		if old := before.stale[address]; old != nil {
			v.stale[address] = old
			continue
		}
		// A page that has an error and is shown all the same goes on being shown
		// as it is; but an error must not take it away.
		_, was := before.site.Lookup(address)
		_, is := v.site.Lookup(address)
		if was && !(is && before.broken[file]) {
			v.stale[address] = before.site
		}
	}
}

// as is the View with another Site, that some of its pages are kept from.
func (v *View) as(old *site.Site) *View {
	return &View{live: v.live, public: v.public, site: old, look: v.look, older: v.older, rest: new(rest)}
}

// looks makes Looks from folders that change.
type looks struct {
	options  *LiveOptions
	id       int
	good     *Look
	older    *Look // one that is known to render pages
	styles   *styles
	problems diag.List
}

// refresh makes the Look again. When that fails the last good one stays, or
// that which is built in.
func (l *looks) refresh(static bool) {
	l.id++
	l.problems = nil
	if static || l.styles == nil {
		s, err := l.newStyles()
		if err == nil {
			l.styles = s
		} else {
			l.problems = append(l.problems, lookProblems("static", err, meanwhile)...)
		}
	}
	if l.styles == nil {
		s, err := newStyles(l.options.Static)
		if err != nil {
			l.problems = append(l.problems, lookProblems("static", err, meanwhile)...)
			return
		}
		l.styles = s
	}
	templates, err := OwnFolder(l.options.Source, "templates", l.options.Templates)
	var next *Look
	if err == nil {
		next, err = l.styles.look(templates)
	}
	if err != nil {
		l.problems = append(l.problems, lookProblems("templates", err, meanwhile)...)
		switch {
		case l.good == nil:
			if next, err = l.styles.look(l.options.Templates); err != nil {
				return
			}
		default:
			next = l.good
		}
	}
	if l.good != nil && l.good != next && !l.good.failed.Load() {
		l.older = l.good
	}
	l.good = next
}

func (l *looks) newStyles() (*styles, error) {
	static, err := OwnFolder(l.options.Source, "static", l.options.Static)
	if err != nil {
		return nil, err
	}
	return newStyles(static)
}

// ContentSecurityPolicy is what pages are served under.
const ContentSecurityPolicy = render.ContentSecurityPolicy

// Texts returns the texts of the interface of a templates folder.
func Texts(templates fs.FS) (*texts.Texts, error) { return texts.Load(templates) }

// addressOf is the address of the page that a file of the output is.
func addressOf(name string) string {
	if name == "index.html" {
		return "/"
	}
	if dir, base := path.Split(name); base == "index.html" {
		return "/" + dir
	}
	return "/" + name
}
