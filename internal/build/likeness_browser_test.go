package build

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vitrina/internal/chromium"
	"vitrina/internal/race"
	"vitrina/internal/render"
)

// TestLikeMineInABrowser finds a municipality by name with the keyboard, under
// the published security policy, and from a disk by browsing.
func TestLikeMineInABrowser(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	tab := chromium.ForTest(t)
	_, tree := outputTree(t)
	dir := t.TempDir()
	for _, name := range tree.Names() {
		if !strings.HasPrefix(name, "imagenes/") {
			data, err := tree.Make(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			to := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(to, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	asked := make(chan string, 100)
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".json") {
			asked <- r.URL.Path
		}
		w.Header().Set("Content-Security-Policy", render.ContentSecurityPolicy)
		files.ServeHTTP(w, r)
	}))
	defer server.Close()

	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := tab.Do(steps...); err != nil {
			t.Fatal(err)
		}
	}
	until := func(condition string) {
		t.Helper()
		if err := tab.Until(condition); err != nil {
			t.Fatal(err)
		}
	}
	const items = `document.querySelectorAll("#v-hallar-lista a")`
	do(chromedp.Navigate(server.URL + "/como-la-mia/"))
	until(`!document.getElementById("v-hallar").hidden`)
	if len(asked) != 0 {
		t.Error("the list of names is loaded before anybody asks for one")
	}
	do(chromedp.SendKeys("#v-nombre", "pampas"))
	until(items + `.length > 0 && location.search === "?nombre=pampas"`)
	until(`[...` + items + `].some((a) => a.textContent === "Pampas, Pallasca, Áncash")`)
	until(`/^\d+ municipalidad/.test(document.querySelector("[role=status]").textContent)`)
	do(chromedp.SendKeys("#v-nombre", " palla"+kb.Enter))
	until(`document.activeElement.textContent === "Pampas, Pallasca, Áncash"`) // focus goes to the first
	do(chromedp.KeyEvent(kb.Enter))
	until(`location.pathname.endsWith("/municipalidades/021509/") && location.hash === "#v-parecidas" && document.querySelector(".parecida__razon")`)
	do(chromedp.Navigate(server.URL + "/como-la-mia/?nombre=pampas+palla")) // the address remembers
	until(`document.getElementById("v-nombre").value === "pampas palla" && ` + items + `.length === 1`)
	do(chromedp.Navigate(server.URL + "/como-la-mia/?nombre=zzzz"))
	until(`document.querySelector("[role=status]").textContent.startsWith("No hay una municipalidad")`)

	do(chromedp.Navigate("file://" + filepath.ToSlash(filepath.Join(dir, "como-la-mia", "index.html"))))
	until(`document.getElementById("v-hallar").hidden`)
	do(chromedp.Click(`a[href$="/sierra-sobre-4000/"]`))
	until(`location.pathname.endsWith("/sierra-sobre-4000/index.html")`)
	do(chromedp.Click(`a[href$="/menos-de-2000-rural/"]`))
	until(`document.querySelectorAll(".parecida__razon").length > 6`)
	do(chromedp.Navigate("file://" + filepath.ToSlash(filepath.Join(dir, "como-la-mia", "index.html"))))
	do(chromedp.Click(`a[href$="como-la-mia/ancash/"]`))
	until(`location.pathname.endsWith("/ancash/index.html")`)
	do(chromedp.Click(`a[href*="/021509/"]`))
	until(`location.pathname.endsWith("/municipalidades/021509/index.html") && location.hash === "#v-parecidas"`)
	for _, c := range tab.Complaints() {
		t.Errorf("the browser complains: %s", c)
	}
}
