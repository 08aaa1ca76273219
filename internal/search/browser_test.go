package search_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
	"vitrina/internal/race"
)

// These tests hold the search page, in a real browser, to the numbered criteria
// of docs/buscar.md. Each subtest names those that it holds.

// reader is somebody at the search page.
type reader struct {
	*testing.T
	tab  *chromium.Tab
	host *host
	base string // address of the site
}

func (r *reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.Helper()
	if err := r.tab.Do(steps...); err != nil {
		r.Fatal(err)
	}
}

func (r *reader) until(condition string) {
	r.Helper()
	if err := r.tab.Until(condition); err != nil {
		r.Fatal(err)
	}
}

func (r *reader) eval(script string) string {
	r.Helper()
	text, err := r.tab.Eval(script)
	if err != nil {
		r.Fatal(script, err)
	}
	return text
}

// want compares what a script gives.
func (r *reader) want(script, want string) {
	r.Helper()
	if got := r.eval(script); got != want {
		r.Errorf("%s is %q, not %q", script, got, want)
	}
}

// open goes to the search page in some state.
func (r *reader) open(state string) {
	r.Helper()
	r.do(chromedp.Navigate(r.base + "buscar/" + state))
}

// says waits for what the page says of its results.
func (r *reader) says(status string) {
	r.Helper()
	r.until(fmt.Sprintf("document.querySelector('#estado').textContent === %q && !document.querySelector('#resultados[aria-busy]')", status))
}

// types puts a text into the box, as a person does, in place of what is there.
func (r *reader) types(text string) {
	r.Helper()
	r.eval(`document.querySelector('[name=q]').select()`)
	r.do(chromedp.SendKeys(chromedp.CSS("[name=q]"), text))
}

// press sends a key to whatever has the focus.
func (r *reader) press(keys ...string) {
	r.Helper()
	for _, k := range keys {
		r.do(chromedp.KeyEvent(k))
	}
}

// needsBrowser lets a test wait for its browser beside others.
func needsBrowser(t *testing.T) {
	race.PlainOnly(t, "what it tests is not written in Go")
	if testing.Short() {
		t.Skip("left to a longer run")
	}
	t.Parallel()
}

const (
	tab, enter, space = "\t", "\r", " "
	titles            = `[...document.querySelectorAll('#resultados > li > h3 > a')].map((a) => a.textContent).join('|')`
	notices           = `document.querySelector('#avisos').innerText`
	address           = `decodeURIComponent(location.search)`
)

// where is a script that describes what has the focus.
const where = `(document.activeElement.name || document.activeElement.className || document.activeElement.id || document.activeElement.tagName) + ' ' + (document.activeElement.type === 'checkbox' ? document.activeElement.value : document.activeElement.textContent.trim().slice(0, 40))`

func TestSearchPageInABrowser(t *testing.T) {
	needsBrowser(t)
	site := buildSite(t, searchContent())
	window := chromium.ForTest(t)
	for _, c := range []struct {
		name string
		test func(*reader)
	}{
		{"1 2 3 the state is in the address, and back restores it", stateInAddress},
		{"4 unknown parameters do no harm", unknownParameters},
		{"5 15 nothing is loaded before it is used", nothingBeforeUse},
		{"6 7 older answers never replace newer ones", staleAnswers},
		{"8 an empty query with filters lists by date", emptyQuery},
		{"9 corrections can be taken back", corrections},
		{"10 19 results are links in a list, marked by text nodes", resultsAreText},
		{"11 nothing found", nothingFound},
		{"12 more results", moreResults},
		{"13 14 16 filters widen and narrow, and their numbers are true", filters},
		{"17 the number of results is told once typing pauses", told},
		{"18 everything from the keyboard", keyboard},
		{"20 without JavaScript", withoutScript},
		{"21 at 320 pixels and with text twice as large", narrow},
		{"22 a file that does not load", failure},
		{"23 a site that was published again", publishedAgain},
		{"places of one name say where they are", homonyms},
		{"quoted phrases, ñ and other spellings", spellings},
		{"a quoted query is quoted once", quotesInQuotes},
		{"the box of every page leads here", headerBox},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := serveSite(t, site.files) // of which the browser has kept nothing
			r := &reader{t, window, h, h.URL + "/"}
			c.test(r)
			// 24: no inline code, no eval, nothing from elsewhere.
			for _, text := range r.tab.Complaints() {
				t.Errorf("the browser complains: %s", text)
			}
		})
	}
}

func stateInAddress(r *reader) {
	r.open("")
	before := r.eval("history.length")
	r.types("agua")
	r.says("9 resultados para «agua»")
	r.want(address, "?q=agua")
	r.types("acequia")
	r.says("14 resultados para «acequia»")
	r.eval(`document.querySelector('[value=puno]').click()`)
	r.eval(`document.querySelector('[value=ancash]').click()`)
	r.says("10 resultados para «acequia»")
	r.want(address, "?q=acequia&departamento=ancash&departamento=puno")
	// One step for the visit to the box, one for each filter.
	r.want(fmt.Sprintf("history.length - %s", before), "3")
	r.eval("history.back()")
	r.says("5 resultados para «acequia»")
	r.want(address, "?q=acequia&departamento=puno")
	r.want(`document.querySelector('[value=ancash]').checked + ' ' + document.querySelector('[value=puno]').checked`, "false true")
	r.eval("history.go(-2)")
	r.until(`!location.search && document.querySelector('#estado').textContent === '' && document.querySelector('[name=q]').value === ''`)
	r.eval("history.go(3)")
	r.says("10 resultados para «acequia»")
	r.want(`document.querySelector('[name=q]').value`, "acequia")
	here := r.eval("location.href")
	list := r.eval(titles)
	r.do(chromedp.Navigate("about:blank"), chromedp.Navigate(here))
	r.says("10 resultados para «acequia»")
	r.want(titles, list)
	r.want("location.href", here)
	r.open("?n=14&clase=practica&q=acequia&literal=1")
	r.says("14 resultados para «acequia»")
	r.want("document.querySelectorAll('#resultados > li').length", "14")
	r.want(`document.querySelector('[value=practica]').checked`, "true")
}

func unknownParameters(r *reader) {
	r.open("?q=agua&departamento=narnia&color=rojo&tema=<b>&n=-5&literal=si&clase=")
	r.says("9 resultados para «agua»")
	r.want(notices, "")
}

func nothingBeforeUse(r *reader) {
	r.open("")
	r.until(`document.querySelector('.filtros').hidden === false`)
	if asked := r.host.index(); len(asked) != 0 {
		r.Errorf("an unused page loads %v", asked)
	}
	r.do(chromedp.Click(chromedp.CSS("[name=q]")))
	r.until(`performance.getEntriesByType('resource').some((e) => e.name.includes('/busqueda/c/'))`)
	if asked := r.host.index(); len(asked) != 1 {
		r.Errorf("the focus loads %v", asked)
	}
	r.types("agua")
	r.says("9 resultados para «agua»")
	for _, name := range r.host.index() {
		if !strings.HasPrefix(name, "p/") && !strings.HasPrefix(name, "t/") {
			r.Errorf("a first search loads %s", name)
		}
	}
	open := func(facet string) {
		r.eval(fmt.Sprintf(`document.querySelector('[name=%s]').closest('details').open = true`, facet))
		r.until(fmt.Sprintf(`document.querySelector('[name=%s]').parentNode.querySelector('[data-cuenta]').textContent !== ''`, facet))
	}
	open("tema")
	if asked := r.host.index(); len(asked) != 1 || !strings.HasPrefix(asked[0], "f/") {
		r.Errorf("a filter that opens loads %v", asked)
	}
	open("region")
	if asked := r.host.index(); len(asked) != 1 || !strings.HasPrefix(asked[0], "f/") {
		r.Errorf("a second filter that opens loads %v", asked)
	}
}

func staleAnswers(r *reader) {
	r.open("?q=compost")
	r.says("1 resultado para «compost»")
	r.host.set(func() { r.host.slow, r.host.held, r.host.gaveUp = "busqueda/p/", nil, nil })
	r.types("sangrecita")
	r.until(`document.querySelector('#resultados').getAttribute('aria-busy') === 'true'`)
	r.want(titles, "Compost del mercado") // stays while the next is on its way
	// A word of another shard comes in at once, while the first still waits.
	var held []string
	for len(held) == 0 {
		r.until(`document.querySelector('#resultados').getAttribute('aria-busy') === 'true'`)
		r.host.set(func() { held = slices.Clone(r.host.held) })
	}
	r.host.set(func() { r.host.slow = held[0] })
	r.types("acequia")
	r.says("14 resultados para «acequia»")
	var gaveUp []string
	for len(gaveUp) == 0 {
		r.until("true")
		r.host.set(func() { gaveUp = slices.Clone(r.host.gaveUp) })
	}
	if !slices.Equal(gaveUp, held[:1]) {
		r.Errorf("given up: %v; the older search waited for %v", gaveUp, held)
	}
	r.host.set(func() { r.host.slow = "" })
	r.want(`document.querySelector('#estado').textContent`, "14 resultados para «acequia»")
	r.types("sangrecita") // what was given up can be asked again
	r.says("1 resultado para «sangrecita»")
}

func emptyQuery(r *reader) {
	r.open("")
	r.want(`document.querySelector('#caminos').hidden + ' ' + document.querySelectorAll('#resultados > li').length`, "false 0")
	r.open("?departamento=puno&departamento=huancavelica&clase=practica")
	r.says("7 resultados")
	r.want(`[...document.querySelectorAll('.resultado__lugar')].map((p) => p.textContent.slice(-4)).join(' ')`, "2025 2022 2022 2022 2022 2022 2022")
	r.want(`document.querySelector('#caminos').hidden`, "true")
}

func corrections(r *reader) {
	r.open("")
	r.types("sangresita")
	r.says("1 resultado para «sangrecita»")
	r.want(titles, "Sangrecita contra la anemia")
	r.want(notices, "Mostrando resultados para «sangrecita». Buscar «sangresita» tal como lo escribió")
	r.do(chromedp.Click(chromedp.CSS("#avisos a")))
	r.says("No hay resultados para «sangresita»")
	r.want(address, "?q=sangresita&literal=1")
	r.want("document.activeElement.id", "estado") // the link is gone: the focus is not lost
	r.eval(`document.querySelector('[value=puno]').click()`)
	r.until(`location.search.includes('puno')`)
	r.want(address, "?q=sangresita&departamento=puno&literal=1") // a filter does not undo it
	r.eval("history.go(-2)")
	r.says("1 resultado para «sangrecita»")
}

func resultsAreText(r *reader) {
	r.open("?q=agua+signos")
	r.says("9 resultados para «agua signos»")
	r.want(`document.querySelector('#resultados li').innerText`, "Cuando 1 < 2 & el agua sobra: <b>guía</b>\n\nEjemplo Práctica · Lima, Lima, Lima · Edición 2022\n\nSignos <i>raros</i> en un título, con agua & más.")
	r.want(`[...document.querySelectorAll('#resultados li:first-child mark')].map((m) => m.textContent).join(' ')`, "agua Signos agua")
	r.want(`document.querySelectorAll('#resultados :is(b, i)').length`, "0")
	r.want(`document.querySelector('#resultados').tagName + ' ' + [...document.querySelectorAll('#resultados > li')].every((li) => li.querySelectorAll('h3 > a[href]').length === 1)`, "OL true")
}

func nothingFound(r *reader) {
	r.open(`?q="agua+xyzzyx"&departamento=lima&tema=agua`)
	r.says(`No hay resultados para «"agua xyzzyx"»`)
	r.want(`document.querySelector('#caminos').hidden`, "false")
	r.eval(`[...document.querySelectorAll('#avisos a')].find((a) => a.textContent === 'Buscar sin comillas').click()`)
	r.until(`location.search.includes('q=agua+xyzzyx')`)
	r.says("3 resultados para «agua xyzzyx»")
	r.eval(`[...document.querySelectorAll('#avisos a')].find((a) => a.textContent === 'Quitar los filtros').click()`)
	r.says("9 resultados para «agua xyzzyx»")
	r.want(`document.querySelectorAll(':checked').length + location.search`, "0?q=agua+xyzzyx")
}

func moreResults(r *reader) {
	r.open("?q=acequia")
	r.says("14 resultados para «acequia»")
	r.want("document.querySelectorAll('#resultados > li').length", "10")
	first := strings.Split(r.eval(titles), "|")
	r.eval(`document.querySelector('#mas').focus()`)
	r.press(enter)
	r.until("document.querySelectorAll('#resultados > li').length === 14")
	all := strings.Split(r.eval(titles), "|")
	if !slices.Equal(all[:10], first) {
		r.Errorf("the first ten change: %v, %v", first, all)
	}
	r.until(fmt.Sprintf("document.activeElement.textContent === %q", all[10]))
	r.want(address, "?q=acequia&n=20")
	r.want("document.querySelector('#mas').hidden", "true")
	r.eval("history.back()")
	r.until("document.querySelectorAll('#resultados > li').length === 10")
}

func filters(r *reader) {
	r.open("?q=acequia")
	r.says("14 resultados para «acequia»")
	choose := func(value string) {
		r.eval(fmt.Sprintf(`document.querySelector('.filtros [value="%s"]').click()`, value))
	}
	choose("ancash")
	r.says("5 resultados para «acequia»")
	choose("puno") // one filter widens
	r.says("10 resultados para «acequia»")
	choose("residuos") // two narrow
	r.says("5 resultados para «acequia»")
	r.want("document.querySelector('[data-elegidos]').textContent", "(3)")
	r.want(notices, "Residuos\nÁncash\nPuno\nQuitar los filtros")
	// What is beside a value is what it gives, with all the rest as it is.
	r.eval(`document.querySelectorAll('.filtros details').forEach((d) => { d.open = true })`)
	r.until(`[...document.querySelectorAll('.filtros [data-cuenta]')].every((n) => n.textContent !== '')`)
	var shown []struct{ Name, Value, Count string }
	if err := json.Unmarshal([]byte(r.eval(`JSON.stringify([...document.querySelectorAll('.filtros input')].map((b) => (
		{ name: b.name, value: b.value, count: b.parentNode.querySelector('[data-cuenta]').textContent })))`)), &shown); err != nil {
		r.Fatal(err)
	}
	if len(shown) < 20 {
		r.Errorf("only %d values", len(shown))
	}
	chosen := map[string][]string{"departamento": {"ancash", "puno"}, "tema": {"residuos"}}
	for _, v := range shown {
		query := "?q=acequia&" + v.Name + "=" + v.Value
		for name, values := range chosen {
			if name != v.Name {
				query += "&" + name + "=" + strings.Join(values, "&"+name+"=")
			}
		}
		r.open(query)
		r.until(`document.querySelector('#estado').textContent`)
		got := r.eval(`document.querySelector('#estado').textContent.replace('No hay', '0').split(' ')[0]`)
		if got != v.Count {
			r.Errorf("%s %s shows %s and gives %s", v.Name, v.Value, v.Count, got)
		}
	}
	r.open("?q=acequia&departamento=ancash&departamento=puno&tema=residuos")
	r.says("5 resultados para «acequia»")
	r.do(chromedp.Click(chromedp.CSS("#avisos .elegidos li:nth-child(3) a")))
	r.says("2 resultados para «acequia»")
	r.want(address, "?q=acequia&departamento=ancash&tema=residuos")
	// What a practice does without, and what it needs little of, are one filter.
	for _, value := range []string{"internet", "vehiculo", "bajo-costo", "equipo-pequeno"} {
		r.open("?sin=" + value)
		r.says("1 resultado")
		r.want(titles, "Sangrecita contra la anemia")
		r.want(`document.querySelector('.resultado__necesita').innerText.replaceAll('\u00a0', ' ')`, "Sin internet · Sin vehículo · Bajo costo · Equipo pequeño")
	}
	r.want(notices, "Equipo\u00a0pequeño")
	// Before a search the numbers are those of the whole site.
	r.open("")
	r.want(`document.querySelector('[value=practica]').parentNode.textContent.trim()`, "Prácticas 18")
	r.want(`document.querySelector('[value=puno]').parentNode.textContent.trim()`, "Puno 7")
}

func told(r *reader) {
	r.open("")
	r.eval(`(window.dicho = [], new MutationObserver(() => dicho.push(document.querySelector('#anuncio').textContent)).observe(document.querySelector('#anuncio'), { childList: true }), 0)`)
	r.want(`document.querySelector('#anuncio').getAttribute('role')`, "status")
	r.types("acequia")
	r.until(`document.querySelector('#anuncio').textContent === '14 resultados para «acequia»'`)
	r.want("dicho.filter((x) => x).join('|')", "14 resultados para «acequia»") // and of no beginning of the word
}

func keyboard(r *reader) {
	r.do(chromedp.EmulateViewport(360, 800))
	defer r.do(chromedp.EmulateReset())
	r.open("")
	r.until(`document.querySelector('.filtros').hidden === false`)
	r.want("document.querySelector('.filtros').open", "false") // a drawer where there is little room
	r.eval(`document.querySelector('[name=q]').focus()`)
	r.press("f", "a", "e", "n", "a")
	r.says("14 resultados para «faena»")
	r.want(where, "q ") // the focus stays while results come
	r.press(tab)
	r.want(where, "boton boton--grande Buscar")
	r.press(tab)
	r.want(where, "SUMMARY Filtros")
	r.press(enter, tab)
	r.want(where, "clase practica")
	r.press(tab, tab, tab)
	r.want(where, "faceta__nombre Tema")
	r.press(enter, tab)
	r.want(where, "tema agua")
	r.press(space)
	r.says("7 resultados para «faena»")
	r.want(where, "tema agua")
	r.want(address, "?q=faena&tema=agua")
	r.want(`[...document.querySelectorAll('.filtros input')].every((b) => b.closest('fieldset').querySelector('legend') && b.closest('label') && b.closest('details'))`, "true")
	// Through the rest of the filters to the chosen one, then the results.
	for range 40 {
		r.press(tab)
		if r.eval(`document.activeElement.closest('.elegidos') !== null`) == "true" {
			break
		}
	}
	r.want(`document.activeElement.getAttribute('aria-label')`, "Quitar el filtro «Agua y saneamiento»")
	r.press(tab)
	r.until(`document.activeElement === document.querySelector('#resultados a')`)
	title := r.eval("document.activeElement.textContent")
	r.press(enter)
	r.until(fmt.Sprintf("document.querySelector('h1').textContent.includes(%q)", title))
}

func withoutScript(r *reader) {
	disable := func(yes bool) {
		if _, err := chromedp.Call(r.tab.Context(), emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: yes}); err != nil {
			r.Fatal(err)
		}
	}
	disable(true)
	defer disable(false)
	r.open("?q=agua")
	text := r.eval("document.querySelector('main').innerText")
	for _, want := range []string{"necesita JavaScript", "Por departamento", "Puno", "Ver las 18 prácticas"} {
		if !strings.Contains(text, want) {
			r.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(text, "Filtros") {
		r.Error("filters are offered that can do nothing")
	}
	r.want(`[...document.querySelectorAll('#caminos a')].every((a) => a.offsetHeight > 0) + ' ' + (document.querySelectorAll('#caminos a').length > 10)`, "true true")
}

func narrow(r *reader) {
	r.do(chromedp.EmulateViewport(320, 640))
	defer r.do(chromedp.EmulateReset())
	for _, state := range []string{"", "?q=acequia&departamento=puno&tema=agua", "?q=sangresita", `?q="agua+xyzzyx"`} {
		r.open(state)
		r.until("document.querySelector('.filtros').hidden === false && !document.querySelector('#resultados[aria-busy]')")
		r.eval(`document.querySelectorAll('.filtros, .filtros details').forEach((d) => { d.open = true })`)
		for _, size := range []string{"100%", "200%"} {
			r.eval(fmt.Sprintf("document.documentElement.style.fontSize = %q", size))
			if got := r.eval("document.documentElement.scrollWidth"); got != "320" {
				r.Errorf("at %s the page is %s wide because of %s", size, got, r.eval(`[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 320 && !e.closest('.oculto')).map((e) => e.tagName + '.' + e.className).slice(0, 6).join(', ')`))
			}
		}
	}
}

func failure(r *reader) {
	r.host.set(func() { r.host.broken = "busqueda/p/" })
	r.open("?tema=agua")
	r.says("9 resultados")
	r.types("acequia")
	r.until(notices + ".startsWith('No se pudo cargar una parte del buscador. Revise su conexión.')")
	r.want("document.querySelector('#estado').textContent", "") // said once
	r.want(`document.querySelector('[name=q]').value + ' ' + document.querySelector('#caminos').hidden`, "acequia false")
	r.until(`document.querySelector('#anuncio').textContent.startsWith('No se pudo')`)
	r.want(`[...document.querySelectorAll('[data-cuenta]')].map((n) => n.textContent).join('')`, "") // no number that is true of nothing
	r.host.index()
	r.host.set(func() { r.host.broken = "" })
	r.do(chromedp.Click(chromedp.CSS("#avisos button")))
	r.says("7 resultados para «acequia»")
	r.until(`document.activeElement.id === 'estado'`) // 18: the button has gone
	asked := r.host.index()
	if i := slices.IndexFunc(asked, func(name string) bool { return name[0] != 'p' && name[0] != 't' }); i >= 0 {
		r.Errorf("trying again loads %v", asked)
	}
	r.want(notices, "Agua y saneamiento")
}

func publishedAgain(r *reader) {
	r.open("?q=acequia")
	r.says("14 resultados para «acequia»")
	next := buildSite(r.T, searchContent(practice{slug: "nueva", title: "Sangrecita y acequia", summary: "Publicada después, cuando alguien ya estaba leyendo.", ubigeo: "150101", edition: "2025", theme: "agua"}))
	r.host.set(func() { r.host.files = next.files })
	r.types("sangrecita")
	r.until(notices + ".startsWith('El sitio se actualizó mientras usted lo leía.')")
	r.do(chromedp.Click(chromedp.CSS("#avisos a")))
	r.says("2 resultados para «sangrecita»")
}

func homonyms(r *reader) {
	r.open("?q=pampas&clase=municipalidad")
	r.says("2 resultados para «pampas»")
	places := strings.Split(r.eval(`[...document.querySelectorAll('.resultado__lugar')].map((p) => p.textContent).sort().join('|')`), "|")
	if !strings.Contains(places[0], "Pallasca, Áncash") || !strings.Contains(places[1], "Tayacaja, Huancavelica") {
		r.Errorf("%v", places)
	}
	for q, url := range map[string]string{
		"pampas+tayacaja": "municipalidades/090701/", "pampas+ancash": "municipalidades/021509/", "090701": "municipalidades/090701/", "nunoa": "municipalidades/211001/",
	} {
		r.open("?q=" + q)
		r.until("document.querySelector('#resultados a')")
		r.want("document.querySelector('#resultados a').href", r.base+url)
	}
}

func spellings(r *reader) {
	for q, want := range map[string]string{
		"nandu": "Sangrecita contra la anemia", "ÑANDÚES": "Sangrecita contra la anemia", "campañas": "Sangrecita contra la anemia",
		"campanas":                  "Compost del mercado|Sangrecita contra la anemia",
		`"pileta+publica"`:          "Cloro por goteo en el reservorio",
		`"reciclaje+jornada"`:       "",
		"¿cómo+hacer+el+reciclage":  "Compost del mercado",
		"recicl":                    "Compost del mercado",
		"<script>alert(1)</script>": "Faena comunal número 1|Cuando 1 < 2 & el agua sobra: <b>guía</b>",
	} {
		r.open("?clase=practica&q=" + q)
		r.until("document.querySelector('#estado').textContent")
		r.want(titles, want)
	}
}

// quotesInQuotes: the page quotes the query, and what is quoted in it stands in
// other marks.
func quotesInQuotes(r *reader) {
	r.open("?q=«pileta+pública»")
	r.says("1 resultado para «\"pileta pública\"»")
	r.want(`document.querySelector('[name=q]').value`, "«pileta pública»")
}

func headerBox(r *reader) {
	r.do(chromedp.EmulateViewport(1280, 800)) // narrow headers hide it
	r.do(chromedp.Navigate(r.base + "practicas/goteo/"))
	r.host.index()
	r.do(chromedp.SendKeys(chromedp.CSS("#v-q"), "compost"))
	if asked := r.host.index(); len(asked) != 0 {
		r.Errorf("the box in the header loads %v", asked)
	}
	r.press(enter)
	r.says("1 resultado para «compost»")
	r.want(address, "?q=compost")
}

// TestClientInAnotherPage holds the public module to its contract, from a page
// of the site and from a page of another site.
func TestClientInAnotherPage(t *testing.T) {
	needsBrowser(t)
	site := buildSite(t, searchContent())
	h := serveSite(t, site.files)
	other := serveSite(t, map[string][]byte{
		"_headers":   []byte("/*\n  Content-Security-Policy: default-src 'self' " + h.URL + "\n"),
		"index.html": []byte(`<!DOCTYPE html><html lang="es"><title>Otro sitio</title><script type="module" src="buscar.js"></script>`),
		"buscar.js":  []byte(`import { open } from '` + h.URL + `/busqueda/cliente.js'; window.open_ = open; document.title = 'listo';`),
	})
	const ask = `(async () => { const search = await %s;
		return JSON.stringify([await search.search('acequia', { filters: { departamento: ['ancash'] }, limit: 3, offset: 1, kinds: ['practica'] }), await search.search('sangresita')]); })()`
	tab := chromium.ForTest(t)
	var first string
	for _, from := range []struct{ address, open string }{
		{h.URL + "/practicas/", "import('/busqueda/cliente.js').then((m) => m.open())"},
		{h.URL + "/", "import('/busqueda/cliente.js').then((m) => m.open('/'))"},
		{other.URL + "/", "open_('" + h.URL + "/')"},
	} {
		r := &reader{T: t, tab: tab}
		r.do(chromedp.Navigate(from.address))
		r.until("document.title !== 'Otro sitio'")
		text := r.eval(fmt.Sprintf(ask, from.open))
		if first == "" {
			first = text
		} else if text != first {
			t.Errorf("from %s: %s", from.address, text)
		}
	}
	var answers []struct {
		Total     int
		Corrected *string
		Facets    map[string]map[string]int
		Kinds     map[string]int
		Results   []struct {
			URL, Title, Summary, Kind, Place string
			Score                            float64
		}
	}
	if err := json.Unmarshal([]byte(first), &answers); err != nil {
		t.Fatal(err)
	}
	a := answers[0]
	if a.Total != 5 || len(a.Results) != 3 || a.Corrected != nil || a.Facets["departamento"]["puno"] != 5 || a.Kinds["practica"] != 5 {
		t.Errorf("%+v", a)
	}
	for i, res := range a.Results {
		if !strings.HasPrefix(res.URL, "practicas/faena-") || !strings.HasPrefix(res.Title, "Faena comunal") || res.Summary == "" || res.Score <= 0 ||
			res.Place != "Pampas, Pallasca, Áncash" || i > 0 && res.Score > a.Results[i-1].Score {
			t.Errorf("%+v", res)
		}
	}
	if b := answers[1]; b.Corrected == nil || *b.Corrected != "sangrecita" || b.Total != 1 || b.Results[0].URL != "practicas/sangrecita/" {
		t.Errorf("%+v", b)
	}
	for _, text := range tab.Complaints() {
		t.Errorf("the browser complains: %s", text)
	}
}

// TestSearchPageFromADisk opens the site as files: 24, and what is said where
// the index is not beside it.
func TestSearchPageFromADisk(t *testing.T) {
	needsBrowser(t)
	site := buildSite(t, searchContent())
	bare, whole := t.TempDir(), t.TempDir()
	write(t, bare, site.files)
	write(t, whole, site.files)
	write(t, whole, site.disk)
	r := &reader{T: t, tab: chromium.ForTest(t)}
	open := func(dir, path string) {
		r.base = "file://" + filepath.ToSlash(dir) + "/"
		r.do(chromedp.Navigate(r.base + path))
	}

	open(whole, "buscar/index.html?q=sangresita")
	r.says("1 resultado para «sangrecita»")
	r.types("acequia")
	r.says("14 resultados para «acequia»")
	r.want(address, "?q=acequia")
	r.eval(`document.querySelector('[value=puno]').click()`)
	r.says("5 resultados para «acequia»")
	r.types(`"pileta pública"`)
	r.eval(`document.querySelector('[value=puno]').click()`)
	r.says(`1 resultado para «"pileta pública"»`)
	r.do(chromedp.Click(chromedp.CSS("#resultados a")))
	r.until("document.querySelector('h1').textContent.includes('Cloro por goteo')")
	r.do(chromedp.SendKeys(chromedp.CSS("#v-q"), "compost\r"))
	r.says("1 resultado para «compost»")

	open(bare, "buscar/index.html?q=acequia")
	r.until(notices + ".includes('no lleva el buscador')")
	r.want("document.querySelector('#avisos a').href", "https://prueba.example/buscar/?q=acequia")
	r.want("document.querySelector('.filtros').hidden + ' ' + document.querySelector('#caminos').hidden", "true false")
	open(bare, "buscar/index.html")
	r.until(notices + ".includes('no lleva el buscador')") // before anybody types in vain
	for _, text := range r.tab.Complaints() {
		t.Errorf("the browser complains: %s", text)
	}
}
