package markdown

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestAddressOf(t *testing.T) {
	for file, want := range map[string]string{
		"content/practicas/agua-segura.md":                     "/practicas/agua-segura/",
		"content/practicas/agua-segura/index.md":               "/practicas/agua-segura/",
		"content/practicas/index.md":                           "",
		"content/municipalidades/021509.md":                    "/municipalidades/021509/",
		"content/municipalidades/021509-pampas.md":             "/municipalidades/021509/",
		"content/ediciones/3.md":                               "/ediciones/3/",
		"content/temas/agua.md":                                "/temas/agua/",
		"content/metas/local-agua.md":                          "/metas/local-agua/",
		"content/enlaces/02.md":                                "/enlaces/02/",
		"content/paginas/acerca.md":                            "/paginas/acerca/",
		"content/paginas/acerca/index.md":                      "",
		"content/practicas/agua/otra.md":                       "",
		"content/practicas/agua/index/index.md":                "",
		"content/practicas/Agua.md":                            "",
		"content/practicas/ñandú.md":                           "",
		"content/practicas/.md":                                "",
		"content/practicas/agua.txt":                           "",
		"content/practicas/" + strings.Repeat("a", 80) + ".md": "/practicas/" + strings.Repeat("a", 80) + "/",
		"content/practicas/" + strings.Repeat("a", 81) + ".md": "",
		"content/municipalidades/02150.md":                     "",
		"content/municipalidades/021509-.md":                   "",
		"content/municipalidades/021509-Pampas.md":             "",
		"content/municipalidades/021509/index.md":              "",
		"content/enlaces/2.md":                                 "",
		"content/sitio.yaml":                                   "",
		"content/otras/agua.md":                                "",
		"content/agua.md":                                      "",
		"practicas/agua.md":                                    "",
		"":                                                     "",
	} {
		if got, ok := AddressOf(file); got != want || ok != (want != "") {
			t.Errorf("AddressOf(%q) = %q, %t; want %q", file, got, ok, want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"/practicas/agua/", "/temas/agua/", "../../temas/agua/"},
		{"/practicas/agua/", "/practicas/otra/", "../otra/"},
		{"/practicas/agua/", "/practicas/", "../"},
		{"/practicas/agua/", "/practicas/agua/", "./"},
		{"/practicas/agua/", "/practicas/agua/formato.pdf", "formato.pdf"},
		{"/practicas/agua/", "/practicas/agua-2/", "../agua-2/"},
		{"/practicas/agua/", "/", "../../"},
		{"/", "/practicas/agua/", "practicas/agua/"},
		{"/", "/", "./"},
		{"/404.html", "/temas/agua/", "temas/agua/"},
		{"/feed.xml", "/", "./"},
		{"/temas/", "/Relación 1.pdf", "../Relaci%C3%B3n%201.pdf"},
		{"/", "/a:b/", "./a:b/"},
	} {
		got := Relative(test.from, test.to)
		if got != test.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", test.from, test.to, got, test.want)
		}
		// What a browser makes of it is the address again, at any base path.
		for _, base := range []string{"https://a.pe", "https://a.pe/vitrina"} {
			from, err := url.Parse(base + test.from)
			if err != nil {
				t.Fatal(err)
			}
			to, err := from.Parse(got)
			if err != nil || strings.TrimPrefix("https://a.pe"+to.Path, base) != test.to {
				t.Errorf("%q at %q leads to %q, want %q: %v", got, from, to, test.to, err)
			}
		}
	}
}

func TestIDs(t *testing.T) {
	d := ids{reserved: ReservedIDs()}
	for _, test := range []struct{ title, want string }{
		{"Situación previa", "situacion-previa"},
		{"Qué se hizo", "que-se-hizo"},
		{"  ¿Cómo, cuándo y dónde?  ", "como-cuando-y-donde"},
		{"AÑO", "ano"},
		{"n\u0303andu\u0301", "nandu"},
		{"Menú", "seccion-menu"},
		{"Menú", "seccion-menu-2"},
		{"a", "a"}, {"a 2", "a-2"}, {"a", "a-3"}, {"a", "a-4"},
		{"v-x", "seccion-v-x"},
		{"3 lecciones", "seccion-3-lecciones"},
		{"", "seccion"}, {"日本", "seccion-2"}, {"---", "seccion-3"},
		{"Sección", "seccion-4"},
		{strings.Repeat("larguísimo ", 20), strings.TrimSuffix(strings.Repeat("larguisimo-", 8)[:80], "-")},
	} {
		if got := d.of(test.title); got != test.want {
			t.Errorf("id of %q is %q, want %q", test.title, got, test.want)
		}
	}
}

func TestReservedIDsAreIDs(t *testing.T) {
	for _, id := range ReservedIDs() {
		if !isSlug(id) || strings.HasPrefix(id, FramePrefix) {
			t.Errorf("%q", id)
		}
	}
	if !slices.IsSorted(ReservedIDs()) {
		t.Error("not sorted")
	}
}

func TestOutlineNeverSkips(t *testing.T) {
	for _, test := range []struct{ written, shown []int }{
		{[]int{2, 3, 4, 2, 3}, []int{2, 3, 4, 2, 3}},
		{[]int{2, 4, 4, 3, 4}, []int{2, 3, 3, 3, 4}},
		{[]int{3, 3, 2, 3}, []int{2, 2, 2, 3}},
		{[]int{6, 5, 4, 3, 2}, []int{2, 2, 2, 2, 2}},
		{[]int{2, 3, 4, 5, 6}, []int{2, 3, 4, 5, 6}},
		{[]int{2, 6, 4, 5}, []int{2, 3, 3, 4}},
	} {
		var o outline
		var got []int
		for _, level := range test.written {
			shown, _ := o.next(level)
			got = append(got, shown)
		}
		if !slices.Equal(got, test.shown) {
			t.Errorf("%v is shown as %v, want %v", test.written, got, test.shown)
		}
	}
}
