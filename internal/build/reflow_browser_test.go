package build

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vitrina/internal/race"
)

// wide is a script that tells what is wider than its place.
const wide = `({
	page: document.documentElement.scrollWidth - innerWidth,
	search: [...document.querySelectorAll("input[type=search]")].filter((e) => e.checkVisibility()).length,
	thin: [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, summary)")].filter((e) => e.checkVisibility() && !e.closest(".oculto") && e.innerText.length > 20 && e.getBoundingClientRect().width < 4 * parseFloat(getComputedStyle(e).fontSize))
		.map((e) => e.innerText.slice(0, 30)),
	scrolls: [...document.querySelectorAll("main *")].filter((e) => e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.checkVisibility()).map((e) => ({
		what: e.className, over: e.scrollWidth - e.clientWidth, reached: e.tabIndex === 0, role: e.getAttribute("role") ?? "",
		name: e.getAttribute("aria-label") || document.getElementById(e.getAttribute("aria-labelledby"))?.innerText || "",
		cue: getComputedStyle(e).backgroundImage.split("linear-gradient").length - 1,
	})),
})`

// TestNothingIsCutAtTheWidthsOfTelephones holds, on every kind of page, that
// the page never scrolls sideways, that it offers the search, and that a table
// that has to scroll can be reached by keyboard, has a name and shows at its edge
// that there is more.
func TestNothingIsCutAtTheWidthsOfTelephones(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	scrolled := 0
	for _, at := range []struct {
		width int64
		text  string
	}{{360, "100%"}, {320, "100%"}, {640, "200%"}, {360, "200%"}, {1024, "200%"}} {
		r.do(chromedp.EmulateViewport(at.width, 740))
		for _, address := range r.onePerKind() {
			r.open(address)
			r.ready()
			r.eval(fmt.Sprintf(`document.documentElement.style.fontSize = %q`, at.text))
			r.unfold()
			var got struct {
				Page    int
				Search  int      // fields to search in
				Thin    []string // texts with room for a few letters a line
				Scrolls []struct {
					What, Role, Name string
					Over, Cue        int
					Reached          bool
				}
			}
			r.read(wide, &got)
			where := fmt.Sprintf("%s at %d with text at %s", address, at.width, at.text)
			if got.Page > 0 {
				t.Errorf("%s: the page is %d pixels too wide", where, got.Page)
			}
			if got.Search == 0 {
				t.Errorf("%s: nowhere to search", where)
			}
			if len(got.Thin) > 0 {
				t.Errorf("%s: squeezed: %q", where, got.Thin)
			}
			for _, s := range got.Scrolls {
				scrolled++
				if !s.Reached || s.Role == "" || s.Name == "" || s.Cue != 4 {
					t.Errorf("%s: a part scrolls and does not say so: %+v", where, s)
				}
				if address == "/cobertura/" && at.text == "100%" {
					t.Errorf("%s: the table is %d pixels too wide", where, s.Over)
				}
			}
		}
	}
	if scrolled == 0 {
		t.Error("nothing scrolls: what is this test about?")
	}
}

// TestATelephoneAsksForSmallPhotos holds which size of a photo a screen loads:
// the smallest on a telephone as dense as most are, more where it is seen large.
func TestATelephoneAsksForSmallPhotos(t *testing.T) {
	r := newReader(t)
	for _, screen := range []struct {
		width int64
		dense float64
		want  string
	}{{360, 1, "-480.jpg"}, {360, 2, "-480.jpg"}, {412, 1.75, "-480.jpg"}, {768, 2, "-1440.jpg"}, {1280, 1, "-480.jpg"}, {1280, 2, "-960.jpg"}} {
		r.do(chromedp.Navigate("about:blank"))
		r.do(chromedp.EmulateViewport(screen.width, 740, chromedp.EmulateScale(screen.dense)))
		r.open(photographed)
		r.until(`((i) => i.complete && i.naturalWidth > 0)(document.querySelector(".practica__foto img"))`)
		if got := r.eval(`document.querySelector(".practica__foto img").currentSrc`); !strings.HasSuffix(got, screen.want) {
			t.Errorf("%d pixels wide, density %v: %s", screen.width, screen.dense, got)
		}
	}
}
