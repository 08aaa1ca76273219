package preview

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vitrina/internal/diag"
)

// client is a browser that takes what it is sent, unless it is stuck: then a
// write lasts until its deadline.
type client struct {
	mu       sync.Mutex
	text     strings.Builder
	header   http.Header
	deadline time.Time
	stuck    bool
}

func (c *client) Header() http.Header { return c.header }
func (c *client) WriteHeader(int)     {}
func (c *client) FlushError() error   { return nil }
func (c *client) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	return nil
}

func (c *client) Write(p []byte) (int, error) {
	for {
		c.mu.Lock()
		stuck, left := c.stuck, time.Until(c.deadline)
		if !stuck {
			c.text.Write(p)
			c.mu.Unlock()
			return len(p), nil
		}
		c.mu.Unlock()
		if left <= 0 {
			return 0, os.ErrDeadlineExceeded
		}
		time.Sleep(10 * time.Millisecond) // in the bubble of synctest
	}
}

func (c *client) hold(stuck bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stuck = stuck
}

// events are the kinds of event that came, with their data.
func (c *client) events() (list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for block := range strings.SplitSeq(c.text.String(), "\n\n") {
		kind, data := "", ""
		for line := range strings.SplitSeq(block, "\n") {
			if rest, ok := strings.CutPrefix(line, "event: "); ok {
				kind = rest
			} else if rest, ok := strings.CutPrefix(line, "data: "); ok {
				data = rest
			}
		}
		if kind != "" {
			list = append(list, strings.TrimSpace(kind+" "+data))
		}
	}
	return list
}

// listen follows a page as a window does that has loaded it now, and returns
// what ends it and whether it has ended.
func listen(t *testing.T, s *Server, address string, header ...string) (c *client, leave context.CancelFunc, gone chan struct{}) {
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, "GET", "http://"+host+"/__vitrina/eventos", nil)
	q := r.URL.Query()
	q.Set("ruta", address)
	shown := ask(s, address).Body.String()
	_, rest, _ := strings.Cut(shown, `data-version="`)
	version, _, _ := strings.Cut(rest, `"`)
	q.Set("version", version)
	q.Set("panel", ask(s, "/__vitrina/panel?ruta="+address).Header().Get("Vitrina-Panel"))
	r.URL.RawQuery = q.Encode()
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	c = &client{header: http.Header{}}
	gone = make(chan struct{})
	go func() {
		defer close(gone)
		s.ServeHTTP(c, r)
	}()
	synctest.Wait()
	return c, cancel, gone
}

// want waits until nothing moves and compares the events about the page.
func want(t *testing.T, c *client, kinds ...string) {
	t.Helper()
	synctest.Wait()
	got := slices.DeleteFunc(c.events(), func(e string) bool { return e == "panel" })
	if strings.Join(got, "; ") != strings.Join(kinds, "; ") {
		t.Errorf("events %q, want %q", got, kinds)
	}
}

func TestEventsSayWhatToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio"), "practicas/index.html": page("Lista"), "practicas/agua/index.html": page("Agua")})
		s := newServer(t, f)
		c, leave, gone := listen(t, s, "/practicas/agua/")
		defer func() { leave(); <-gone }()
		want(t, c)
		s.hub.wake()
		want(t, c) // nothing has changed
		f.put("practicas/index.html", page("Otra lista"))
		s.hub.wake()
		want(t, c) // not this page
		f.put("practicas/agua/index.html", strings.Replace(page("Agua"), "sitio-1", "sitio-2", 1))
		s.hub.wake()
		want(t, c, `css ["recursos/sitio-2.css"]`)
		f.put("practicas/agua/index.html", strings.Replace(page("Agua segura"), "sitio-1", "sitio-2", 1))
		s.hub.wake()
		want(t, c, `css ["recursos/sitio-2.css"]`, "pagina")
		f.put("practicas/agua/index.html", "")
		s.hub.wake()
		want(t, c, `css ["recursos/sitio-2.css"]`, "pagina", "ido /practicas/")
		f.put("practicas/agua/index.html", page("Agua"))
		s.hub.wake()
		want(t, c, `css ["recursos/sitio-2.css"]`, "pagina", "ido /practicas/", "pagina")
		f.mu.Lock()
		f.problems, f.version = diag.List{{Text: "mal"}}, "otra"
		f.mu.Unlock()
		before := strings.Count(c.text.String(), "event: panel")
		s.hub.wake()
		synctest.Wait()
		if strings.Count(c.text.String(), "event: panel") != before+1 {
			t.Error("a problem does not reach the bar")
		}
	})
}

func TestPageAboveTheOneThatVanished(t *testing.T) {
	f := newFake(map[string]string{"index.html": "x", "practicas/index.html": "x"})
	snap, _ := f.Current(t.Context(), View{})
	for address, want := range map[string]string{
		"/practicas/agua/": "/practicas/", "/practicas/pagina/7/": "/practicas/", "/temas/agua/": "/", "/x.txt": "/", "/": "/",
	} {
		if got := parent(snap, address); got != want {
			t.Errorf("parent of %s: %s, want %s", address, got, want)
		}
	}
}

// TestEventsInABurstAreOne holds that no queue can grow: whatever happens while
// a listener is busy, it is told of the last state, once.
func TestEventsInABurstAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		c, leave, gone := listen(t, s, "/")
		defer func() { leave(); <-gone }()
		c.hold(true)
		f.put("index.html", page("Primera"))
		s.hub.wake()
		synctest.Wait()
		for range 1000 {
			f.put("index.html", page("Última"))
			s.hub.wake()
		}
		c.hold(false)
		time.Sleep(time.Second)
		var pages int
		for _, e := range c.events() {
			if e == "pagina" {
				pages++
			}
		}
		if pages != 2 {
			t.Errorf("%q: want the one that was under way and one for the rest", c.events())
		}
	})
}

// TestSlowClientIsDropped holds that who takes nothing for five seconds loses
// its stream, and holds up nobody meanwhile.
func TestSlowClientIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		slow, leaveSlow, goneSlow := listen(t, s, "/")
		defer leaveSlow()
		other, leave, gone := listen(t, s, "/")
		defer func() { leave(); <-gone }()
		slow.hold(true)
		began := time.Now()
		f.put("index.html", page("Otra"))
		s.hub.wake()
		want(t, other, "pagina")
		if time.Since(began) != 0 {
			t.Error("the other one waited")
		}
		<-goneSlow
		if took := time.Since(began); took < 5*time.Second || took > 6*time.Second {
			t.Errorf("dropped after %v", took)
		}
		if s.Listeners() != 1 {
			t.Errorf("%d listeners", s.Listeners())
		}
	})
}

func TestSilentStreamIsKeptAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		c, leave, gone := listen(t, s, "/")
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := strings.Count(c.text.String(), ":\n\n"); n < 3 || n > 4 {
			t.Errorf("%d signs of life in a minute", n)
		}
		want(t, c)
		leave()
		<-gone
		if s.Listeners() != 0 {
			t.Error("it is still listed")
		}
	})
}

// TestLostStreamGoesOn holds that a browser which comes back with the id of the
// last event is told only what it has missed.
func TestLostStreamGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		f.put("index.html", page("Otra"))
		snap, _ := f.Current(t.Context(), View{})
		now := s.stateOf(snap, wish{}, "/")
		c, leave, gone := listen(t, s, "/", "Last-Event-ID", now.page.String()+"/"+now.panel())
		want(t, c)
		leave()
		<-gone
		c, leave, gone = listen(t, s, "/", "Last-Event-ID", "true.otra.estilos/"+now.panel())
		want(t, c, "pagina")
		leave()
		<-gone
	})
}

func TestTooManyListeners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		var leaves []context.CancelFunc
		var all []chan struct{}
		for range maxListeners {
			_, leave, gone := listen(t, s, "/")
			leaves, all = append(leaves, leave), append(all, gone)
		}
		if w := ask(s, "/__vitrina/eventos?ruta=/"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("one too many: %d", w.Code)
		}
		asked := len(f.asked)
		f.put("index.html", page("Otra"))
		s.hub.wake()
		synctest.Wait()
		if n := len(f.asked) - asked; n > maxListeners {
			t.Errorf("the site was asked %d times for one change", n)
		}
		s.hub.close() // as when the preview ends
		for _, gone := range all {
			<-gone
		}
		for _, leave := range leaves {
			leave()
		}
		if s.Listeners() != 0 {
			t.Errorf("%d listeners are left", s.Listeners())
		}
	})
}

// TestRunTellsOfTheEndOfAnEmbargo holds that pages change when an embargo ends,
// though no file does.
func TestRunTellsOfTheEndOfAnEmbargo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		began := time.Now()
		s.o.Now = func() time.Time { return noon.Add(time.Since(began)) }
		f.until = noon.Add(20*time.Minute + 7*time.Second) // between two signs of life
		f.problems = diag.List{{File: "content/practicas/agua.md", Text: "mal"}}
		ctx, cancel := context.WithCancel(t.Context())
		changes := make(chan struct{})
		var told []int
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.Run(ctx, changes, func(list diag.List) { told = append(told, len(list)) })
		}()
		c, leave, gone := listen(t, s, "/")
		defer leave()
		time.Sleep(20*time.Minute + time.Second)
		f.put("index.html", page("Después"))
		f.mu.Lock()
		f.until = time.Time{}
		f.mu.Unlock()
		time.Sleep(5 * time.Second)
		want(t, c)
		time.Sleep(2 * time.Second)
		want(t, c, "pagina")
		changes <- struct{}{}
		synctest.Wait()
		if len(told) != 3 || told[0] != 1 {
			t.Errorf("problems told: %v", told)
		}
		cancel()
		<-ended
		<-gone
	})
}

// TestRunGoesOnWhenTheSiteCannotBeRead holds that one failure ends nothing.
func TestRunGoesOnWhenTheSiteCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(map[string]string{"index.html": page("Inicio")})
		s := newServer(t, f)
		f.err = errors.New("no se puede")
		changes := make(chan struct{})
		told := 0
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.Run(t.Context(), changes, func(diag.List) { told++ })
		}()
		synctest.Wait()
		if w := ask(s, "/"); w.Code != http.StatusServiceUnavailable {
			t.Errorf("%d", w.Code)
		}
		f.mu.Lock()
		f.err = nil
		f.mu.Unlock()
		changes <- struct{}{}
		close(changes)
		<-ended
		if told != 1 {
			t.Errorf("told %d times", told)
		}
	})
}
