package diag

import (
	"slices"
	"testing"
)

func TestProblemsAreOneLineEach(t *testing.T) {
	at := Pos{Line: 4, Column: 1}
	for want, p := range map[string]Problem{
		"content/a.md:4:1: error: falta algo":  {File: "content/a.md", Pos: at, Text: "falta algo"},
		"content/a.md:4:1: aviso: sobra algo":  {File: "content/a.md", Pos: at, Severity: Warning, Text: "sobra algo"},
		"content/a.md:4:1: error: sin columna": {File: "content/a.md", Pos: Pos{Line: 4}, Text: "sin columna"},
		"content/a.md:1:1: error: no se lee":   {File: "content/a.md", Text: "no se lee"},
		"error: sin archivo":                   {Text: "sin archivo"},
	} {
		if got := p.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestSortedHasAFixedOrderAndNoRepeats(t *testing.T) {
	p := func(file string, line, column int, s Severity, text string) Problem {
		return Problem{File: file, Pos: Pos{Line: line, Column: column}, Severity: s, Text: text}
	}
	want := List{
		p("a", 1, 1, Error, "x"), p("a", 1, 1, Error, "y"), p("a", 1, 1, Warning, "x"), p("a", 1, 2, Error, "x"),
		p("a", 2, 1, Error, "x"), p("b", 1, 1, Error, "x"),
	}
	shuffled := append(slices.Clone(want), want...)
	slices.Reverse(shuffled)
	if got := shuffled.Sorted(); !slices.Equal(got, want) {
		t.Errorf("Sorted = %v, want %v", got, want)
	}
	if e, w := want.Count(); e != 5 || w != 1 || !want.HasErrors() {
		t.Errorf("Count = %d, %d", e, w)
	}
	if (List{want[2]}).HasErrors() {
		t.Error("a warning counts as an error")
	}
}

func TestClosestForgivesCaseAccentsAndSlips(t *testing.T) {
	keys := []string{"municipalidad", "municipalidades_asociadas", "metas", "temas", "titulo", "resumen", "alt"}
	for word, want := range map[string]string{
		"municipalida": "municipalidad", "Título": "titulo", "titluo": "titulo", "RESUMEN": "resumen", "tema": "temas",
		"at": "alt", "municpalidade": "municipalidad", "zzz": "", "": "", "fotografía": "",
	} {
		got, ok := Closest(word, keys)
		if got != want || ok != (want != "") {
			t.Errorf("Closest(%q) = %q, %v, want %q", word, got, ok, want)
		}
	}
	slices.Reverse(keys)
	if got, _ := Closest("emas", keys); got != "metas" && got != "temas" {
		t.Errorf("Closest(emas) = %q", got)
	}
	a, _ := Closest("xemas", []string{"temas", "lemas"})
	b, _ := Closest("xemas", []string{"lemas", "temas"})
	if a != "lemas" || a != b {
		t.Errorf("ties depend on the order: %q, %q", a, b)
	}
}

func TestMeantIsAQuestion(t *testing.T) {
	if got := Meant("tema", []string{"temas"}); got != "¿quiso decir «temas»?" {
		t.Errorf("Meant = %q", got)
	}
	if got := Meant("temas", []string{"temas"}); got != "" {
		t.Errorf("Meant of the right word = %q", got)
	}
}

// The name of a file cannot begin a line of its own, nor talk to a terminal.
func TestAProblemIsOneLine(t *testing.T) {
	p := Problem{File: "content/temas/a\n::error::\x1b[31m\r\u0085.md", Text: "nombre «ñ»"}
	if got, want := p.String(), `content/temas/a\n::error::\x1b[31m\r\u0085.md:1:1: error: nombre «ñ»`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
