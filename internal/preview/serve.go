package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// types are the kinds of file that a site has. The system is not asked: it may
// not know them, and nosniff takes it at its word.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8", "": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
	".ics": "text/calendar; charset=utf-8", ".zip": "application/zip", ".wasm": "application/wasm",
	".docx":        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx":        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".woff2":       "font/woff2",
	".webmanifest": "application/manifest+json",
}

func typeOf(name string) string {
	if path.Base(name) == "feed.xml" {
		return "application/atom+xml; charset=utf-8"
	}
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}

// current is the site as a request wants it, with that view.
func (s *Server) current(r *http.Request) (Snapshot, wish, error) {
	wish := s.wishOf(r)
	snap, err := s.o.Source.Current(r.Context(), wish.view(s.o.Now()))
	return snap, wish, err
}

// wish is how a browser wants to see the site, as its cookie or an address says.
type wish struct {
	public bool
	at     time.Time // zero for now
}

const instantLayout = "2006-01-02T15:04"

// parseWish reads "", "publico" or "publico@2026-07-28T10:00".
func (s *Server) parseWish(text string) wish {
	kind, at, _ := strings.Cut(text, "@")
	w := wish{public: kind == "publico"}
	if t, err := time.ParseInLocation(instantLayout, at, s.o.Zone); err == nil && w.public {
		w.at = t
	}
	return w
}

func (s *Server) wishText(w wish) string {
	switch {
	case !w.public:
		return ""
	case w.at.IsZero():
		return "publico"
	}
	return "publico@" + w.at.In(s.o.Zone).Format(instantLayout)
}

func (w wish) view(now time.Time) View {
	if !w.at.IsZero() {
		now = w.at
	}
	return View{Public: w.public, Now: now}
}

// wishOf reads the query, else the cookie, which has the port in its name:
// browsers share cookies between the ports of one host.
func (s *Server) wishOf(r *http.Request) wish {
	if q := r.URL.Query(); strings.HasPrefix(r.URL.Path, own) && q.Has("vista") {
		return s.parseWish(q.Get("vista"))
	}
	if c, err := r.Cookie(cookieName(r.Host)); err == nil {
		if text, err := url.QueryUnescape(c.Value); err == nil {
			return s.parseWish(text)
		}
	}
	return wish{}
}

func cookieName(host string) string {
	port := "80"
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		port = host[i+1:]
	}
	return "vitrina-vista-" + port
}

// answer is what the site says at an address.
type answer struct {
	name   string
	status int
	data   []byte
	to     string // another address to ask
	err    error  // why the file cannot be made; data says so
}

func (a answer) isPage() bool { return strings.HasPrefix(typeOf(a.name), "text/html") }

// answer finds what to say at an address. It is also how the stream of events
// knows whether a page has changed.
func (s *Server) answer(snap Snapshot, address string) answer {
	name := nameOf(address)
	data, err := fs.ReadFile(snap.Files, name)
	switch {
	case err == nil:
		return answer{name: name, status: http.StatusOK, data: data}
	case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid):
		return answer{name: "500.html", status: http.StatusInternalServerError, data: s.failure(err), err: err}
	}
	if to := elsewhere(snap, address); to != "" {
		return answer{name: "mudanza.txt", status: http.StatusTemporaryRedirect, to: to}
	}
	data, err = fs.ReadFile(snap.Files, "404.html")
	if err != nil {
		data = s.failure(err)
	}
	if base := snap.BasePath; base != "/" { // its links are made for where it will be published
		data = bytes.ReplaceAll(data, []byte(`="`+base), []byte(`="/`))
	}
	return answer{name: "404.html", status: http.StatusNotFound, data: data}
}

// elsewhere is where an address that is none of the site's was meant to lead,
// or "".
func elsewhere(snap Snapshot, address string) string {
	if to := snap.Redirect(address); to != "" {
		return to
	}
	if !strings.HasSuffix(address, "/") {
		if to := snap.Redirect(address + "/"); to != "" {
			return to
		}
		if exists(snap.Files, nameOf(address+"/")) {
			return address + "/"
		}
	}
	// 404.html is served at any depth, so its links begin with the base path.
	if base := snap.BasePath; base != "/" && strings.HasPrefix(address, base) {
		if inner := "/" + strings.TrimPrefix(address, base); exists(snap.Files, nameOf(inner)) {
			return inner
		}
	}
	return ""
}

func exists(files fs.FS, name string) bool {
	_, err := fs.ReadFile(files, name)
	return err == nil
}

// file serves a file of the site.
func (s *Server) file(w http.ResponseWriter, r *http.Request, address string) {
	if strings.HasPrefix(address, own) || address+"/" == own {
		s.missing(w, r)
		return
	}
	snap, wish, err := s.current(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a := s.answer(snap, address)
	if a.err != nil && s.o.Failed != nil {
		s.o.Failed(a.err)
	}
	if a.to != "" {
		u := url.URL{Path: a.to, RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", u.String())
	} else if a.isPage() {
		a.data = s.inject(a, wish, address)
	}
	s.send(w, r, typeOf(a.name), a.status, a.data)
}

// inject adds to a page what loads the bar and follows the page's changes.
func (s *Server) inject(a answer, wish wish, address string) []byte {
	page := a.data
	element := fmt.Sprintf(`<vitrina-previa hidden data-ruta="%s" data-version="%s" data-vista="%s"></vitrina-previa><script src="%sprevia.js" defer></script>`,
		html.EscapeString(address), digestOf(a), html.EscapeString(s.wishText(wish)), own)
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	out := make([]byte, 0, len(page)+len(element))
	out = append(out, page[:at]...)
	out = append(out, element...)
	return append(out, page[at:]...)
}

func (s *Server) send(w http.ResponseWriter, r *http.Request, kind string, status int, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // a browser that has gone needs no answer
	}
}

func (s *Server) missing(w http.ResponseWriter, r *http.Request) {
	s.send(w, r, "text/plain; charset=utf-8", http.StatusNotFound, []byte(s.o.Text("previa.noexiste")+"\n"))
}

// fail answers when there is no site to answer from, which is when a browser
// has gone away or the preview is ending.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, context.Canceled) && s.o.Failed != nil {
		s.o.Failed(err)
	}
	s.send(w, r, "text/plain; charset=utf-8", http.StatusServiceUnavailable, []byte(s.o.Text("previa.fallo")+"\n"))
}
