package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// running is a preview in this process, as `vitrina serve` runs it.
type running struct {
	t       testing.TB
	base    string // "http://127.0.0.1:40123"
	out     *syncBuffer
	client  *http.Client
	stop    context.CancelFunc
	stopped chan struct{}
	once    sync.Once
	turn    int // of wantFresh
}

// syncBuffer is a terminal that tests can read while it is written.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// clock is the instant that counts as now in these tests.
var clock = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// startPreview serves a source folder on a free port until the test ends.
func startPreview(t testing.TB, dir string) *running {
	t.Helper()
	listener, err := listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	p := &running{
		t: t, base: "http://" + listener.Addr().String(), out: &syncBuffer{}, stop: stop, stopped: make(chan struct{}),
		client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 16},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       time.Minute,
		},
	}
	go func() {
		defer close(p.stopped)
		e := &env{out: p.out, err: p.out, now: func() time.Time { return clock }}
		if err := serve(ctx, e, listener, serveOptions{dir: dir}); err != nil {
			t.Errorf("serve: %v", err)
		}
	}()
	t.Cleanup(p.close)
	return p
}

func (p *running) close() {
	p.once.Do(func() {
		p.stop()
		<-p.stopped
		p.client.CloseIdleConnections()
	})
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (p *running) get(address string) reply { return p.getAs(address, "") }

// getAs asks for an address in a view: "" for the editor's, "publico", or
// "publico@2026-07-28T10:00".
func (p *running) getAs(address, view string) reply {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), "GET", p.base+address, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if view != "" {
		r.AddCookie(&http.Cookie{Name: "vitrina-vista-" + r.URL.Port(), Value: url.QueryEscape(view)})
	}
	return p.do(r)
}

func (p *running) do(r *http.Request) reply {
	p.t.Helper()
	res, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, body}
}

// injected is what the preview adds to a page.
var injected = regexp.MustCompile(`<vitrina-previa [^>]*></vitrina-previa><script src="/__vitrina/previa.js" defer></script>`)

// published is a page as it would be published.
func (r reply) published() []byte { return injected.ReplaceAll(r.body, nil) }

// listOf finds the page of the list of practices that has a practice.
func (p *running) listOf(slug string) string {
	p.t.Helper()
	for n := 1; ; n++ {
		address := "/practicas/"
		if n > 1 {
			address = fmt.Sprintf("/practicas/pagina/%d/", n)
		}
		r := p.get(address)
		if r.status != 200 {
			p.t.Fatalf("%s is in no list", slug)
		}
		if bytes.Contains(r.body, []byte(slug+"/")) {
			return address
		}
	}
}

// listener follows a page as its script does.
type listener struct {
	p      *running
	cancel context.CancelFunc
	body   io.ReadCloser
	lines  *bufio.Scanner
	data   string // of the last event
	id     string
}

var (
	versionOf = regexp.MustCompile(`data-version="([^"]*)"`)
)

// follow loads a page and its bar, and listens to its changes.
func (p *running) follow(address string) *listener { return p.followAs(address, "") }

func (p *running) followAs(address, view string) *listener {
	p.t.Helper()
	return p.listen(p.newest(address, view))
}

// newest is what a window asks to follow that shows a page as it is now.
func (p *running) newest(address, view string) url.Values {
	p.t.Helper()
	page := p.getAs(address, view)
	q := url.Values{"ruta": {address}, "vista": {view}}
	if m := versionOf.FindSubmatch(page.body); m != nil {
		q.Set("version", string(m[1]))
	}
	q.Set("panel", p.get("/__vitrina/panel?"+q.Encode()).header.Get("Vitrina-Panel"))
	return q
}

func (p *running) listen(q url.Values) *listener {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", p.base+"/__vitrina/eventos?"+q.Encode(), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	client := &http.Client{Transport: p.client.Transport}
	res, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	if res.StatusCode != 200 {
		p.t.Fatalf("events: %s", res.Status)
	}
	return &listener{p: p, cancel: cancel, body: res.Body, lines: bufio.NewScanner(res.Body)}
}

// any waits for the next event of whatever kind, and returns "" when the stream
// has ended.
func (l *listener) any() string {
	// A test that waits for what never comes is to fail, not to hang.
	alarm := time.AfterFunc(30*time.Second, l.cancel)
	defer alarm.Stop()
	kind := ""
	for l.lines.Scan() {
		line := l.lines.Text()
		if rest, ok := strings.CutPrefix(line, "event: "); ok {
			kind = rest
		} else if rest, ok := strings.CutPrefix(line, "data: "); ok {
			l.data = rest
		} else if rest, ok := strings.CutPrefix(line, "id: "); ok {
			l.id = rest
		} else if line == "" && kind != "" {
			return kind
		}
	}
	return ""
}

// next waits for the next event about the page itself.
func (l *listener) next() string {
	for {
		if kind := l.any(); kind != "panel" {
			return kind
		}
	}
}

// panel waits until the listener knows the present panel of its page, which says
// want or, with not, does not. Nothing but the panel may change meanwhile.
func (l *listener) panel(address, want string, not bool) {
	l.p.t.Helper()
	for {
		if kind := l.any(); kind != "panel" {
			l.p.t.Fatalf("event %q, want panel: the page stays", kind)
		}
		r := l.p.get("/__vitrina/panel?ruta=" + address)
		if strings.HasSuffix(l.id, "/"+r.header.Get("Vitrina-Panel")) && bytes.Contains(r.body, []byte(want)) != not {
			return
		}
	}
}

func (l *listener) close() {
	l.cancel()
	l.body.Close()
}
