package build

import (
	"testing"

	"github.com/chromedp/chromedp"

	"vitrina/internal/race"
)

// inks is a script that measures every text node of a page that is seen, against
// the ground that it really stands on: alpha is laid over what is beneath.
const inks = `(() => {
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
	const rgba = (c) => { // whatever way a colour is written
		canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1)
		const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
		return [r, g, b, a / 255]
	}
	const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1)
	const light = ([r, g, b]) => [r, g, b].map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 }).reduce((s, c, i) => s + c * [0.2126, 0.7152, 0.0722][i], 0)
	const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }
	const ground = (e) => {
		const layers = []
		for (; e; e = e.parentElement) layers.unshift(rgba(getComputedStyle(e).backgroundColor))
		return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1])
	}
	const seen = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
	while (walk.nextNode()) {
		const n = walk.currentNode, e = n.parentElement
		if (!n.data.trim() || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest("noscript, script, style, title, .oculto, .salto")) continue
		const style = getComputedStyle(e)
		let ink = rgba(style.color), on
		if (e instanceof SVGElement) {
			const tile = e.parentElement.querySelector("rect")
			ink = rgba(style.fill)
			on = rgba(getComputedStyle(tile).fill)
		} else on = ground(e)
		for (let f = e; f; f = f.parentElement) if (getComputedStyle(f).opacity !== "1") on = ink // not measured: fails
		seen.push({ text: n.data.trim().slice(0, 40), class: e.className.baseVal ?? e.className ?? "", ratio: ratio(over(ink, on), on), ground: light(on), tag: e.tagName })
	}
	for (const e of document.querySelectorAll("input:not([type=checkbox])")) if (e.checkVisibility()) {
		seen.push({ text: "(" + e.name + ")", class: e.className, ratio: ratio(rgba(getComputedStyle(e).color), ground(e)), ground: light(ground(e)), tag: "INPUT" })
		if (e.placeholder) seen.push({ text: e.placeholder, class: e.className, ratio: ratio(rgba(getComputedStyle(e, "::placeholder").color), ground(e)), ground: light(ground(e)), tag: "INPUT" })
	}
	return seen
})()`

// TestEveryPageKindIsReadableByDayAndByNight opens a page of every kind in both
// schemes and measures its texts in the browser.
func TestEveryPageKindIsReadableByDayAndByNight(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	r := newReader(t)
	r.do(chromedp.EmulateViewport(1280, 900))
	for _, scheme := range []struct{ name, ground, text string }{
		{"dark", "rgb(20, 23, 26)", "rgb(236, 231, 223)"},
		{"light", "rgb(251, 248, 243)", "rgb(29, 35, 41)"},
	} {
		r.prefers("prefers-color-scheme: " + scheme.name)
		cloths, photos := 0, 0
		for _, address := range r.onePerKind() {
			r.open(address)
			r.ready()
			r.unfold()
			if got := r.eval(`getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(document.body).color`); got != scheme.ground+" "+scheme.text {
				t.Errorf("%s %s is %s", scheme.name, address, got)
			}
			var inked []struct {
				Text, Class, Tag string
				Ratio, Ground    float64
			}
			r.read(inks, &inked)
			if len(inked) < 15 {
				t.Errorf("%s %s: only %d texts", scheme.name, address, len(inked))
			}
			lit := 0
			for _, i := range inked {
				if i.Ratio < 4.5 {
					t.Errorf("%s %s: %q (%s.%s) stands out by %.2f", scheme.name, address, i.Text, i.Tag, i.Class, i.Ratio)
				}
				if (i.Ground > 0.18) == (scheme.name == "dark") {
					lit++ // buttons and the fullest tiles of the map stand out
				}
			}
			if lit > len(inked)/5 {
				t.Errorf("%s %s: %d texts of %d stand on the other scheme's ground", scheme.name, address, lit, len(inked))
			}
			// What is drawn, with its colours and as large as it should be.
			var drawn []struct {
				Kind   string
				W, H   float64
				Shown  bool
				Colour bool
			}
			r.read(`(async () => {
				const all = [...document.querySelectorAll("main .telar, main img")].filter((e) => e.checkVisibility())
				for (const e of all) if (e.tagName === "IMG") { e.loading = "eager"; await e.decode() }
				return all.map((e) => {
					const box = e.getBoundingClientRect(), style = getComputedStyle(e)
					const threads = [...e.children].map((c) => getComputedStyle(c).stroke)
					return { kind: e.tagName, w: box.width, h: box.height, shown: style.opacity >= 0.9 && style.visibility === "visible" && (e.tagName !== "IMG" || e.naturalWidth > 100),
						colour: e.tagName === "IMG" ? style.filter === "none" : threads.length === 2 && threads.every((s) => s !== style.backgroundColor && s !== "none") && style.backgroundColor !== "rgba(0, 0, 0, 0)" }
				})
			})()`, &drawn)
			for _, d := range drawn {
				if d.Kind == "IMG" {
					photos++
				} else {
					cloths++
				}
				if d.W < 100 || d.H < 12 || !d.Shown || !d.Colour {
					t.Errorf("%s %s: a picture is not seen: %+v", scheme.name, address, d)
				}
			}
		}
		if cloths < 50 || photos < 4 {
			t.Errorf("%s: %d cloths and %d photos", scheme.name, cloths, photos)
		}
		r.nothingAmiss(scheme.name)
	}
}
