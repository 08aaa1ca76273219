package build

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
	"vitrina/internal/site"
)

// reader is somebody who reads the shipped content in a real browser, under the
// published security policy.
type reader struct {
	t    *testing.T
	tab  *chromium.Tab
	base string
	site *site.Site

	mu    sync.Mutex
	amiss []string // what failed to load, and all that the browser said of it
}

func newReader(t *testing.T) *reader {
	t.Helper()
	s, tree := outputTree(t)
	files := http.FileServerFS(fs.FS(tree))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", ContentSecurityPolicy)
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	r := &reader{t: t, tab: chromium.ForTest(t), base: server.URL, site: s}
	r.do()
	if err := chromedp.Listen(r.tab.Context(), r.hear); err != nil {
		t.Fatal(err)
	}
	return r
}

// hear notes what a reader would call broken.
func (r *reader) hear(ev any) {
	note := ""
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		note = "console: "
		for _, a := range ev.Args {
			note += string(a.Value) + " "
		}
	case *runtime.EventExceptionThrown:
		note = fmt.Sprint("script: ", ev.ExceptionDetails.Text, " ", ev.ExceptionDetails.Exception)
	case *log.EventEntryAdded:
		note = fmt.Sprint("log: ", ev.Entry.Text, " ", ev.Entry.URL)
	case *network.EventLoadingFailed:
		if !ev.Canceled { // by a page that wants it no longer
			note = fmt.Sprint("failed: ", ev.Type, " ", ev.ErrorText)
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 400 {
			note = fmt.Sprint(ev.Response.Status, ": ", ev.Response.URL)
		}
	}
	if note != "" {
		r.mu.Lock()
		r.amiss = append(r.amiss, note)
		r.mu.Unlock()
	}
}

// nothingAmiss holds that all that was opened since the last call loaded, and
// that the browser had nothing to say of it.
func (r *reader) nothingAmiss(where string) {
	r.t.Helper()
	r.eval("1") // what the browser has said by now has come in
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, note := range r.amiss {
		r.t.Errorf("%s: %s", where, note)
	}
	r.amiss = nil
}

func (r *reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	if err := r.tab.Do(steps...); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) open(address string) {
	r.t.Helper()
	r.do(chromedp.Navigate(r.base + address))
}

func (r *reader) until(condition string) {
	r.t.Helper()
	if err := r.tab.Until(condition); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) eval(script string) string {
	r.t.Helper()
	text, err := r.tab.Eval(script)
	if err != nil {
		r.t.Fatal(script, err)
	}
	return text
}

// read fills a value with what a script gives.
func (r *reader) read(script string, into any) {
	r.t.Helper()
	if err := json.Unmarshal([]byte(r.eval("JSON.stringify(await ("+script+"))")), into); err != nil {
		r.t.Fatal(script, err)
	}
}

// prefers sets media features, "forced-colors: active", until the next call.
func (r *reader) prefers(features ...string) {
	r.t.Helper()
	var list []*emulation.MediaFeature
	for _, f := range features {
		name, value, _ := strings.Cut(f, ": ")
		list = append(list, &emulation.MediaFeature{Name: name, Value: value})
	}
	if _, err := chromedp.Call(r.tab.Context(), emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list}); err != nil {
		r.t.Fatal(err)
	}
}

// onePerKind are the addresses of one page of every kind that is published, the
// one with most to show, and of the states that the search page has.
func (r *reader) onePerKind() []string {
	list := []string{"/buscar/?q=agua&departamento=ancash", "/buscar/?q=xyzzyx", "/practicas/pagina/2/", photographed}
	seen := map[site.Kind]bool{site.KindStyle: true} // which is never published
	for _, route := range r.site.Routes() {
		if !seen[route.Kind] && !r.poor(route) {
			seen[route.Kind] = true
			list = append(list, route.Address())
		}
	}
	if len(list) < 30 {
		r.t.Fatalf("only %d pages: %v", len(list), list)
	}
	return list
}

// photographed is the shipped practice with most photos.
const photographed = "/practicas/agua-segura-con-cloro-por-goteo/"

// poor reports whether a page shows less than others of its kind do.
func (r *reader) poor(route site.Route) bool {
	switch route.Kind {
	case site.KindDepartment, site.KindDepartmentBooklet:
		return len(r.site.Department(route.ID).Practices) == 0
	case site.KindMunicipality:
		return len(r.site.Municipality(route.ID).Practices) == 0
	}
	return false
}

// ready waits for a page to have done what it does by itself.
func (r *reader) ready() {
	r.t.Helper()
	r.until(`document.readyState === "complete" && !document.querySelector("[aria-busy]") && (!location.search.includes("q=") || document.querySelector("#estado").textContent)`)
}

// unfold opens all that can be opened, and waits for what that brings: the
// numbers beside the filters.
func (r *reader) unfold() {
	r.t.Helper()
	r.eval(`document.querySelectorAll("main details").forEach((d) => { d.open = true })`)
	r.until(`![...document.querySelectorAll(".filtros:not([hidden]) [data-cuenta]")].some((n) => !n.textContent)`)
	r.ready()
}

// scripts lets scripts run, or not, in what is opened from here on.
func (r *reader) scripts(run bool) {
	r.t.Helper()
	if _, err := chromedp.Call(r.tab.Context(), emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run}); err != nil {
		r.t.Fatal(err)
	}
}
