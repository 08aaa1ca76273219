// Package preview serves a site that is being edited to the browsers of this
// machine, and keeps them up to date.
//
// In goes a Source, which gives the newest state of the site as an fs.FS with
// what is known of it. Out comes HTTP: every file of that fs.FS at its address,
// and below /__vitrina/ what editors see beside it: a bar and a list of
// problems, and a stream of events that says when a page has changed.
//
// Every answer is made when it is asked for, from a Source that settles pending
// changes first, so nothing is cached and nothing can be stale. A page is sent
// as it would be published, with one element added before </body>; that element
// loads the bar, in a shadow tree, so neither the site's styles nor the bar's
// reach each other, and the security policy of the site holds for both.
//
// The package never sees the content, never reads the disk, and never prints.
// It trusts nobody but the pages it serves itself: see guard.go.
package preview

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"time"

	"vitrina/internal/diag"
)

// Source is the site that is being edited.
type Source interface {
	// Current is the site as it is now on disk: changes that were complete
	// before the call are in it.
	Current(ctx context.Context, v View) (Snapshot, error)
}

// View says how the site is wanted.
type View struct {
	// Public is the site as the public sees it at Now. Otherwise drafts,
	// withdrawn and embargoed entries are shown, under a band.
	Public bool
	Now    time.Time
}

// Snapshot is the site at one instant. It does not change.
type Snapshot struct {
	// Files is every file of the site, by name: "practicas/agua/index.html".
	Files fs.FS
	// Version is another for every Snapshot that may differ.
	Version string
	// Until is when the site changes by itself; zero for never.
	Until time.Time
	// BasePath is the path under which the site is published, "/" or "/algo/".
	BasePath string

	Page     func(address string) Page
	Hidden   func() []Hidden
	Problems func() diag.List
	// Line is a line of a file that a problem names.
	Line func(file string, number int) string
	// Redirect is where a previous address leads, or "".
	Redirect func(address string) string
}

// Page is what is known of the page at an address.
type Page struct {
	File  string // that it is written in, relative to the source folder; may be empty
	Line  int
	State string    // "", "borrador", "retirada" or "embargo"
	Until time.Time // when the embargo ends
	// Stale says that the page is as it was before its file got an error.
	Stale bool
}

// Hidden is an entry that the public cannot see.
type Hidden struct {
	Title, Address string
	Page
}

// Options are what a Server needs.
type Options struct {
	Source Source
	// Assets holds previa.js, the sheets of the bar and colores.css.
	Assets fs.FS
	// Text gives the texts of the interface, by key, with values for {names}.
	Text func(key string, args ...string) string
	// Root is the source folder on this machine, for links into the editor.
	Root string
	Now  func() time.Time
	// Zone is in which dates are read and shown.
	Zone *time.Location
	// Policy is the Content-Security-Policy that the site is published under.
	Policy string
	// Hosts are the names, with their port, under which browsers may ask.
	Hosts []string
	// Failed is told of answers that could not be made, for the terminal; may be nil.
	Failed func(err error)
}

// Server is the preview. It is an http.Handler.
type Server struct {
	o       Options
	views   *templates
	hub     *hub
	weights weights
	style   []byte // the sheets with the site's palette
	script  []byte
}

// New returns a Server that nobody listens to yet.
func New(o Options) (*Server, error) {
	if len(o.Hosts) == 0 {
		return nil, errors.New("preview: no hosts")
	}
	s := &Server{o: o, hub: newHub()}
	var err error
	if s.views, err = newTemplates(o.Text); err != nil {
		return nil, err
	}
	if s.style, err = styleOf(o.Assets); err != nil {
		return nil, err
	}
	if s.script, err = fs.ReadFile(o.Assets, "js/preview/previa.js"); err != nil {
		return nil, err
	}
	return s, nil
}

// Run tells the browsers of every change until ctx ends. changes sends when
// files have changed. After each it calls settled with the problems.
func (s *Server) Run(ctx context.Context, changes <-chan struct{}, settled func(diag.List)) {
	alarm := time.NewTimer(time.Hour)
	defer alarm.Stop()
	for {
		snap, err := s.o.Source.Current(ctx, View{Now: s.o.Now()})
		if err == nil {
			settled(snap.Problems())
			wait := time.Hour
			if !snap.Until.IsZero() {
				wait = min(wait, snap.Until.Sub(s.o.Now()))
			}
			alarm.Reset(max(wait, 10*time.Millisecond))
		}
		s.hub.wake()
		select {
		case <-ctx.Done():
			s.hub.close()
			return
		case _, ok := <-changes:
			if !ok {
				s.hub.close()
				return
			}
		case <-alarm.C:
		}
	}
}

// own is the folder of addresses that belong to the preview.
const own = "/__vitrina/"

// ServeHTTP answers a request, if it may be answered at all.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.head(w, r)
	if refusal := s.refuse(r); refusal != 0 {
		if refusal == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, HEAD")
		}
		http.Error(w, http.StatusText(refusal), refusal)
		return
	}
	address, ok := addressOf(r)
	if !ok {
		s.missing(w, r)
		return
	}
	// An answer that nobody takes must not hold on to anything.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute))
	switch address {
	case own + "previa.css":
		s.send(w, r, "text/css; charset=utf-8", http.StatusOK, s.style)
	case own + "previa.js":
		s.send(w, r, "text/javascript; charset=utf-8", http.StatusOK, s.script)
	case own + "panel":
		s.panel(w, r)
	case own + "problemas", own + "problemas/":
		s.problems(w, r)
	case own + "eventos":
		s.events(w, r)
	default:
		s.file(w, r, address)
	}
}
