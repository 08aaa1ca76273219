package weave

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// some are enough slugs to meet every choice.
func some(yield func(words [3]string, w Weave) bool) {
	for _, f := range families {
		for i := range 120 {
			region := []string{"costa", "sierra", "selva", ""}[i%4]
			words := [3]string{f.themes[0], region, fmt.Sprintf("practica-%d", i)}
			if !yield(words, Of(words[0], words[1], words[2])) {
				return
			}
		}
	}
}

func TestMotifsFillTheirGrid(t *testing.T) {
	for _, f := range families {
		for i, m := range f.motifs {
			for y, row := range m {
				if len(row) != motifWidth || strings.Trim(row, "#o.") != "" {
					t.Errorf("%s %d, row %d: %q", f.name, i, y, row)
				}
			}
		}
	}
	for _, edge := range borders {
		if motifWidth%len(edge) != 0 {
			t.Errorf("border %q does not repeat in %d", edge, motifWidth)
		}
	}
}

func TestAWeaveIsWrittenInLessThanAKilobyte(t *testing.T) {
	longest, sum, n := 0, 0, 0
	for words, w := range some {
		for _, p := range []Pattern{w.Band(), w.Square()} {
			svg := `<svg class="telar telar--` + w.Dye.Class + `" viewBox="` + p.ViewBox() + `" aria-hidden="true"><path class="telar__f" d="` +
				p.Path(Figure) + `"/><path class="telar__a" d="` + p.Path(Accent) + `"/></svg>`
			longest = max(longest, len(svg))
			sum, n = sum+len(svg), n+1
			if len(svg) > 1024 {
				t.Errorf("%v: %d bytes", words, len(svg))
			}
		}
	}
	t.Logf("longest %d bytes, mean %d", longest, sum/n)
}

func TestTheSameWordsGiveTheSameCloth(t *testing.T) {
	for words, a := range some {
		b := Of(words[0], words[1], words[2])
		if a.Band().Path(Figure) != b.Band().Path(Figure) || a.Square().Path(Accent) != b.Square().Path(Accent) || a.Dye != b.Dye {
			t.Fatal(words)
		}
	}
}

func TestSlugsOfOneThemeAreToldApart(t *testing.T) {
	for _, f := range families {
		seen := map[string]bool{}
		for i := range 120 {
			w := Of(f.themes[0], "sierra", fmt.Sprintf("practica-%d", i))
			seen[w.Dye.Class+w.Band().Path(Figure)+"/"+w.Band().Path(Accent)+"/"+w.Square().Path(Figure)] = true
		}
		if len(seen) < 100 {
			t.Errorf("%s: %d cloths for 120 slugs", f.name, len(seen))
		}
	}
}

func TestAnUnknownThemeHasAFamilyForEver(t *testing.T) {
	// A change here changes the cloth of every site with themes of its own.
	if got := Of("transporte", "costa", "x").Family; got != "cerros" {
		t.Errorf("transporte: %s", got)
	}
}

// TestPathsCoverTheirCells follows the strokes and colours what they cover.
func TestPathsCoverTheirCells(t *testing.T) {
	step := regexp.MustCompile(`m(-?[0-9.]+) (-?[0-9.]+)([hv])(\d+)`)
	value := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for words, w := range some {
		for _, p := range []Pattern{w.Band(), w.Square()} {
			for _, thread := range []Thread{Figure, Accent} {
				covered := make([]bool, p.Width*p.Height)
				d := p.Path(thread)
				if step.ReplaceAllString(d, "") != "" {
					t.Fatalf("%q is not all moves and lines", d)
				}
				x, y := 0.0, 0.0
				for _, m := range step.FindAllStringSubmatch(d, -1) {
					x, y = x+value(m[1]), y+value(m[2])
					for range int(value(m[4])) {
						covered[int(y)*p.Width+int(x)] = true
						if m[3] == "h" {
							x++
						} else {
							y++
						}
					}
				}
				for i, on := range covered {
					at := p.At(i%p.Width, i/p.Width)
					if at == thread && !on || at < thread && on { // under a thread above, either will do
						t.Fatalf("%v, cell %d,%d: covered %v", words, i%p.Width, i/p.Width, on)
					}
				}
			}
		}
	}
}

func BenchmarkCard(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		p := Of("agua-y-saneamiento", "sierra", "agua-segura").Band()
		p.Path(Figure)
		p.Path(Accent)
	}
}
