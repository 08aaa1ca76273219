package render

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vitrina/internal/weave"
)

// intents reads the custom properties that hold under some media conditions:
// the later block wins, as it does in a browser.
func intents(t *testing.T, dark, contrast bool) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../static/css/colores.css")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	property := regexp.MustCompile(`--([a-z-]+):\s*([^;]+);`)
	for _, block := range regexp.MustCompile(`(?s)(@media [^{]*\{\s*)?:root \{(.*?)\}`).FindAllStringSubmatch(string(data), -1) {
		if strings.Contains(block[1], "dark") && !dark || strings.Contains(block[1], "contrast") && !contrast {
			continue
		}
		for _, m := range property.FindAllStringSubmatch(block[2], -1) {
			values[m[1]] = m[2]
		}
	}
	return values
}

// luminance follows a property to its colour, and gives its relative luminance.
func luminance(t *testing.T, values map[string]string, name string) float64 {
	t.Helper()
	v := values[name]
	for strings.HasPrefix(v, "var(--") {
		v = values[strings.TrimSuffix(strings.TrimPrefix(v, "var(--"), ")")]
	}
	hex := strings.TrimPrefix(v, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("--%s is not a colour: %q", name, v)
	}
	channel := func(c uint64) float64 {
		x := float64(c&0xff) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}

func TestTextAndControlsStandOutFromTheirGround(t *testing.T) {
	const text, shape = 4.5, 3.0
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"accent-text", "accent", text}, {"focus", "focus-ground", text},
		{"text", "warn-ground", text}, {"warn", "warn-ground", text}, {"text", "mark", text},
		{"muted", "map-empty", text}, {"map-some-text", "map-some", text}, {"map-many-text", "map-many", text},
		{"focus", "focus-ground", shape},
		{"papel", "anil", shape}, {"papel", "cochinilla", shape}, {"papel", "molle", shape}, {"papel", "nogal", shape},
	}
	for _, ground := range []string{"ground", "raised"} {
		for _, front := range []string{"text", "muted", "link", "accent", "warn", "free"} {
			pairs = append(pairs, struct {
				front, back string
				least       float64
			}{front, ground, text})
		}
		for _, front := range []string{"line-strong", "before", "costa", "sierra", "selva", "otra", "warn-line"} {
			pairs = append(pairs, struct {
				front, back string
				least       float64
			}{front, ground, shape})
		}
	}
	for _, dark := range []bool{false, true} {
		for _, contrast := range []bool{false, true} {
			values := intents(t, dark, contrast)
			for _, p := range pairs {
				a, b := luminance(t, values, p.front), luminance(t, values, p.back)
				ratio := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05)
				if ratio < p.least {
					t.Errorf("dark %v, more contrast %v: --%s on --%s is %.2f, less than %.1f", dark, contrast, p.front, p.back, ratio, p.least)
				}
			}
		}
	}
}

func TestComponentsNameIntentsAndNotDyes(t *testing.T) {
	dyes := regexp.MustCompile(`var\(--(papel|tinta|noche|tiza|cochinilla|anil|molle|chilca|chilca-clara|nogal|rosa|celeste)\)`)
	for _, name := range []string{"base", "marco", "listas", "portada", "practica", "lugares", "buscar"} {
		data, err := os.ReadFile("../../static/css/" + name + ".css")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range dyes.FindAllString(string(data), -1) {
			t.Errorf("%s.css uses %s", name, m)
		}
	}
}

// TestTheDyesOfPicturesAreThoseOfPages: share cards are painted with the
// colours of package weave, pages with those of the style.
func TestTheDyesOfPicturesAreThoseOfPages(t *testing.T) {
	values := intents(t, false, false)
	known := map[string]bool{}
	for _, v := range values {
		known[v] = true
	}
	for _, d := range weave.Dyes {
		for _, c := range d.Colors {
			if hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B); !known[hex] {
				t.Errorf("%s: %s is not in colores.css", d.Class, hex)
			}
		}
	}
}
