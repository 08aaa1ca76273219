package build

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vitrina/internal/race"
)

// TestHomeIsWhole holds, at the widths of a small telephone, a usual one and a
// desk, that the home page loads whole, stays still and fits.
func TestHomeIsWhole(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	for _, width := range []int64{320, 360, 1280} {
		r.do(chromedp.EmulateViewport(width, 740))
		r.open("/")
		r.ready()
		var got struct {
			H1              []string
			Window, Content int
			Moved           float64
			Watched         bool
		}
		r.read(`new Promise((done) => {
			let moved = 0
			const add = (list) => list.forEach((e) => { moved += e.value })
			const watch = new PerformanceObserver((list) => add(list.getEntries()))
			watch.observe({ type: "layout-shift", buffered: true })
			const down = async () => {
				const frame = () => new Promise(requestAnimationFrame)
				for (let y = 0; y < document.body.scrollHeight; y += 300) { scrollTo(0, y); await frame(); await frame() }
				add(watch.takeRecords())
				done({
					h1: [...document.querySelectorAll("h1")].map((h) => h.innerText),
					window: innerWidth, content: document.documentElement.scrollWidth, moved,
					watched: PerformanceObserver.supportedEntryTypes.includes("layout-shift"),
				})
			}
			down()
		})`, &got)
		if len(got.H1) != 1 || got.H1[0] == "" {
			t.Errorf("at %d the page has the titles %q", width, got.H1)
		}
		if got.Content > got.Window || int64(got.Window) != width {
			t.Errorf("at %d the page is %d wide", width, got.Content)
		}
		if got.Moved != 0 || !got.Watched {
			t.Errorf("at %d things move by %v", width, got.Moved)
		}
		r.nothingAmiss("home")
	}
}

// TestHomeSearchesFromItsBox holds that the box asks the search page, by key
// and by button, with scripts and without.
func TestHomeSearchesFromItsBox(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.do(chromedp.EmulateViewport(360, 740))
	asked := func() {
		t.Helper()
		r.until(`location.pathname === "/buscar/" && location.search === "?q=agua+limpia"`)
	}
	r.open("/")
	r.do(chromedp.SendKeys("#v-q-portada", "agua limpia"+kb.Enter))
	asked()
	r.until(`document.querySelectorAll("#resultados a").length > 0`)
	r.open("/")
	r.do(chromedp.SendKeys("#v-q-portada", "agua limpia"), chromedp.Click(".portada__buscar button"))
	asked()
	r.scripts(false)
	r.open("/")
	r.do(chromedp.SendKeys("#v-q-portada", "agua limpia"+kb.Enter))
	asked()
	r.scripts(true)
	r.nothingAmiss("search from home")
}

// TestTheMapSaysWhatTheListSays holds that every department is a tile that one
// reaches and follows by keyboard, named, with the number that the list beside
// it gives.
func TestTheMapSaysWhatTheListSays(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.do(chromedp.EmulateViewport(1280, 800))
	r.open("/")
	r.ready()
	type place struct{ Name, Href, Count string }
	var listed []place
	r.read(`[...document.querySelectorAll(".portada__mapa .contado")].map((li) => ({ name: li.querySelector("a").innerText, href: li.querySelector("a").href, count: li.querySelector(".contado__n").innerText }))
		.concat([...document.querySelectorAll(".caminos__sin a")].filter((a) => a.closest(".portada__mapa")).map((a) => ({ name: a.innerText, href: a.href, count: "0" })))`, &listed)
	if len(listed) != len(r.site.Departments) {
		t.Fatalf("%d departments are listed of %d", len(listed), len(r.site.Departments))
	}
	of := map[string]place{}
	some := 0
	for _, p := range listed {
		of[p.Href] = p
		if p.Count != "0" {
			some++
		}
	}
	if some < 15 {
		t.Errorf("only %d departments have practices", some)
	}
	// From the link before the map, one tile after another.
	r.eval(`(() => {
		const before = [...document.querySelectorAll("main a, main button")].filter((a) => a.compareDocumentPosition(document.querySelector(".mapa")) & Node.DOCUMENT_POSITION_FOLLOWING)
		before.at(-1).focus()
	})()`)
	for range listed {
		r.do(chromedp.KeyEvent(kb.Tab))
		var tile struct{ Class, Href, Name, Seen, Count string }
		r.read(`(() => { const a = document.activeElement; return {
			class: a.getAttribute("class"), href: new URL(a.getAttribute("href"), location).href, name: a.getAttribute("aria-label") || "",
			seen: a.querySelector(".mapa__letras").textContent, count: a.querySelector(".mapa__n")?.textContent || "0" } })()`, &tile)
		p, ok := of[tile.Href]
		if !ok || !strings.HasPrefix(tile.Class, "mapa__lugar") {
			t.Fatalf("after the map's tiles so far, Tab leads to %+v", tile)
		}
		if tile.Count != p.Count || !strings.Contains(tile.Name, p.Name) || !strings.Contains(tile.Name, tile.Seen) || (p.Count != "0" && !strings.Contains(tile.Name, " "+p.Count+" ")) {
			t.Errorf("the tile %+v, the list %+v", tile, p)
		}
		delete(of, tile.Href)
	}
	if len(of) > 0 {
		t.Errorf("without a tile: %v", of)
	}
	last := r.eval(`document.activeElement.getAttribute("aria-label").split(":")[1].split(",")[0].trim()`)
	r.do(chromedp.KeyEvent(kb.Enter))
	r.until(`location.pathname.startsWith("/departamentos/") && document.querySelector("h1")`)
	if h1 := r.eval(`document.querySelector("h1").innerText`); !strings.Contains(h1, last) {
		t.Errorf("the tile of %q leads to %q", last, h1)
	}
}

// TestWaysInLeadSomewhere follows, by its address, every link of the home page.
func TestWaysInLeadSomewhere(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.open("/")
	var links []struct {
		Section string
		Status  int
		Href    string
		H1      int
	}
	r.read(`Promise.all([...document.querySelectorAll("main section a")].map(async (a) => {
		const url = new URL(a.getAttribute("href"), location), answer = await fetch(url)
		const page = new DOMParser().parseFromString(await answer.text(), "text/html")
		return { section: a.closest("section").className, href: url.pathname, status: answer.status, h1: page.querySelectorAll("h1").length }
	}))`, &links)
	ways := map[string]int{}
	for _, l := range links {
		for _, way := range []string{"portada__cabeza", "portada__problema", "portada__mapa", "portada__ultimas", "cifras"} {
			if strings.Contains(l.Section, way) {
				ways[way]++
			}
		}
		if _, ok := r.site.Lookup(l.Href); !ok || l.Status != 200 || l.H1 != 1 {
			t.Errorf("%+v is not a page", l)
		}
	}
	if ways["portada__cabeza"] < 4 || ways["portada__problema"] < 5 || ways["portada__mapa"] < 50 || ways["portada__ultimas"] < 4 || ways["cifras"] < 1 {
		t.Errorf("ways in: %v", ways)
	}
	r.nothingAmiss("ways in")
}
