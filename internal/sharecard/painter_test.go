package sharecard

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func example() Card {
	return Card{
		Slug: "agua-segura-con-cloro-por-goteo", Title: "Agua segura con cloro por goteo: el turno y la prueba del día seco",
		Place: "Quillarumi, Áncash", Award: "Práctica ganadora · 2023", Label: "Ejemplo", Site: "Vitrina de buenas prácticas municipales",
		Theme: "agua-y-saneamiento", Region: "sierra",
	}
}

func painter(t testing.TB) *Painter {
	t.Helper()
	p, err := NewPainter()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func draw(t testing.TB, p *Painter, c Card) ([]byte, image.Image) {
	t.Helper()
	b := p.Draw(c)
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return b, m
}

// dark counts the pixels of a rectangle that ink covers.
func dark(m image.Image, r image.Rectangle) int {
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y < 100 {
				n++
			}
		}
	}
	return n
}

var (
	labelRoom = image.Rect(margin, awardLine-40, margin+130, awardLine+20)
	titleRoom = image.Rect(margin, titleTop, Width-margin, titleBottom)
	edges     = []image.Rectangle{
		image.Rect(0, bandHeight+hem+8, margin-8, Height), image.Rect(Width-margin+8, bandHeight+hem+8, Width, Height),
		image.Rect(0, Height-margin+16, Width, Height),
	}
)

func TestCardsAreOfTheSizeThatServicesAskFor(t *testing.T) {
	b, m := draw(t, painter(t), example())
	if m.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Errorf("size %v", m.Bounds())
	}
	if len(b) > 100<<10 {
		t.Errorf("%d bytes; services take 300 kB, and a site has thousands", len(b))
	}
}

// TestTitlesOfEveryLengthFit sets titles from a word to 120 of the widest
// letters: none loses a letter, leaves its room or takes more than four lines.
func TestTitlesOfEveryLengthFit(t *testing.T) {
	p := painter(t)
	for _, title := range []string{
		"Té", "Radio Warmi",
		strings.TrimSpace(strings.Repeat("municipalidad ", 8))[:111] + " así son", // 119
		strings.TrimSpace(strings.Repeat("MÑ WQ ", 20))[:120],
		strings.Repeat("M", 120),
		"«Ñandú, güiro, té»: " + strings.Repeat("ancho ", 16) + "fin",
	} {
		face, lines := p.title(clean(title))
		if len(lines) > 4 {
			t.Errorf("%q takes %d lines", title, len(lines))
		}
		if got := strings.Join(lines, ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(title, " ", "") {
			t.Errorf("%q is set as %q", title, lines)
		}
		for _, l := range lines {
			if face.width(l) > measure {
				t.Errorf("%q is %d pixels wide", l, face.width(l))
			}
		}
		c := example()
		c.Title = title
		_, m := draw(t, p, c)
		if dark(m, titleRoom) == 0 {
			t.Errorf("%q is not seen", title)
		}
		for _, e := range edges {
			if n := dark(m, e); n > 0 {
				t.Errorf("%q: %d dark pixels on the edge %v", title, n, e)
			}
		}
	}
}

func TestEveryLetterOfTheCountrysLanguagesIsInTheFonts(t *testing.T) {
	p := painter(t)
	for _, face := range append(slices.Clone(p.titles), p.award, p.place, p.site, p.label) {
		for _, r := range "áéíóúüñÁÉÍÓÚÜÑ¿¡«»—–…·’ʼ“”°ª%äïëãẽĩõũ0123456789" {
			if _, _, ok := face.face.GlyphBounds(r); !ok {
				t.Errorf("size %d lacks %q", face.size, r)
			}
		}
	}
}

func TestExamplesAreLabelled(t *testing.T) {
	p := painter(t)
	c := example()
	_, with := draw(t, p, c)
	c.Label, c.Award = "", ""
	_, without := draw(t, p, c)
	if dark(with, labelRoom) < 500 || dark(without, labelRoom) != 0 {
		t.Errorf("dark pixels where the label stands: %d with it, %d without", dark(with, labelRoom), dark(without, labelRoom))
	}
}

func TestEachWordChangesNameAndPicture(t *testing.T) {
	p := painter(t)
	base := example()
	first, _ := draw(t, p, base)
	for name, change := range map[string]func(*Card){
		"slug": func(c *Card) { c.Slug = "otra" }, "title": func(c *Card) { c.Title += "s" }, "place": func(c *Card) { c.Place = "Lima" },
		"award": func(c *Card) { c.Award = "Finalista" }, "label": func(c *Card) { c.Label = "" }, "site": func(c *Card) { c.Site = "Otro" },
		"theme": func(c *Card) { c.Theme = "violencia" }, "region": func(c *Card) { c.Region = "selva" },
	} {
		c := base
		change(&c)
		if c.Name() == base.Name() {
			t.Errorf("%s: the name stays %s", name, c.Name())
		}
		if b, _ := draw(t, p, c); bytes.Equal(b, first) {
			t.Errorf("%s: the picture stays", name)
		}
	}
}

func TestEqualCardsGiveEqualBytes(t *testing.T) {
	one, other := painter(t), painter(t)
	want, _ := draw(t, one, example())
	draw(t, other, Card{Slug: "x", Title: "Otra cosa, con otras letras: ÑÁÉ"}) // other letters are remembered first
	var wg sync.WaitGroup
	for _, p := range []*Painter{one, other} {
		for range 4 {
			wg.Go(func() {
				if !bytes.Equal(p.Draw(example()), want) {
					t.Error("other bytes")
				}
			})
		}
	}
	wg.Wait()
}

func TestEmptyAndHostileWordsAreDrawn(t *testing.T) {
	p := painter(t)
	draw(t, p, Card{})
	for _, s := range []string{strings.Repeat("x", 5000), "\u202eodatsaB\u202c", "e\u0301\u0301\u0301", "👍🏽", "漢字", "\xff\xfe", "a\x00b\nc"} {
		for _, label := range []string{s, s[:min(len(s), 30)]} {
			draw(t, p, Card{Slug: "x", Title: s, Place: s, Award: s, Label: label, Site: s})
		}
	}
	if got := clean(" nin\u0303o \u200b\u202e x\n y "); got != "niño x y" {
		t.Errorf("clean gives %q", got)
	}
}

func TestACardIsDrawnOnce(t *testing.T) {
	dir := t.TempDir()
	first := NewCache(dir)
	want, err := first.Get(t.Context(), example(), nil)
	if err != nil {
		t.Fatal(err)
	}
	again := NewCache(dir)
	got, err := again.Get(t.Context(), example(), nil)
	if err != nil || !bytes.Equal(got, want) || again.Drawn() != 0 || first.Drawn() != 1 {
		t.Errorf("drawn %d times, then %d; %v", first.Drawn(), again.Drawn(), err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files kept, %v", len(files), err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(files[0], b, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := again.Get(t.Context(), example(), nil); err != nil || !bytes.Equal(got, want) || again.Drawn() != 1 {
		t.Errorf("a damaged card: drawn %d times, %v", again.Drawn(), err)
	}
}

func BenchmarkDraw(b *testing.B) {
	p := painter(b)
	c := example()
	b.ReportAllocs()
	for b.Loop() {
		p.Draw(c)
	}
}
