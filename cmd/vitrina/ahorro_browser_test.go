package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
	"vitrina/internal/race"
	"vitrina/internal/render"
)

// host serves the shipped content as a host would, notes every photo that is
// asked for, and is slow where it matters: the script that holds photos back
// only comes once the styles are there.
type host struct {
	*httptest.Server
	dir    string
	styled chan struct{} // a style sheet has been sent

	mu     sync.Mutex
	photos []string
}

func hosted(t *testing.T) *host {
	t.Helper()
	h := &host{dir: filepath.Join(t.TempDir(), "public"), styled: make(chan struct{}, 100)}
	var out, errs strings.Builder
	e := env{out: &out, err: &errs, signals: []os.Signal{os.Interrupt}, now: func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }}
	if code := run([]string{"build", "--source", "../..", "--output", h.dir, "--strict"}, e); code != exitDone {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	files := http.FileServer(http.Dir(h.dir))
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // or a photo could come without being asked for
		w.Header().Set("Content-Security-Policy", render.ContentSecurityPolicy)
		switch {
		case strings.HasPrefix(r.URL.Path, "/imagenes/"):
			h.mu.Lock()
			h.photos = append(h.photos, strings.TrimPrefix(r.URL.Path, "/imagenes/"))
			h.mu.Unlock()
		case strings.HasPrefix(r.URL.Path, "/recursos/ahorro-"):
			select {
			case <-h.styled:
			case <-r.Context().Done():
				return
			}
		}
		files.ServeHTTP(w, r)
		if strings.HasSuffix(r.URL.Path, ".css") {
			h.styled <- struct{}{}
		}
	}))
	t.Cleanup(h.Close)
	return h
}

// asked are the photos that were asked for since the last call, sorted.
func (h *host) asked() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.photos
	h.photos = nil
	slices.Sort(list)
	return slices.Compact(list)
}

// kilobytes is the size of a photo as the button says it.
func (h *host) kilobytes(t *testing.T, name string) string {
	t.Helper()
	info, err := os.Stat(filepath.Join(h.dir, "imagenes", name))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("(%d\u00a0kB)", (info.Size()+500)/1000)
}

// read goes down the whole page as a reader would, so that whatever loads when
// it comes near has come near, and then asks the host for one thing more.
const read = `(window.leida = false, (async () => {
	const frame = () => new Promise(requestAnimationFrame);
	for (let y = 0; y <= document.documentElement.scrollHeight; y += 200) { scrollTo(0, y); await frame(); await frame(); }
	scrollTo(0, 0); await frame(); await frame();
	await new Promise(done => requestIdleCallback(done));
	await fetch("/robots.txt");
	window.leida = true;
})(), 1)`

func (w *window) visit(h *host, address string) {
	w.t.Helper()
	w.do(chromedp.Navigate(h.URL + address))
	w.eval(read)
	w.until(`window.leida`)
}

const photographed = "/practicas/agua-segura-con-cloro-por-goteo/"

func TestPhotosLoadOnlyOnTapInModoAhorro(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	h := hosted(t)
	w := &window{t: t, tab: chromium.ForTest(t)}
	w.do(chromedp.EmulateViewport(360, 740))

	// The other way round first: without it, photos do load as one reads.
	w.visit(h, photographed)
	if all := h.asked(); len(all) != 4 {
		t.Fatalf("reading the page asks for %v, want its 3 photos and that of a card", all)
	}

	w.do(chromedp.Navigate(h.URL + "/datos/"))
	w.until(`!document.querySelector(".ahorro").hidden`)
	if got := w.eval(`document.querySelector(".ahorro__boton").innerText`); got != "Activar el modo ahorro" {
		t.Errorf("the switch says %q", got)
	}
	w.do(chromedp.Focus(".ahorro__boton"), chromedp.KeyEvent("\r"))
	w.until(`document.querySelector(".ahorro__boton").innerText === "Apagar el modo ahorro"`)

	for _, address := range []string{photographed, "/", "/practicas/", "/practicas/alpaca-abrigada/"} {
		w.visit(h, address)
		if got := h.asked(); len(got) > 0 {
			t.Errorf("in modo ahorro %s asks for %v", address, got)
		}
	}

	w.visit(h, photographed)
	buttons := w.eval(`[...document.querySelectorAll(".ahorro__ver")].map(b => b.innerText).join("|")`)
	if n := len(strings.Split(buttons, "|")); n != 3 {
		t.Fatalf("%d buttons for 3 photos: %s", n, buttons)
	}
	if got := h.asked(); len(got) > 0 {
		t.Fatalf("photos came before the tap: %v", got)
	}
	first := strings.Split(buttons, "|")[0]
	w.do(chromedp.Click(".ahorro__ver"))
	w.until(`document.querySelectorAll(".ahorro__ver").length === 2`)
	got := h.asked()
	if len(got) != 1 || !strings.Contains(first, h.kilobytes(t, got[0])) || !strings.HasSuffix(got[0], "-480.jpg") {
		t.Errorf("a tap on %q asks for %v", first, got)
	}
	if ok := w.eval(`(i => i.complete && i.naturalWidth === 480 && i.checkVisibility() && document.activeElement === i)(document.querySelector("figure img"))`); ok != "true" {
		t.Error("the photo is not shown, or the focus is lost")
	}

	w.do(chromedp.Click(".ahorro__boton"))
	w.until(`document.querySelectorAll(".ahorro__ver").length === 0`)
	w.eval(read)
	w.until(`window.leida`)
	if got := h.asked(); len(got) != 3 {
		t.Errorf("after the switch, reading asks for %v, want the other 3", got)
	}
	w.visit(h, photographed)
	if got := h.asked(); len(got) != 4 {
		t.Errorf("the choice is not kept: %v", got)
	}
}

// A telephone that asks to save data is heard, until its owner says otherwise.
func TestModoAhorroHearsTheTelephone(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	h := hosted(t)
	w := &window{t: t, tab: chromium.ForTest(t)}
	w.do()
	script := `Object.defineProperty(Navigator.prototype, "connection", {get: () => ({saveData: true})})`
	if _, err := chromedp.Call(w.tab.Context(), page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		t.Fatal(err)
	}
	w.visit(h, photographed)
	if got := h.asked(); len(got) > 0 {
		t.Errorf("with saveData the page asks for %v", got)
	}
	w.do(chromedp.Click(".ahorro__boton"))
	w.visit(h, photographed)
	if got := h.asked(); len(got) != 4 {
		t.Errorf("the owner's choice is not heard: %v", got)
	}
}

// A session is today's until midnight in Lima, wherever the telephone is.
func TestSessionsLearnInTheBrowserThatTheyAreOver(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	h := hosted(t)
	w := &window{t: t, tab: chromium.ForTest(t)}
	w.do()
	for _, test := range []struct{ now, want string }{
		{"2026-10-22T04:59:59Z", "2026-10-22|2026-11-19|2027-02-11|2026-09-17 Ya pasó"},
		{"2026-10-22T05:00:00Z", "2026-10-22 Hoy|2026-11-19|2027-02-11|2026-09-17 Ya pasó"},
		{"2026-10-23T04:59:59Z", "2026-10-22 Hoy|2026-11-19|2027-02-11|2026-09-17 Ya pasó"},
		{"2026-10-23T05:00:00Z", "2026-11-19|2027-02-11|2026-09-17 Ya pasó|2026-10-22 Ya pasó"},
	} {
		// The scripts of a browser run in their order, so the last clock is right.
		clock := page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf("Date.now = () => Date.parse(%q)", test.now)}
		if _, err := chromedp.Call(w.tab.Context(), page.AddScriptToEvaluateOnNewDocument, clock); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"/enlaces/02/", "/municipalidades/021509/"} {
			want := test.want
			if strings.HasPrefix(address, "/municipalidades/") { // it announces: what is over is not there
				want, _, _ = strings.Cut(want, "|2026-09-17")
			}
			w.do(chromedp.Navigate(h.URL + address))
			got := w.eval(`[...document.querySelectorAll("[data-sesion]")].filter(s => s.checkVisibility()).map(s => [s.dataset.sesion.slice(0, 10), ...[...s.querySelectorAll(".marca")].filter(m => m.checkVisibility()).map(m => m.innerText)]).map(s => s.join(" ")).join("|")`)
			if got != want {
				t.Errorf("at %s %s lists %q, want %q", test.now, address, got, want)
			}
		}
	}
}
