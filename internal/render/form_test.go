package render

import (
	"html/template"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/sample"
	"vitrina/templates"
)

// filling is a builder for one partial.
func filling(t testing.TB, partial string) *builder {
	t.Helper()
	set := template.New("")
	if _, err := set.New("x").Parse(partial); err != nil {
		t.Fatal(err)
	}
	return &builder{r: &Renderer{common: set, forms: &forms{fillable: fillable(set)}}, kept: &siteKept{}}
}

type filled struct {
	A, B   string
	Made   template.HTML
	Switch bool
	Inner  struct{ C string }
}

// What is filled is what html/template would have written, whatever the texts are.
func TestAFilledPartialIsTheExecutedOne(t *testing.T) {
	awkward := []string{
		"", "a", "Ñusta y «más»", `<script>alert("1")</script>`, "a&amp;b", `'"`, "1+1", "\x00", "\x7f\u2028\ufeff", "\xff\xfe", "100 %", "%41%zz%4",
		"javascript:alert(1)", "JavaScript:x", "MAILTO:x", "ma\u0130lto:x", "http\u017f://x", "tel:1", "%C3%B1", "a/b:c", "https://x.example/ñ?q=a b&c=d#e", "mailto:a@b.example", "data:text/html,x", " javascript:x", "//x.example",
		"/*", "-->", "{{.}}", "`${x}`", markBegin, markEnd, markBegin + "/0/", "ZgotmplZ", "%ee%80%80", "\\", "\r\n\t",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		letters := []rune("<>&\"'+%/:;=?#@!$*,()[]{}\\`~-_. aZ9\x00\n\u00f1\u2028\U0001f600" + markBegin)
		var s strings.Builder
		for range random.IntN(12) {
			s.WriteRune(letters[random.IntN(len(letters))])
		}
		awkward = append(awkward, s.String())
	}
	for _, c := range []struct {
		partial string
		fills   bool // without being executed, for texts of most kinds
	}{
		{`<p>{{.A}}</p>`, true},
		{`{{.A}}{{.A}} {{.B}}`, true},
		{`<p class="x {{.A}}" title='{{.B}}'>`, true},
		{`<title>{{.A}}</title><textarea>{{.B}}</textarea>`, true},
		{`<a href="{{.A}}">{{.B}}</a>`, true},
		{`<a href="/x/{{.A}}/#{{.B}}">`, true},
		{`<a href="https://x.example/?text={{.A}}&amp;b={{.B}}">`, true},
		{`<a href="tel:{{.A}}"><a href="mailto:{{.B}}">`, true},
		{`<img src="{{.A}}" alt="{{.B}}">`, true},
		{`{{.Made}}<b>{{.A}}</b>{{.Made}}`, true},
		{`{{if .A}}{{.A}}: {{end}}{{if .Switch}}yes{{else}}{{.B}}{{end}}{{with .Inner.C}}, {{.}}{{end}}`, true},
		{`{{if and .A (not .B)}}{{.A}}{{else if or .Switch .Made}}{{.B}}{{end}}`, true},
		{`<p>nothing</p>`, true},
		{`<p title={{.A}}>`, false},
		{`<p title="{{.Made}}">`, false},
		{`<script>var x = {{.A}}</script>`, false},
		{`<script>var x = "{{.A}}"</script>`, false},
		{`<style>p { color: {{.A}} }</style>`, false},
		{`<p style="color: {{.A}}">`, false},
		{`<p onclick="f({{.A}})">`, false},
		{`<img srcset="{{.A}} 2x">`, false},
		{`<p {{.A}}="x">`, false},
		{`{{len .A}}`, false},
		{`{{if eq .A "a"}}x{{else}}{{.B}}{{end}}`, false},
		{`{{if .A}}{{slice .A 0 1}}{{end}}`, false},
		{`{{printf "%.3s" .A}}`, false},
	} {
		b := filling(t, c.partial)
		for i, s := range awkward {
			other := awkward[(i*7+3)%len(awkward)]
			v := filled{A: s, B: other, Made: template.HTML("<i>" + template.HTMLEscapeString(other) + "</i>"), Switch: i%2 == 0}
			if i%3 == 0 {
				v.Inner.C, v.Made = s, ""
			}
			want := b.partial("x", v)
			for range 2 { // made, and kept
				if got := b.fill("x", v); b.err != nil || got != want {
					t.Errorf("%s with %q and %q: %v\n%s\nwant\n%s", c.partial, s, other, b.err, got, want)
				}
			}
		}
		some := filled{A: "a", B: "b", Made: "<i>m</i>", Switch: true}
		b.fill("x", some)
		_, shape, _ := takeApart(reflect.ValueOf(some), nil, 0, 0)
		if f := b.r.forms.current()[formKey{"x", reflect.TypeFor[filled](), shape}]; f.known() != c.fills {
			t.Errorf("%s is filled: %v, want %v", c.partial, f.known(), c.fills)
		}
	}
}

// Whether a partial is filled or executed, and in which order views come, never shows.
func TestFormsDoNotDependOnTheirFirstView(t *testing.T) {
	for _, c := range []struct {
		partial string
		views   []filled
	}{
		{`<a href="{{.A}}" onclick="f({{.B}})">`, []filled{{A: "javascript:x", B: "1"}, {A: "/x", B: "2"}, {A: "/y", B: "3"}}},
		{`{{if not (eq .A "sierra")}}other{{end}}`, []filled{{A: "costa"}, {A: "sierra"}, {A: "costa"}}},
		{`{{if gt (len .A) 5}}long{{end}}`, []filled{{A: "long enough"}, {A: "short"}}},
		{`<script>var x = {{.A}}</script>`, []filled{{A: markBegin + "/0/" + ascii + markEnd}, {A: "x"}}},
		{`{{if ge (len .A) 100}}{{index .A 10000}}{{end}}`, []filled{{A: "x"}, {A: "y"}}},
		{`{{define "y"}}{{if .}}{{len .}}{{end}}{{end}}{{template "y" .A}}`, []filled{{A: "x"}, {A: "yy"}}},
		{`{{template "z" (printf "%.1s" .A)}}{{define "z"}}{{.}}{{end}}`, []filled{{A: "xa"}, {A: "yb"}}},
	} {
		b := filling(t, c.partial)
		for _, v := range c.views {
			if got, want := b.fill("x", v), b.partial("x", v); got != want || b.err != nil {
				t.Errorf("%s with %q: %q, want %q; %v", c.partial, v.A, got, want, b.err)
			}
		}
	}
}

// A view whose fields do not fit into a shape is executed.
func TestAWideViewIsExecuted(t *testing.T) {
	b := filling(t, `{{if .Last}}yes{{else}}no{{end}}`)
	type eight struct{ A, B, C, D, E, F, G, H bool }
	type view struct {
		Many struct{ A, B, C, D, E, F, G, H eight }
		Last bool
	}
	for _, v := range []view{{Last: true}, {Last: false}, {Last: true}} {
		if got, want := b.fill("x", v), b.partial("x", v); got != want {
			t.Errorf("Last is %v: %q", v.Last, got)
		}
	}
}

// A plain text that came out as it is has no form, nor has HTML that did not.
func TestOnlyWhatIsMadeStaysAsItIs(t *testing.T) {
	plain, made := mark{text: markBegin + "<b>" + markEnd}, mark{text: markBegin + "<b>" + markEnd, made: true}
	for _, c := range []struct {
		html string
		mark mark
		want bool
	}{
		{asItIs.of(made.text), made, true}, {inText.of(plain.text), plain, true},
		{asItIs.of(plain.text), plain, false}, {inText.of(made.text), made, false},
	} {
		if got := cut(c.html, []mark{c.mark}).known(); got != c.want {
			t.Errorf("%s, made: %v, has a form: %v", c.html, c.mark.made, got)
		}
	}
}

// What asks more of a text than whether it is there can have no form.
func TestFillable(t *testing.T) {
	for text, want := range map[string]bool{
		`<b>{{.A}}</b>{{/* of A */}}{{.}}{{.A.B}}`:                                      true,
		`{{if .A}}{{.A}}{{else if or .B (and .C (not .D))}}{{.B}}{{else}}x{{end}}`:      true,
		`{{with .A}}{{.}}{{end}}{{t "x"}}{{t "x" "n" .A}}{{picto "x"}}`:                 true,
		`{{template "y"}}{{template "y" .}}{{template "y" .A}}{{template "y" (t "x")}}`: true,
		`{{.A | len}}`:                        false,
		`{{len .A}}`:                          false,
		`{{picto .A}}`:                        false,
		`{{t "x" "n" (len .A)}}`:              false,
		`{{$a := .A}}`:                        false,
		`{{range .A}}{{end}}`:                 false,
		`{{if eq .A "x"}}{{end}}`:             false,
		`{{if not (eq .A "x")}}{{end}}`:       false,
		`{{if .A}}{{len .A}}{{end}}`:          false,
		`{{if .A}}{{else}}{{len .A}}{{end}}`:  false,
		`{{with $a := .A}}{{end}}`:            false,
		`{{with .A | len}}{{end}}`:            false,
		`{{template "y" (printf "%.1s" .A)}}`: false,
		`{{template "asks" .}}`:               false,
		`{{template "x" .}}`:                  false,
		`{{template "absent" .}}`:             false,
	} {
		set := template.New("").Funcs((&Renderer{}).funcs())
		template.Must(set.New("y").Parse(`{{.}}`))
		template.Must(set.New("asks").Parse(`{{len .A}}`))
		template.Must(set.New("x").Parse(text))
		if got := fillable(set)["x"]; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// What is remembered has a limit.
func TestFormsAreNotMoreThanMost(t *testing.T) {
	b, full := filling(t, `<b>{{.A}}</b>{{.B}}`), map[formKey]*form{}
	for i := range mostForms - 1 {
		full[formKey{shape: uint64(i)}] = &form{}
	}
	b.r.forms.made.Store(&full)
	for _, v := range []filled{{A: "<"}, {B: "<"}, {A: "<", B: ">"}} {
		if got, want := b.fill("x", v), b.partial("x", v); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if n := len(b.r.forms.current()); n != mostForms {
		t.Errorf("%d forms", n)
	}
}

// Everything that the shipped templates fill has a form.
func TestNoPartialHasToBeExecutedEachTime(t *testing.T) {
	r := renderer(t)
	s := assemble(t, sample.Content(sample.Size{Practices: 40, Municipalities: 20}))
	for _, route := range append(s.Routes(), StyleRoute) {
		if _, err := r.Page(s, route); err != nil {
			t.Fatal(err)
		}
	}
	filled := map[string]bool{}
	for key, f := range r.forms.current() {
		filled[key.partial] = true
		if !f.known() {
			t.Errorf("%s is executed each time", key.partial)
		}
	}
	if len(filled) < 20 {
		t.Errorf("only %d partials are filled", len(filled))
	}
}

// A page of the source folder may not redefine what is executed for all pages.
func TestAPageDefinesItsOwnAlone(t *testing.T) {
	files := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.FS, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(files, Assets{}); err != nil {
		t.Fatal(err)
	}
	files["pages/404.html"].Data = append(files["pages/404.html"].Data, `{{define "cabeza"}}x{{end}}`...)
	if _, err := New(files, Assets{}); err == nil || !strings.HasPrefix(err.Error(), "plantillas: pages/404.html:11:") || !strings.Contains(err.Error(), `: define «cabeza», que ya está en base.html`) {
		t.Errorf("New = %v", err)
	}
}

func BenchmarkFill(b *testing.B) {
	r := renderer(b)
	page := &builder{r: r, kept: &siteKept{}}
	row := resultRow{"Sistemas de agua con cloro suficiente", "18", "91", "2021 a 2023 · Registro municipal", "<svg></svg>"}
	for name, write := range map[string]func(string, any) template.HTML{"filled": page.fill, "executed": page.partial} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				write("resultado", row)
			}
		})
	}
}
