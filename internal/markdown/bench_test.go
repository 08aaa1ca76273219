package markdown

import (
	"bytes"
	"os"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// The text is a practice of some 450 words with a table, lists, links and a
// photo. The ratio of the two benchmarks is what all that Convert adds costs.

func benchText(b *testing.B) []byte {
	b.Helper()
	src, err := os.ReadFile("testdata/practice.md")
	if err != nil {
		b.Fatal(err)
	}
	return src
}

func BenchmarkConvert(b *testing.B) {
	src := benchText(b)
	conv := New()
	o := Options{File: "content/practicas/agua-segura/index.md", Line: 30}
	if _, problems := conv.Convert(src, o); len(problems) > 0 {
		b.Fatal(problems)
	}
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		conv.Convert(src, o)
	}
}

func BenchmarkPlainGoldmark(b *testing.B) {
	src := benchText(b)
	for _, bench := range []struct {
		name string
		md   goldmark.Markdown
	}{
		{"CommonMark", goldmark.New()},
		{"SameFeatures", goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify))},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				var out bytes.Buffer
				if err := bench.md.Convert(src, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
