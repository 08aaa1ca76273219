package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vitrina/internal/race"
)

// hostile are texts as long as one may be, each made to send a careless parser
// down a quadratic or endless road.
func hostile() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, maxRunes/len(s)) }
	around := func(open, end string) string {
		n := maxRunes / (len(open) + len(end))
		return strings.Repeat(open, n) + "a" + strings.Repeat(end, n-1)
	}
	grow := func(next func(i int) string) string {
		var b strings.Builder
		for i := 1; b.Len() < maxRunes-500; i++ {
			b.WriteString(next(i))
		}
		return b.String()
	}
	m := map[string]string{
		"stairs of lists":      grow(func(i int) string { return strings.Repeat("  ", i) + "- a\n" }),
		"stairs of quotes":     grow(func(i int) string { return strings.Repeat("> ", i) + "a\n" }),
		"stairs of ticks":      grow(func(i int) string { return "e" + strings.Repeat("`", i) }),
		"many definitions":     grow(func(i int) string { return fmt.Sprintf("[a%d]: b\n", i) }),
		"many headings":        grow(func(i int) string { return "### a\n" }),
		"deep list, lines":     strings.Repeat("- ", 10000) + "x\n" + strings.Repeat("- x\n", 9000),
		"deep list, blank":     strings.Repeat("- ", 3000) + "x\n" + strings.Repeat("\n", 50000),
		"deep quote, lazy":     strings.Repeat(">", 3000) + "x\n" + strings.Repeat("x\n", 28000),
		"deep quote, wide":     strings.Repeat(strings.Repeat(">", 244)+"a\n", 244),
		"wide table":           strings.Repeat("a|", 3500) + "\n" + strings.Repeat("-|", 3500) + "\n" + strings.Repeat("a\n", 20000),
		"long table":           "a|b\n-|-\n" + strings.Repeat("a|b\n", 14000),
		"table of escapes":     "a|b\n-|-\n" + strings.Repeat("`\\|`|`\\|`\n", 5900),
		"row of escapes":       "a\n|-|\n" + strings.Repeat("\\|`", 2600) + "\n",
		"definitions used":     "[a]: b\n\n" + strings.Repeat(strings.Repeat("[a] ", 1900)+"\n\n", 7),
		"open title":           "[a]: b '" + strings.Repeat("x\n", 29000),
		"one word":             strings.Repeat(strings.Repeat("ñ", 3900)+"\n\n", 15),
		"attributes":           strings.Repeat("a<a"+strings.Repeat(" x", 3900)+"\n\n", 7),
		"brackets in brackets": strings.Repeat(strings.Repeat("[", 2600)+"[a](b)"+strings.Repeat("](b)", 600)+"\n\n", 7),
	}
	for _, s := range []string{
		">", "> ", "- ", "* ", "+ ", "1. ", "1) ", "> - ", "- > ", "-\n\n", "- a\n\n", "-     a\n", "    a\n",
		"[", "![", "]", "[](", "[a](b", "[a](<b", "[a](b)", "[a][", "[a][b]", "[a](b![c", "[a](b '", "[a](b \"", "[a\n", "[a]: b\n", "[a]: b '\n",
		"*", "*a ", "*a", "a* ", "*a_ ", "**a *a ", "a**b", "a**b c* ", "_a ", "a_", "~~a ", "~a", "*[a](b",
		"`", "`a ", "`` ` ", "`\\ ", "<", "<!-- ", "a<!-- ", "a<? ", "a<!A ", "a<![CDATA[", "a<a ", "a<a b='", "x</a ", "<div>\n", "<div>\n\n",
		"&", "&#1", "&aaaaaaa", "\\", "|", "a|", "|-\n", "a|b\n-|-\n", "a\n|-\n", "a\n=\n", "a\n", "---\n", "# a\n", " #", " ", "\t", "a  \n", "```\n", "~~~ a\n\n",
		"a@", "a.b@c", "<a@b", "<http:a", "http://a.b ", "http://a.b(", "http://a.b)", "http:", "://", "(http://a.b", "<b>", "\x00", "\xff", "\r",
	} {
		m["repeated "+s] = fill(s)
		m["in lines of "+s] = strings.Repeat(strings.Repeat(s, 7900/len(s))+"\n\n", 7)
	}
	for _, p := range [][2]string{
		{"[", "](b)"}, {"![", "](b)"}, {"*a ", "a* "}, {"**a ", "a** "}, {"*a _b ", "a* b_ "}, {"~~a ", "a~~ "}, {"[", "]"}, {"(", ")"}, {"[*a", "*](b)"}, {"<a>", "</a>"},
	} {
		m["nested "+p[0]] = around(p[0], p[1])
		short := maxParagraph/2/len(p[0]+p[1]) - 1
		m["short nested "+p[0]] = strings.Repeat(strings.Repeat(p[0], short)+"a"+strings.Repeat(p[1], short)+"\n\n", 14)
	}
	return m
}

// TestHostileTextIsQuick gives room, also by the best of three, for a busy machine;
// undisturbed the worst takes half a second.
func TestHostileTextIsQuick(t *testing.T) {
	race.PlainOnly(t, "one text after another, by the clock")
	const most = 10 * time.Second
	conv := New()
	o := Options{File: "content/practicas/agua/index.md"}
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			best := time.Duration(1<<63 - 1)
			for range 3 {
				start := time.Now()
				conv.Convert([]byte(text), o)
				if best = min(best, time.Since(start)); best < most {
					return
				}
			}
			t.Errorf("took %v", best)
		})
	}
}

// TestHostileTextIsSafe looks at their beginnings, which nest and repeat as
// much as the limits allow.
func TestHostileTextIsSafe(t *testing.T) {
	conv, safe := New(), policy()
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			doc, _ := conv.Convert([]byte(text[:min(len(text), 5000)]), Options{File: "content/practicas/agua/index.md"})
			checkSafe(t, safe, doc)
		})
	}
}

// TestLimits names each limit by what happens on its two sides.
func TestLimits(t *testing.T) {
	conv := New()
	quote := func(n int) string { return strings.Repeat("> ", n) + "a\n" }
	stars := func(n int) string { return strings.Repeat("*a **b ", n/2) + strings.Repeat("c** d*", n/2) + "\n" }
	for _, test := range []struct {
		name, within, beyond string
	}{
		{"body", strings.Repeat("ñ a\n\n", maxRunes/5), strings.Repeat("ñ a\n\n", maxRunes/5+1)},
		{"line", "## " + strings.Repeat("a", maxLine-3), "## " + strings.Repeat("a", maxLine-2)},
		{"paragraph", strings.Repeat("a\n", maxParagraph/2), strings.Repeat("a\n", maxParagraph/2+1)},
		{"cells", "a|b\n-|-\n" + strings.Repeat("1|2\n", maxCells/2-2), "a|b\n-|-\n" + strings.Repeat("1|2\n", maxCells/2-1)},
		{"open", quote(maxOpen), quote(maxOpen + 1)},
		{"depth", stars(maxDepth - 2), stars(maxDepth + 2)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, problems := conv.Convert([]byte(test.within), Options{}); len(problems) != 0 {
				t.Errorf("within: %v", problems)
			}
			_, problems := conv.Convert([]byte(test.beyond), Options{})
			if len(problems) != 1 || !problems.HasErrors() {
				t.Errorf("beyond: %v", problems)
			}
		})
	}
}

func TestTooLongABodyIsNotConverted(t *testing.T) {
	doc, problems := New().Convert([]byte(strings.Repeat("a ", maxRunes)), Options{File: "content/temas/a.md", Line: 7})
	if !doc.Refused || len(doc.Sections) != 0 || doc.Text != "" || len(problems) != 1 || problems[0].Line != 7 {
		t.Errorf("%d sections, problems %v", len(doc.Sections), problems)
	}
}
