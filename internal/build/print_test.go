package build

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/ledongthuc/pdf"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"vitrina/internal/race"
	"vitrina/internal/site"
)

// press is a reader who prints.
type press struct{ *reader }

func newPress(t *testing.T) *press { return &press{newReader(t)} }

// print prints a page as its style sheet asks, and returns the text of each
// sheet side.
func (p *press) print(address string) []string {
	p.t.Helper()
	p.open(address)
	prefer := true
	printed, err := chromedp.Call(p.tab.Context(), cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &prefer})
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := pdf.NewReader(bytes.NewReader(printed.Data), int64(len(printed.Data)))
	if err != nil {
		p.t.Fatal(err)
	}
	var sides []string
	for i := range r.NumPage() {
		side := r.Page(i + 1)
		box := side.V.Key("MediaBox")
		if w, h := box.Index(2).Float64(), box.Index(3).Float64(); w < 594 || w > 597 || h < 840 || h > 843 {
			p.t.Errorf("%s: the paper is %v by %v points, not A4", address, w, h)
		}
		text, err := side.GetPlainText(nil)
		if err != nil {
			p.t.Fatal(err)
		}
		sides = append(sides, text)
	}
	return sides
}

// squeezed is a text without its spaces, which paper breaks and hyphens cut.
func squeezed(s string) string {
	return strings.NewReplacer("-", "", "\u00ad", "", "‐", "").Replace(strings.Join(strings.Fields(s), ""))
}

func (p *press) wants(what, text string, wants ...string) {
	p.t.Helper()
	text = squeezed(text)
	for _, want := range wants {
		if !strings.Contains(text, squeezed(want)) {
			p.t.Errorf("%s: the paper does not say %q", what, want)
		}
	}
}

// TestEveryPracticePrintsOnTwoSidesOfA4 prints every shipped practice with a
// real browser and reads the paper.
func TestEveryPracticePrintsOnTwoSidesOfA4(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	p := newPress(t)
	navigation := []string{"Saltar al contenido", "Buscar", "Inicio Prácticas", "En esta página", "Otras prácticas de", "Novedades", "Datos abiertos", "Imprimir la ficha", "Compartir esta práctica", "Enviar por WhatsApp", "Materiales para descargar"}
	if len(p.site.Practices) < 30 {
		t.Fatalf("%d practices", len(p.site.Practices))
	}
	for _, x := range p.site.Practices {
		e := x.Entry
		sides := p.print(x.Address)
		if len(sides) < 1 || len(sides) > 2 {
			t.Errorf("%s prints on %d sides", x.Address, len(sides))
		}
		text := strings.Join(sides, " ")
		p.wants(x.Address, text, e.Title, e.Summary, x.Municipality.Entry.Name, x.Municipality.Department.Name,
			"Ejemplo", "Lo que necesita", "Qué no funcionó", "A quién llamar", "Última revisión",
			strings.TrimPrefix(p.site.BaseURL, "https://")+x.Address[1:])
		if e.Contact.Phone != "" {
			p.wants(x.Address, text, e.Contact.Phone)
		}
		for _, r := range e.Results {
			p.wants(x.Address, text, r.Indicator)
		}
		for _, s := range e.Sources {
			p.wants(x.Address, text, s.Title, s.URL)
		}
		for _, word := range navigation {
			if strings.Contains(squeezed(text), squeezed(word)) {
				t.Errorf("%s: the paper says %q, which only a screen can use", x.Address, word)
			}
		}
	}
	p.nothingAmiss("paper")
}

// TestTheCodeOnPaperLeadsToThePage reads the QR code of a sheet as it is laid
// out for print, with a decoder that shares nothing with what wrote it.
func TestTheCodeOnPaperLeadsToThePage(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	p := newPress(t)
	media := func(m string) {
		t.Helper()
		if _, err := chromedp.Call(p.tab.Context(), emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: m}); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range p.site.Practices[:5] {
		p.open(x.Address)
		media("screen")
		if shown, err := p.tab.Eval(`getComputedStyle(document.querySelector(".hoja")).display`); err != nil || shown != "none" {
			t.Errorf("%s: on a screen the code is %q, %v", x.Address, shown, err)
		}
		media("print")
		shot, err := chromedp.Run(p.tab.Context(), chromedp.ScreenshotScale(".hoja .codigo", 3))
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(shot))
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(m)
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
		if err != nil {
			t.Errorf("%s: %v", x.Address, err)
		} else if want := p.site.BaseURL + x.Address[1:]; read.GetText() != want {
			t.Errorf("the code reads %q, want %q", read.GetText(), want)
		}
	}
}

// TestBookletsPrintWithBreaksWhereTheyBelong prints the booklet of a theme: a
// cover, the contents, and each practice at the top of a side.
func TestBookletsPrintWithBreaksWhereTheyBelong(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	p := newPress(t)
	theme := p.site.Theme("agua-y-saneamiento")
	sides := p.print(site.Route{Kind: site.KindThemeBooklet, ID: theme.Entry.ID}.Address())
	p.wants("cover", sides[0], "Cuaderno de prácticas", theme.Entry.Name, "Ejemplo")
	titles := 0
	for _, x := range theme.Practices {
		p.wants("contents", sides[1], x.Entry.Title)
		for _, side := range sides[2:] {
			if i := strings.Index(squeezed(side), squeezed(x.Entry.Title)+squeezed(x.Municipality.Entry.Name)); i >= 0 {
				titles++
				if i > 200 { // its number, code and address come first
					t.Errorf("%s starts %d letters down the side", x.Address, i)
				}
			}
		}
	}
	if titles != len(theme.Practices) || len(sides) > 2+2*len(theme.Practices) {
		t.Errorf("%d practices of %d on %d sides", titles, len(theme.Practices), len(sides))
	}
	if strings.Contains(squeezed(sides[0]), "1/") {
		t.Error("the cover has a number")
	}
	for _, d := range p.site.Departments {
		if len(d.Practices) == 0 {
			sides := p.print(site.Route{Kind: site.KindDepartmentBooklet, ID: d.Slug}.Address())
			if len(sides) != 1 {
				t.Errorf("the empty booklet of %s takes %d sides", d.Name, len(sides))
			}
			p.wants(d.Name, sides[0], "Todavía no hay prácticas publicadas")
			break
		}
	}
}

// TestTheButtonPrints holds that the button prints, and that it is not shown
// where scripts do not run.
func TestTheButtonPrints(t *testing.T) {
	race.PlainOnly(t, "a browser looks at a finished site")
	p := newPress(t)
	address := p.site.Practices[0].Address
	p.open(address)
	asked, err := p.tab.Eval(`new Promise(done => {
		window.print = () => done("printed");
		document.querySelector("[data-imprimir]").click();
		setTimeout(() => done("nothing"), 5000);
	})`)
	if err != nil || asked != "printed" {
		t.Errorf("a click on the button gives %q, %v", asked, err)
	}
	shown := `getComputedStyle(document.querySelector("[data-imprimir]")).display`
	if got, err := p.tab.Eval(shown); err != nil || got == "none" {
		t.Errorf("with scripts the button is %q, %v", got, err)
	}
	off := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(p.tab.Context(), emulation.SetScriptExecutionDisabled, off); err != nil {
		t.Fatal(err)
	}
	p.open(address)
	if got, err := p.tab.Eval(shown); err != nil || got != "none" {
		t.Errorf("without scripts the button is %q, %v", got, err)
	}
}
