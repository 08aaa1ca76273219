package markdown

import (
	"bytes"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"vitrina/internal/diag"
)

func TestDamagedTextIsMendedAndReportedOnce(t *testing.T) {
	for name, test := range map[string]struct {
		in, text string
		at       diag.Pos
	}{
		"NUL":              {"ñ a\x00b\n\nc\x00", "ñ a\ufffdb\nc\ufffd", diag.Pos{Line: 5, Column: 4}},
		"not UTF-8":        {"uno\ndos ca\xf1a", "uno dos ca\ufffda", diag.Pos{Line: 6, Column: 7}},
		"control":          {"a\x1bb\fc", "a\ufffdb\ufffdc", diag.Pos{Line: 5, Column: 2}},
		"C1 control":       {"a\u0085b", "a\ufffdb", diag.Pos{Line: 5, Column: 2}},
		"not a character":  {"a\ufffeb\U0001ffffc\ufdd0", "a\ufffdb\ufffdc\ufffd", diag.Pos{Line: 5, Column: 2}},
		"both":             {"a\x01\xff", "a\ufffd\ufffd", diag.Pos{Line: 5, Column: 2}},
		"cut short at end": {"a\xc3", "a\ufffd", diag.Pos{Line: 5, Column: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, problems := New().Convert([]byte(test.in), Options{File: "content/temas/a.md", Line: 5})
			if doc.Text != test.text {
				t.Errorf("text %q, want %q", doc.Text, test.text)
			}
			if len(problems) != 1 || problems[0].Pos != test.at || problems[0].Severity != diag.Error {
				t.Errorf("problems %v, want one at %v", problems, test.at)
			}
		})
	}
}

func TestLineEndsDoNotMatter(t *testing.T) {
	src := "## Uno\n\nDos [tres](mal)\ncuatro\n\n    código\n\n- a\n- b\n\n| a | b |\n| - | - |\n| c | d |\n"
	want, problems := New().Convert([]byte(src), Options{})
	for _, end := range []string{"\r\n", "\r"} {
		got, list := New().Convert([]byte(strings.ReplaceAll(src, "\n", end)), Options{})
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(list, problems) {
			t.Errorf("with %q: %+v %v", end, got, list)
		}
	}
}

func TestConvertLeavesItsInputAlone(t *testing.T) {
	src := []byte("## Uno\r\n\r\n| a \\| b | `c\\|d` |\r\n|-|-|\r\n\x00 https://a.pe [x](<y z.pdf>)")
	before := bytes.Clone(src)
	New().Convert(src, Options{})
	if !bytes.Equal(src, before) {
		t.Errorf("%q", src)
	}
}

func TestAddressFollowsFromFile(t *testing.T) {
	doc, problems := New().Convert([]byte("[a](/temas/b/) [b](#c)"), Options{File: "content/enlaces/02.md"})
	if len(problems) != 0 || len(doc.Links) != 2 || doc.Links[1].Address != "/enlaces/02/" {
		t.Fatalf("%+v %v", doc.Links, problems)
	}
	if html := string(doc.Sections[0].Parts[0].HTML); !strings.Contains(html, `"../../temas/b/"`) {
		t.Error(html)
	}
	// A page can be shown elsewhere than its file says, such as the home page.
	doc, _ = New().Convert([]byte("[a](../temas/b.md)"), Options{File: "content/paginas/portada.md", Address: "/"})
	if html := string(doc.Sections[0].Parts[0].HTML); !strings.Contains(html, `"temas/b/"`) {
		t.Error(html)
	}
}

func TestNothingGivesNothing(t *testing.T) {
	for _, src := range []string{"", "\n\n", "   ", "<!-- x -->", "[a]: /b\n"} {
		doc, _ := New().Convert([]byte(src), Options{})
		if len(doc.Sections) != 0 || doc.Text != "" || doc.Words != 0 {
			t.Errorf("%q gives %+v", src, doc)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]int{
		"":                             0,
		"uno":                          1,
		"  uno   dos\ntres ":           3,
		"— uno – dos · tres / 4 %":     4,
		"S/ 12 500,50 y ¿qué? «ñandú»": 6,
		"uno\u00a0dos":                 2,
	} {
		if got := countWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}

func TestOneConverterServesMany(t *testing.T) {
	conv := New()
	src := []byte("## Uno\n\n[a](/temas/b/) ![c](d.jpg)\n\n| a | b |\n| - | - |\n| `c\\|d` | https://e.pe |\n")
	o := Options{File: "content/practicas/x/index.md"}
	want, _ := New().Convert(src, o)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if got, problems := conv.Convert(src, o); !reflect.DeepEqual(got, want) || len(problems) != 0 {
					t.Errorf("%+v %v", got, problems)
				}
			}
		})
	}
	group.Wait()
}

// TestSameAsGoldmark compares with goldmark's own HTML wherever this package
// changes nothing on purpose.
func TestSameAsGoldmark(t *testing.T) {
	conv, plain := New(), plainGoldmark()
	compared := 0
	for _, src := range seeds(t) {
		if sameAsGoldmark(t, conv, plain, src) {
			compared++
		}
	}
	if compared < 50 {
		t.Errorf("only %d texts could be compared", compared)
	}
}

func plainGoldmark() goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
}

// sameAsGoldmark reports whether src could be compared at all.
func sameAsGoldmark(t *testing.T, conv *Converter, plain goldmark.Markdown, src string) bool {
	t.Helper()
	for _, ours := range []string{"://", "\r", "&#", "&Tab;", "&NewLine;", "&ZeroWidth"} {
		if strings.Contains(src, ours) {
			return false // bare addresses, line ends and what validRune replaces
		}
	}
	doc, problems := conv.Convert([]byte(src), Options{File: "content/practicas/x/index.md"})
	root := plain.Parser().Parse(text.NewReader([]byte(src)))
	comparable := !problems.HasErrors()
	_ = ast.Walk(root, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading, *ast.Link, *ast.Image, *ast.AutoLink, *ast.HTMLBlock, *ast.RawHTML, *east.Table:
			comparable = false
		case *ast.FencedCodeBlock:
			comparable = comparable && n.Info == nil
		}
		return ast.WalkContinue, nil
	})
	if !comparable {
		return false
	}
	var want bytes.Buffer
	if err := plain.Renderer().Render(&want, []byte(src), root); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range doc.Sections {
		got += whole(s)
	}
	if got, want := normal(t, got), normal(t, want.String()); got != want {
		t.Errorf("text %q\ngives  %s\nbut is %s", src, got, want)
	}
	return true
}

// A Document stays what it is when the memory of its text, and of the Converter,
// is used for the next one.
func TestDocumentsKeepNothingThatIsUsedAgain(t *testing.T) {
	conv, o := New(), Options{File: "content/practicas/agua/index.md"}
	type result struct {
		doc      *Document
		problems diag.List
	}
	var got []result
	var memory []byte
	all := seeds(t)
	for _, src := range all {
		memory = append(memory[:0], src...)
		doc, problems := conv.Convert(memory, o)
		got = append(got, result{doc, problems})
		for i := range memory {
			memory[i] = '#'
		}
	}
	for i, src := range all {
		doc, problems := New().Convert([]byte(src), o)
		if !reflect.DeepEqual(got[i], result{doc, problems}) {
			t.Errorf("%q is now %+v", src, got[i].doc)
		}
	}
}
