package content

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// sameTree holds a tree of quick against that of yaml.v3.
func sameTree(t *testing.T, block string, a, b *yaml.Node) bool {
	t.Helper()
	if a.Kind != b.Kind || a.Style != b.Style || a.Tag != b.Tag || a.Value != b.Value || a.Line != b.Line || a.Column != b.Column ||
		a.Anchor != b.Anchor || a.Alias != b.Alias || len(a.Content) != len(b.Content) {
		t.Errorf("block:\n%q\nquick    %d:%d kind %d style %d tag %s value %q, %d inside\nyaml.v3  %d:%d kind %d style %d tag %s value %q, %d inside",
			block, a.Line, a.Column, a.Kind, a.Style, a.Tag, a.Value, len(a.Content), b.Line, b.Column, b.Kind, b.Style, b.Tag, b.Value, len(b.Content))
		return false
	}
	for i := range a.Content {
		if !sameTree(t, block, a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

// checkQuick reports whether quick read the block, after comparing.
func checkQuick(t *testing.T, block []byte) bool {
	t.Helper()
	n := new(scratch).quickParse(block)
	if n == nil {
		return false
	}
	var doc yaml.Node
	if err := slowParse(block, &doc); err != nil {
		t.Errorf("quick read what yaml.v3 refuses: %v\n%q", err, block)
		return true
	}
	if len(doc.Content) != 1 {
		t.Errorf("yaml.v3 sees no document: %q", block)
		return true
	}
	sameTree(t, string(block), n, doc.Content[0])
	return true
}

// usable are blocks that newSource and split let through.
func usable(data []byte) ([]byte, bool) {
	s := newSource("x", []byte("---\n"+string(data)+"\n---\n"))
	if s.broken {
		return nil, false
	}
	first, _ := s.block(s.text[4:])
	if s.refuse(first, 1); s.broken {
		return nil, false
	}
	return first, true
}

func FuzzQuick(f *testing.F) {
	f.Add([]byte(soundPractice))
	for _, block := range quickBlocks {
		f.Add([]byte(block))
	}
	for _, s := range naughty {
		if len(s) < 100 {
			f.Add([]byte("a: " + s + "\nb:\n  - " + s + "\n  - c: [" + s + "]\n"))
		}
	}
	seeds(f, ".md")
	f.Fuzz(func(t *testing.T, data []byte) {
		if block, ok := usable(data); ok {
			checkQuick(t, block)
		}
	})
}

var quickBlocks = []string{
	"a: b\n", "a:  b  \n", "a: b: c\n", "a: b:c\n", "a: b:\n", "a: b #c\n", "a: b#c\n", "a: #c\n", "# c\na: b\n\n\n# d\n", "a:\n", "a: ~\n", "a: null\n", "a: true\nb: False\nc: no\n",
	"a: 12\nb: 012\nc: 0x1\nd: 1_0\ne: 1.5\nf: 2025-01-02\ng: 2025-01\nh: 2025-13-01\ni: 1e3\nj: 123456789012345678901\nk: 0\nl: 08\nm: 12:30\nn: 2025-01-02 10:00\no: 0-5\np: 60-mas\n",
	"a: \"b\"\n", "a: \"\"\n", "a: 'b'\n", "a: 'b''c'\n", "a: \"b\\n\"\n", "a: \"b\" c\n", "a: \"b\nc\"\n", "a: \"b: c\"\n", "a: \"b\" # c\n",
	"a: [b, c]\n", "a: [ b ,c ]\n", "a: []\n", "a: [ ]\n", "a: [b,]\n", "a: [b, [c]]\n", "a: [\"b\", 'c', 2, \"d,e\"]\n", "a: [b: c]\n", "a: [b\n", "a: [ñá, 0-5]\n", "a: [b] c\n", "a: [b-, -c, c d]\n", "a: [\"b\"c]\n", "a: [true, null, ~]\n",
	"a:\n  b: c\n  d: e\nf: g\n", "a:\n  - b\n  - c\nd: e\n", "a:\n- b\n- c\nd: e\n", "a:\n  - b: c\n    d: e\n  - b: f\ng: h\n", "a:\n  -  b: c\n     d: e\n", "a:\n  - b:\n      c: d\n    e: f\n", "a:\n  - b:\n      - c\n    e: f\n", "a:\n  - b:\n    - c\n    e: f\n",
	"a:\n  b: c\n d: e\n", "a: b\n  c: d\n", " a: b\n", "  a: b\nc: d\n", "a: b\n c\n", "a:\n  - b\n c\n", "a:\n  - b\n    c\n", "a:\n  - - b\n", "a:\n  -\n", "a:\n  - \n", "- a\n", "a\n", "", "\n", "a: - b\n",
	"a: >\n  b\n  c\nd: e\n", "a: |\n  b\n  c\nd: e\n", "a: >-\n  b\n", "a: >+\n  b\n", "a: >\n  b\n\n  c\n", "a: >\n  b\n   c\n", "a: |\n   b\n  c\n", "a: >\nb: c\n", "a: >\n  b\n# c\nd: e\n", "a: >\n  # b\n  c: d\n", "a: | # b\n  c\n", "a:\n  - >\n    b\n", "a:\n  - b: >\n      c\n    d: e\n", "a: >\n  b  \n  c\n", "a: |\n  b  \n", "a: >\n  b\n\nc: d\n", "a: |2\n  b\n", "a: >\n  b\n",
	"a: b\na: c\n", "true: b\n", "null: b\n", "a1: b\n", "1a: b\n", "a-b: c\n", "A: b\n", "ñ: b\n", "a : b\n", "a:b\n", "<<: b\n", "a: <<\n", "a: (b)\n", "a: /b/\n", "a: -b\n", "a: -8.25\nb: -0\nc: [-1, -x]\nd: -1x\ne: -0x1f\n", "a: .5\n", "a: +1\n", "a: b?c!d&e*f\n", "a: b, c\n", "a: b] c\n", "a: b}\n", "a: b {c}\n", "a: é: b\n", "a: 🌊 b\n", "a: \u00a0b\n", "a: b\u00a0\n", "a: tRue\nb: nULL\nc: nan\nd: TRUE\n",
}

// The blocks that people write are read quickly, and right.
func TestQuick(t *testing.T) {
	read := 0
	for _, block := range quickBlocks {
		if block, ok := usable([]byte(strings.TrimSuffix(block, "\n"))); ok && checkQuick(t, block) {
			read++
		}
	}
	t.Logf("%d of %d blocks", read, len(quickBlocks))
	if read < len(quickBlocks)/4 {
		t.Errorf("only %d of %d blocks were read", read, len(quickBlocks))
	}
	if !checkQuick(t, []byte(strings.Replace(soundPractice, "[{titulo: Informe}]", "\n  - titulo: Informe", 1))) {
		t.Error("a sound practice is not read quickly")
	}
}

// Nearly all of the entries that the repository ships are read quickly.
func TestQuickOnShippedContent(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(repository(t), "content", "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(repository(t), "content", "*", "*", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	names = append(names, more...)
	if len(names) == 0 {
		t.Fatal("the repository has no entries")
	}
	quick := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := newSource(name, data)
		if m := s.split(new(scratch)); m.node == nil {
			continue
		} else if checkQuick(t, m.raw) {
			quick++
		} else {
			t.Logf("slow: %s", name)
		}
	}
	if quick < len(names)*8/10 {
		t.Errorf("%d of %d entries were read quickly", quick, len(names))
	}
}

// Blocks grown at random go where mutation of bytes hardly gets: lists in
// groups in lists, with everything that a value may be, and now and then a line
// out of place.
func TestQuickOnRandomBlocks(t *testing.T) {
	const blocks = 20_000
	g := &grower{Rand: rand.New(rand.NewPCG(1, 2))}
	read := 0
	for range blocks {
		g.Reset()
		g.mapping(0, 0, "")
		if block, ok := usable([]byte(strings.TrimSuffix(g.String(), "\n"))); ok && checkQuick(t, block) {
			read++
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d of %d blocks", read, blocks)
	if read < blocks/5 {
		t.Errorf("only %d of %d blocks were read", read, blocks)
	}
}

// grower writes random blocks.
type grower struct {
	*rand.Rand
	strings.Builder
}

var (
	usualValues = []string{"b", "b c", "12", "0", "-3", "1.5", "2025-01-02", "2025-01-02 10:00", "true", "no", "ñandú", "🌊 x", "b:c", "b#c", "\"b\"", "\"b c: d\"", "'b # c'", "\"\"", "[b, c]", "[ñ,  2 , \"d\"]", "[]", "(b)", "/b", "b \"c\"", "b, c", "b]", "b  ", "nan", "2019-03", "0-5", "2019-2021", "2025-02-30", "{b: c}", "{b: \"%, x\", c: 12,  d: [e, {f: g}]}", "{}", "[{ñ: b}]", "[{b: ñandú , c: 'd'}, [e]]"}
	oddValues   = []string{"007", "null", "~", "b: c", "b:", "b #c", "'b''c'", "\"b", "\"b\\n\"", "[b", "[b: c]", "[b,]", "[b,c] d", "[\"b,c\"]", "{b: c", "{b: c,}", "{b}", "{b:c}", "{b: }", "{\"b\": c}", "{b: c} d", "[[[[[[b]]]]]]", "{b: c: d}", "{b : c}", "{ b: c, b: d }", "> b", "*b", "&b c", "!b", "%b", "@b", "`b", "- b", "-b", "?b", "? b", "\"b\" c", "<<", "", "# c", "\u00a0b", "b\u00a0", "1_0", "0x1", "tRUE", "TRUE", "b\n  c", "[b,\n c]"}
)

func (g *grower) value() string {
	if g.IntN(40) == 0 {
		return oddValues[g.IntN(len(oddValues))]
	}
	return usualValues[g.IntN(len(usualValues))]
}

// pad writes an indent, rarely a wrong one, and rarely a line of nothing before.
func (g *grower) pad(n int) {
	switch g.IntN(60) {
	case 0:
		g.WriteString("\n")
	case 1:
		g.WriteString(strings.Repeat(" ", g.IntN(6)) + "# c\n")
	case 2:
		n = max(0, n+g.IntN(5)-2)
	}
	g.WriteString(strings.Repeat(" ", n))
}

// mapping writes keys at an indent; the first one stands behind what is there.
func (g *grower) mapping(indent, depth int, first string) {
	for i := range 1 + g.IntN(4) {
		if i > 0 || first == "" {
			g.pad(indent)
		}
		g.WriteString([]string{"a", "b", "cd", "e_1"}[g.IntN(4)] + ":")
		switch kind := g.IntN(10); {
		case kind < 6 || depth > 3:
			g.WriteString(strings.Repeat(" ", 1+g.IntN(8)/7) + g.value() + "\n")
		case kind == 6:
			g.WriteString("\n")
			inner := indent + 1 + g.IntN(3)
			g.mapping(inner, depth+1, "")
		case kind == 7:
			g.WriteString(" " + []string{">", "|", ">-", "|-", ">+", "|2"}[g.IntN(20)%6] + "\n")
			inner := indent + 1 + g.IntN(3)
			for range 1 + g.IntN(3) {
				g.pad(inner)
				g.WriteString(g.value() + "\n")
			}
		default:
			g.WriteString("\n")
			g.sequence(indent+g.IntN(3), depth+1)
		}
	}
}

func (g *grower) sequence(indent, depth int) {
	for range 1 + g.IntN(3) {
		g.pad(indent)
		dash := "-" + strings.Repeat(" ", 1+g.IntN(8)/7)
		g.WriteString(dash)
		if g.IntN(2) == 0 {
			g.mapping(indent+len(dash), depth+1, dash)
		} else {
			g.WriteString(g.value() + "\n")
		}
	}
}
