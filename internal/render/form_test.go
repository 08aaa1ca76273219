package render

import (
	"html/template"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

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
	return &builder{r: &Renderer{common: set, forms: &forms{}}, kept: &siteKept{}}
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
		"javascript:alert(1)", "JavaScript:x", "a/b:c", "https://x.example/ñ?q=a b&c=d#e", "mailto:a@b.example", "data:text/html,x", " javascript:x", "//x.example",
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
		{`{{len .A}}`, false},                                     // seen when it is tried
		{`{{if .A}}{{index .A 0}}{{slice .A 0 1}}{{end}}`, false}, // and so is this
		{`{{if .A}}{{printf "%.3s" .A}}{{end}}`, false},
		{`{{if ge (len .A) 100}}{{index .A 10000}}{{end}}`, false}, // fails, but for a mark alone
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
		var shape takenApart
		shape.take(reflect.ValueOf(some))
		if f := (*b.r.forms.made.Load())[formKey{"x", reflect.TypeFor[filled](), shape.shape}]; len(f.pieces) > 0 != c.fills {
			t.Errorf("%s is filled: %v, want %v", c.partial, len(f.pieces) > 0, c.fills)
		}
	}
}

// Of a text that is filled in, a partial may ask whether it is there and nothing else:
// what it is, the mark in its place would not tell. And all forms of the site are of use.
func TestFilledPartialsAskOnlyWhatIsThere(t *testing.T) {
	r := renderer(t)
	s := assemble(t, sample.Content(sample.Size{Practices: 40, Municipalities: 20}))
	for _, route := range append(s.Routes(), StyleRoute) {
		if _, err := r.Page(s, route); err != nil {
			t.Fatal(err)
		}
	}
	filled := map[string]bool{}
	for key, f := range *r.forms.made.Load() {
		filled[key.partial] = true
		if len(f.pieces) == 0 {
			t.Errorf("%s is executed each time", key.partial)
		}
	}
	if len(filled) < 20 {
		t.Errorf("only %d partials are filled", len(filled))
	}
	// As they are written: html/template adds its escapers when it first executes them.
	set := template.Must(template.New("").Funcs(r.funcs()).ParseFS(templates.FS, "base.html", "partials/*.html"))
	for name := range filled {
		for _, ask := range asked(set, name) {
			t.Errorf("%s asks %s", name, ask)
		}
	}
}

// asked is what a template does with its texts beyond asking whether they are there
// and writing them.
func asked(set *template.Template, name string) (all []string) {
	only := func(pipe *parse.PipeNode, functions ...string) {
		first, is := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
		if len(pipe.Cmds) > 1 || is && !slices.Contains(functions, first.Ident) {
			all = append(all, pipe.String())
		}
	}
	var walk func(n parse.Node)
	branch := func(b *parse.BranchNode) {
		only(b.Pipe, "and", "or", "not")
		walk(b.List)
		if b.ElseList != nil {
			walk(b.ElseList)
		}
	}
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			for _, x := range n.Nodes {
				walk(x)
			}
		case *parse.ActionNode:
			only(n.Pipe, "t", "picto")
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		case *parse.TemplateNode:
			all = append(all, asked(set, n.Name)...)
		case *parse.TextNode, *parse.CommentNode:
		default:
			all = append(all, n.String())
		}
	}
	walk(set.Lookup(name).Tree.Root)
	return all
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
