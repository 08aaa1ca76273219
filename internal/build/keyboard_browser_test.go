package build

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vitrina/internal/race"
)

// stops is a script that lists what Tab has to reach, in its order.
const stops = `window.reach = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
	.filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))`

// here is a script that tells how what has the focus looks.
const here = `(() => {
	const e = document.activeElement, style = getComputedStyle(e), after = getComputedStyle(e, "::after"), tile = e.querySelector("rect")
	const rings = (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 && s.outlineColor !== "rgba(0, 0, 0, 0)"
	const box = e.getClientRects()[0] ?? new DOMRect(-1, -1, 0, 0)
	const x = Math.min(box.left + box.width / 2, innerWidth - 1), y = box.top + Math.min(box.height, innerHeight - box.top) / 2
	const top = document.elementFromPoint(x, y)
	return {
		place: window.reach.indexOf(e), tag: e.tagName + "." + (e.getAttribute("class") ?? ""),
		name: (e.getAttribute("aria-label") || [...(e.labels ?? [])].map((l) => l.innerText).join(" ") || document.getElementById(e.getAttribute("aria-labelledby"))?.innerText || e.textContent || "").trim(),
		ring: rings(style) || rings(after) || !!tile && parseFloat(getComputedStyle(tile).strokeWidth) >= 3,
		seen: box.width > 1 && box.height > 1 && !!top && (e.contains(top) || top.contains(e) || top.closest("label")?.contains(e)),
	}
})()`

type stop struct {
	Place      int
	Tag, Name  string
	Ring, Seen bool
}

// walk goes through the page with Tab alone, from its beginning to its end, and
// holds that every link, button and field is reached once, in order, and that
// one sees where one is.
func (r *reader) walk(address string) {
	r.t.Helper()
	n := 0
	r.read("("+stops+").length", &n)
	if n < 10 {
		r.t.Errorf("%s: only %d things to reach", address, n)
	}
	for i := range n {
		var at stop
		r.do(chromedp.KeyEvent(kb.Tab))
		r.read(here, &at)
		if at.Place != i {
			r.t.Errorf("%s: after %d of %d things Tab leads to %+v", address, i, n, at)
			return
		}
		if at.Name == "" || !at.Ring || !at.Seen {
			r.t.Errorf("%s: the focus is not seen, or on something without a name: %+v", address, at)
		}
	}
	r.do(chromedp.KeyEvent(kb.Tab))
	if at := r.eval(`document.activeElement.tagName`); at != "BODY" {
		r.t.Errorf("%s: after its last link Tab leads to %s", address, at)
	}
}

// TestEveryPageKindIsWalkedByKeyboard walks a page of every kind on a telephone,
// with what can be opened open.
func TestEveryPageKindIsWalkedByKeyboard(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.do(chromedp.EmulateViewport(360, 740))
	for _, address := range r.onePerKind() {
		r.open(address)
		r.ready()
		r.unfold()
		r.walk(address)
	}
}

// TestTheFirstStopSkipsToTheContent holds that the link that nobody sees is seen
// once it has the focus, and leads past the menu.
func TestTheFirstStopSkipsToTheContent(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	for _, address := range r.onePerKind() {
		r.open(address)
		r.ready()
		r.do(chromedp.KeyEvent(kb.Tab))
		r.until(`document.activeElement.className === "salto" && document.activeElement.getBoundingClientRect().top >= 0`)
		r.do(chromedp.KeyEvent(kb.Enter))
		r.until(`document.activeElement.id === "contenido"`)
		r.do(chromedp.KeyEvent(kb.Tab))
		if at := r.eval(`document.activeElement.closest("main, .pie") !== null`); at != "true" {
			t.Errorf("%s: past the menu Tab leads to %s", address, r.eval(`document.activeElement.outerHTML`))
		}
	}
}

// TestNothingVanishesUnderForcedColours holds that a reader whose system chooses
// the colours sees the focus everywhere, which page this is, what is chosen, and
// every bar and tile.
func TestNothingVanishesUnderForcedColours(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.do(chromedp.EmulateViewport(1280, 900))
	told := func(what, a, b string) { // apart: two values of styles differ
		t.Helper()
		var got [2]string
		r.read(`(() => { const css = (s, p, n = 0) => getComputedStyle(document.querySelectorAll(s)[n])[p]; return [`+a+", "+b+`] })()`, &got)
		if got[0] == "" || got[1] == "" || got[0] == got[1] {
			t.Errorf("%s cannot be told apart: %q", what, got)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		r.prefers("forced-colors: active", "prefers-color-scheme: "+scheme)
		for _, address := range []string{"/", photographed, "/practicas/", "/buscar/?q=agua&departamento=ancash", "/cobertura/"} {
			r.open(address)
			r.ready()
			if r.eval(`matchMedia("(forced-colors: active)").matches`) != "true" {
				t.Fatal("this browser does not force colours")
			}
			r.unfold()
			r.walk(address)
			told("the ground and the focus", `css("body", "backgroundColor")`, `(document.querySelector(".cabecera__nombre").focus(), css(".cabecera__nombre", "outlineColor"))`)
			switch address {
			case "/":
				told("a tile and what is behind it", `css("body", "backgroundColor")`, `css(".mapa rect", "stroke")`)
				told("a tile and its text", `css(".mapa rect", "fill")`, `css(".mapa text", "fill")`)
				told("a tile with the focus and its text", `(document.querySelector(".mapa a").focus(), css(".mapa rect", "fill"))`, `css(".mapa text", "fill")`)
				told("a tile with the focus and the next", `css(".mapa rect", "fill")`, `css(".mapa rect", "fill", 1)`)
				told("a chip and the ground", `css("body", "backgroundColor")`, `css(".ficha-enlace", "borderTopColor")`)
				told("a cloth and the ground", `css("body", "backgroundColor")`, `css(".telar", "backgroundColor")`)
			case photographed:
				told("before and after", `css(".cambio__antes", "fill")`, `css(".cambio__despues", "fill")`)
				told("a bar and the ground", `css("body", "backgroundColor")`, `css(".cambio__antes", "fill")`)
				told("the keys of the bars", `css(".clave--antes", "backgroundColor")`, `css(".clave--despues", "backgroundColor")`)
				told("a key and nothing", `"rgba(0, 0, 0, 0)"`, `css(".clave--despues", "backgroundColor")`)
				if got := r.eval(`getComputedStyle(document.querySelector(".clave--antes")).backgroundColor === getComputedStyle(document.querySelector(".cambio__antes")).fill`); got != "true" {
					t.Error("a key has not the colour of its bar")
				}
				told("a pictogram and the ground", `css("body", "backgroundColor")`, `css(".picto", "stroke")`)
			case "/practicas/":
				told("this page in the menu and the others", `css(".menu__enlace[aria-current]", "borderBottomColor")`, `css(".menu__enlace:not([aria-current])", "borderBottomColor")`)
			case "/cobertura/":
				told("a bar and its whole", `css(".alcance__fondo", "fill")`, `css(".alcance__parte", "fill")`)
				told("a bar and the ground", `css("body", "backgroundColor")`, `css(".alcance__barra", "outlineColor")`)
			default:
				told("a chosen filter and the ground", `css("body", "backgroundColor")`, `css(".elegidos a", "borderTopColor")`)
				// A box that is ticked is drawn by the browser, unless a style takes it over.
				told("a tick", `"none"`, `css(".faceta__valor input", "appearance")`)
				told("a word found and its ground", `css("mark", "backgroundColor")`, `css("mark", "color")`)
			}
		}
	}
}
