package texts

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func load(t *testing.T, yaml string) *Texts {
	t.Helper()
	texts, err := Load(fstest.MapFS{File: {Data: []byte(yaml)}})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestGetReplacesNames(t *testing.T) {
	texts := load(t, "lista:\n  pagina: \"Página {n} de {total}\"\n")
	got, err := texts.Get("lista.pagina", "n", "2", "total", "9")
	if got != "Página 2 de 9" || err != nil {
		t.Errorf("Get = %q, %v", got, err)
	}
}

func TestMissingTextNamesTheNearest(t *testing.T) {
	texts := load(t, "lista:\n  pagina: Página\n")
	if _, err := texts.Get("lista.pajina"); err == nil || !strings.Contains(err.Error(), "¿«lista.pagina»?") {
		t.Errorf("Get = %v", err)
	}
}

func TestCountHasThreeForms(t *testing.T) {
	texts := load(t, "c:\n  cero: nada\n  uno: \"{n} cosa\"\n  varios: \"{n} cosas\"\nd:\n  uno: \"{n} cosa\"\n  varios: \"{n} cosas\"\n")
	for _, c := range []struct {
		key  string
		n    int
		want string
	}{{"c", 0, "nada"}, {"c", 1, "1 cosa"}, {"c", 2, "2 cosas"}, {"d", 0, "0 cosas"}} {
		written := map[int]string{0: "0", 1: "1", 2: "2"}[c.n]
		if got, err := texts.Count(c.key, c.n, written); got != c.want || err != nil {
			t.Errorf("Count(%s, %d) = %q, %v, want %q", c.key, c.n, got, err, c.want)
		}
	}
}

func TestOnlyTextsAreTexts(t *testing.T) {
	for _, yaml := range []string{"a: 1\n", "a:\n  - x\n", "a: [\n", "a:\n"} {
		if _, err := Load(fstest.MapFS{File: {Data: []byte(yaml)}}); err == nil {
			t.Errorf("%q is accepted", yaml)
		}
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("an absent file is accepted")
	}
}

func TestOurTextsLoad(t *testing.T) {
	texts, err := Load(os.DirFS("../../templates"))
	if err != nil {
		t.Fatal(err)
	}
	if !texts.Has("navegacion.inicio") {
		t.Error("a text is missing")
	}
}
