package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
	"vitrina/internal/sample"
)

// window is a page of the preview in a browser.
type window struct {
	t   *testing.T
	tab *chromium.Tab
	p   *running
}

func openWindow(t *testing.T, p *running) *window { return &window{t, chromium.ForTest(t), p} }

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := w.tab.Do(steps...); err != nil {
		w.t.Fatal(err)
	}
}

// open goes to an address and waits until the bar is there and the page listens.
func (w *window) open(address string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.p.base + address))
	w.ready()
}

func (w *window) ready() {
	w.t.Helper()
	w.until(`document.querySelector("vitrina-previa")?.hasAttribute("data-lista") && document.documentElement.dataset.vitrina === "atenta"`)
}

// until waits for a condition in the page, through loads.
func (w *window) until(condition string) {
	w.t.Helper()
	if err := w.tab.Until(condition); err != nil {
		bar, _ := w.tab.Eval(`document.querySelector("vitrina-previa")?.shadowRoot?.innerHTML.slice(0, 3000)`)
		w.t.Fatalf("%v\n%s", err, bar)
	}
}

func (w *window) eval(script string) string {
	w.t.Helper()
	text, err := w.tab.Eval(script)
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// bar is a script that finds an element of the bar.
func bar(selector string) string {
	return fmt.Sprintf(`document.querySelector("vitrina-previa").shadowRoot.querySelector(%q)`, selector)
}

func TestInABrowser(t *testing.T) {
	site := newWorkshop(t, sample.Size{Practices: 30, Municipalities: 6})
	site.addLook()
	const file, address = "content/practicas/practica-00003.md", "/practicas/practica-00003/"
	long := site.read(file) + strings.Repeat("\n\nUn párrafo para que la página sea larga.", 80)
	site.write(file, long)
	p := startPreview(t, site.dir)
	w := openWindow(t, p)
	w.open(address)

	t.Run("an edit reloads and the place is kept", func(t *testing.T) {
		w.t = t
		w.eval(`(window.vieja = true, scrollTo(0, 900))`)
		site.write(file, strings.Replace(long, "## Situación previa\n", "## Situación previa\n\nFrase recién escrita.\n", 1))
		w.until(`!window.vieja && document.body.innerText.includes("Frase recién escrita.")`)
		w.until(`Math.abs(scrollY - 900) < 5`)
		w.ready()
	})
	t.Run("another page's edit does not reload", func(t *testing.T) {
		w.t = t
		w.eval(`(window.misma = true)`)
		l := p.follow("/practicas/practica-00020/")
		defer l.close()
		other := "content/practicas/practica-00020.md"
		site.write(other, site.read(other)+"\n\nOtra.\n")
		if kind := l.next(); kind != "pagina" {
			t.Fatal(kind)
		}
		site.write(file, long) // one that does, to know that the first would have been seen
		w.until(`!window.misma && !document.body.innerText.includes("Frase recién escrita.")`)
		w.ready()
	})
	t.Run("style sheets are exchanged in place", func(t *testing.T) {
		w.t = t
		w.eval(`(window.misma = true, scrollTo(0, 500))`)
		site.write("static/css/base.css", site.read("static/css/base.css")+"\nbody{outline:7px solid rgb(1, 2, 3)}\n")
		w.until(`getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)"`)
		if got := w.eval(`window.misma + " " + Math.round(scrollY) + " " + document.querySelectorAll("link[rel=stylesheet]").length`); got != "true 500 1" {
			t.Errorf("same page, place, style sheets: %s", got)
		}
	})
	t.Run("a mistake shows over the last good page and goes away by itself", func(t *testing.T) {
		w.t = t
		w.eval(`(window.misma = true)`)
		site.write(file, strings.Replace(long, "titulo: ", "titulo: Agua: ", 1))
		w.until(bar("#problemas") + `.hidden === false`)
		sheet := w.eval(bar("#problemas") + ".innerText")
		for _, want := range []string{"1 error", file, "de esta página", "«titulo» lleva dos puntos", "titulo: Agua", "Abrir en el editor"} {
			if !strings.Contains(sheet, want) {
				t.Errorf("the overlay does not say %q:\n%s", want, sheet)
			}
		}
		if w.eval(`window.misma`) != "true" || w.eval(bar(".cita mark")+".textContent") == "" {
			t.Error("the page was loaded again, or nothing is quoted")
		}
		w.do(chromedp.KeyEvent("\x1b"))
		w.until(bar("#problemas") + `.hidden === true`)
		w.eval(bar(`[data-hacer="problemas"]`) + ".focus()")
		w.do(chromedp.KeyEvent("\r"))
		w.until(bar("#problemas") + `.hidden === false && document.querySelector("vitrina-previa").shadowRoot.activeElement.id === "problemas"`)
		site.write(file, long)
		w.until(bar("#problemas") + `.hidden === true && ` + bar(".estado") + `.innerText.includes("Sin problemas")`)
	})
	t.Run("a broken template too", func(t *testing.T) {
		w.t = t
		name := "templates/pages/practica.html"
		text := site.read(name)
		site.write(name, text+"{{if}}")
		w.until(bar("#problemas") + `.hidden === false && ` + bar("#problemas") + `.innerText.includes("templates/pages/practica.html")`)
		site.write(name, text)
		w.until(bar("#problemas") + `.hidden === true`)
	})
	t.Run("the bar", func(t *testing.T) {
		w.t = t
		text := w.eval(bar(".barra") + ".innerText")
		for _, want := range []string{"Sin problemas", "Edición", "Como público", "kB", "peticiones", "Abrir en el editor", "Copiar ruta", "360", "768", "1280"} {
			if !strings.Contains(text, want) {
				t.Errorf("the bar does not say %q: %s", want, text)
			}
		}
		if got, want := w.eval(bar(`.origen a`)+".href"), "vscode://file"+site.path(file); got != want {
			t.Errorf("editor link %q, want %q", got, want)
		}
	})
	t.Run("the path of the file can be copied", func(t *testing.T) {
		w.t = t
		w.eval(bar(`.origen [data-hacer="copiar"]`) + ".click()")
		w.until(bar(`.origen [data-hacer="copiar"]`) + `.textContent === "Copiada"`)
		w.until(bar(`.origen [data-hacer="copiar"]`) + `.textContent === "Copiar ruta"`)
		if got, want := w.eval(bar(`.origen [data-hacer="copiar"]`)+".dataset.texto"), site.path(file); got != want {
			t.Errorf("it copies %q, want %q", got, want)
		}
	})
	t.Run("the width switch shows a true screen", func(t *testing.T) {
		w.t = t
		// There and back before the frame has loaded anything: its window is at
		// about:blank, which is no page of the site.
		w.eval(bar(`[data-ancho="360"]`) + ".click(), " + bar(`.anchos [data-ancho=""]`) + ".click()")
		w.eval(bar(`[data-ancho="360"]`) + ".click()")
		inner := bar("iframe") + ".contentWindow"
		w.until(inner + `.innerWidth === 360 && ` + inner + `.document.querySelector("h1")`)
		w.until(inner + `.document.documentElement.dataset.vitrina === "atenta"`)
		site.write(file, long+"\n\nDentro del marco.\n")
		w.until(inner + `.document.body.innerText.includes("Dentro del marco.")`)
		// The page outside is an older one still.
		w.eval(bar(`.anchos [data-ancho=""]`) + ".click()")
		w.until(`!` + bar("iframe") + ` && location.pathname === "` + address + `" && document.body.innerText.includes("Dentro del marco.")`)
		w.ready()
		// A link that is followed in the frame takes the bar with it.
		w.eval(bar(`[data-ancho="768"]`) + ".click()")
		w.until(inner + `.document.querySelector("h1")`)
		w.eval(inner + `.document.querySelector('main a[href$="/municipalidades/029901/"], main a[href*="municipalidades/"]').click()`)
		w.until(`location.pathname.startsWith("/municipalidades/") && ` + bar(".origen a") + `.href.includes("content/municipalidades/")`)
		there := w.eval(`location.pathname`)
		w.eval(bar(`.anchos [data-ancho=""]`) + ".click()")
		w.until(`!` + bar("iframe") + ` && location.pathname === "` + there + `" && document.querySelector("vitrina-previa").dataset.ruta === location.pathname`)
		w.ready()
		site.write(file, long)
		w.open(address)
	})
	t.Run("as the public sees it, now and later", func(t *testing.T) {
		w.t = t
		site.write(file, strings.Replace(long, "estado: publicada", "estado: publicada\nembargo: 2027-03-01 10:00", 1))
		w.until(`document.querySelector(".banda") && ` + bar(".sello") + `.innerText.includes("01/03/2027 10:00")`)
		w.ready()
		if got := w.eval(`innerWidth + " " + (` + bar(".barra") + `.offsetHeight < 56)`); got != "1280 true" {
			t.Errorf("the bar takes one row: %s", got)
		}
		w.eval(bar(`[data-vista="publico"]`) + ".click()")
		w.until(`document.querySelector("vitrina-previa").dataset.vista === "publico" && !document.querySelector(".banda") && ` + bar(".sello") + `.innerText.includes("El público no ve esta página")`)
		w.ready()
		w.eval(bar(`[data-hacer="ocultas"]`) + ".click()")
		w.eval(bar(`#ocultas [data-hacer="vista"]`) + ".click()")
		w.until(`document.querySelector("vitrina-previa").dataset.vista === "publico@2027-03-01T10:00" && document.querySelector("h1") && !document.querySelector(".banda") && !document.body.innerText.includes("No encontramos")`)
		w.ready()
		choose := func(at string) {
			w.eval(fmt.Sprintf(`(f => { f.value = %q; f.dispatchEvent(new Event("change", {bubbles: true})) })(%s)`, at, bar(".fecha__campo")))
		}
		choose("2027-03-01T09:59")
		w.until(`document.querySelector("vitrina-previa").dataset.vista === "publico@2027-03-01T09:59" && ` + bar(".sello") + `.innerText.includes("El público no ve esta página")`)
		w.ready()
		choose("")
		w.until(`document.querySelector("vitrina-previa").dataset.vista === "publico" && ` + bar(".fecha__ahora"))
		w.ready()
		w.eval(bar(`[data-vista=""]`) + ".click()")
		w.until(`document.querySelector("vitrina-previa").dataset.vista === "" && document.querySelector(".banda")`)
		w.ready()
	})
	t.Run("a page that vanishes goes to its list", func(t *testing.T) {
		w.t = t
		site.remove(file)
		w.until(`location.pathname === "/practicas/"`)
		w.ready()
	})
	t.Run("the page of problems follows them", func(t *testing.T) {
		w.t = t
		site.write(file, strings.Replace(long, "titulo: ", "titulo: Agua: ", 1))
		w.do(chromedp.Navigate(p.base + "/__vitrina/problemas"))
		w.until(`document.querySelector("h1").innerText.includes("error") && document.documentElement.dataset.vitrina === "atenta"`)
		site.write(file, long)
		w.until(`document.querySelector("h1").innerText.includes("Sin problemas")`)
	})
	for _, text := range w.tab.Complaints() {
		t.Errorf("the browser complains: %s", text)
	}
}
