package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"vitrina/internal/diag"
)

// Converter holds the parser, which is costly to set up. Many goroutines may
// use one Converter.
type Converter struct {
	parser   parser.Parser
	reserved []string
	sheets   sync.Pool // of *sheet
}

// sheet is what a Document is written on before it is known how long it is. It
// is used again: thousands of short texts would leave as many sheets behind.
type sheet struct{ html, text []byte }

// New returns a Converter.
func New() *Converter {
	quotes := shallow{parser.NewBlockquoteParser()}
	lists := shallow{parser.NewListParser()}
	return &Converter{
		// The parsers of goldmark with the priorities it gives them, so that
		// text means here what it means everywhere else.
		parser: parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewSetextHeadingParser(), 100),
				util.Prioritized(parser.NewThematicBreakParser(), 200),
				util.Prioritized(lists, 300),
				util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewCodeBlockParser(), 500),
				util.Prioritized(parser.NewATXHeadingParser(), 600),
				util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
				util.Prioritized(quotes, 800),
				util.Prioritized(parser.NewHTMLBlockParser(), 900),
				util.Prioritized(parser.NewParagraphParser(), 1000),
			),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithInlineParsers(
				util.Prioritized(extension.NewStrikethroughParser(), 500),
				util.Prioritized(bareURL{}, 999),
			),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithParagraphTransformers(
				util.Prioritized(newTables(), 200),
				util.Prioritized(brief{}, 300),
			),
			parser.WithASTTransformers(
				util.Prioritized(extension.NewTableASTTransformer(), 0),
			),
		),
		reserved: ReservedIDs(),
	}
}

// Convert reads the body of an entry. The Document is never nil; with errors
// among the problems, it holds what could be kept, and nothing of src itself. The
// problems are sorted.
func (c *Converter) Convert(src []byte, o Options) (*Document, diag.List) {
	w := writer{
		site: newSite(o),
		ids:  ids{reserved: c.reserved},
		at:   cursor{src: src, first: max(o.Line, 1)},
	}
	src = w.clean(src)
	w.src, w.at.src = src, src
	if e, ok := overLength(src); ok {
		w.excess(e)
		return &Document{Refused: true}, w.problems.Sorted()
	}

	pc := parser.NewContext()
	root := c.parser.Parse(text.NewReader(src), parser.WithContext(pc))
	if list, ok := pc.Get(excessKey).([]excess); ok {
		for _, e := range list {
			w.excess(e)
		}
	}

	s, _ := c.sheets.Get().(*sheet)
	if s == nil {
		s = new(sheet)
	}
	w.html = slices.Grow(s.html[:0], len(src)+len(src)/2)
	w.text = slices.Grow(s.text[:0], len(src)+1)
	w.sections = append(w.sections, section{})
	w.blocks(root)
	w.cut()
	doc := w.document()
	s.html, s.text = w.html, w.text
	c.sheets.Put(s)
	return doc, w.problems.Sorted()
}

// clean returns src as HTML can hold it: lines that end in a line feed, valid
// UTF-8, no control characters. It returns src itself when it is so already.
func (w *writer) clean(src []byte) []byte {
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
		w.at.src = src
	}
	first := firstBad(src)
	if first < 0 {
		return src
	}
	out := append(make([]byte, 0, len(src)+16), src[:first]...)
	n := 0
	for at := first; at < len(src); {
		r, size := utf8.DecodeRune(src[at:])
		if isControl(r) || r == utf8.RuneError && size == 1 {
			r = utf8.RuneError
			n++
		}
		out = utf8.AppendRune(out, r)
		at += size
	}
	w.problem(diag.Error, first, fmt.Sprintf("el texto tiene %d caracteres dañados", n),
		"guarde el archivo como texto UTF-8 y vuelva a escribir lo que aparece como �")
	return out
}

// firstBad is the offset of the first byte that is not valid UTF-8 or starts a
// character forbidden in HTML, or -1.
func firstBad(src []byte) int {
	if !utf8.Valid(src) {
		at := 0
		for {
			r, size := utf8.DecodeRune(src[at:])
			if r == utf8.RuneError && size <= 1 || isControl(r) {
				return at
			}
			at += size
		}
	}
	for i, c := range src {
		switch {
		case c >= ' ' && c < 0x7f || c == '\n' || c == '\t':
		case c < utf8.RuneSelf:
			return i
		case c == 0xc2 || c == 0xef || c >= 0xf0: // may start what isControl refuses
			if r, _ := utf8.DecodeRune(src[i:]); isControl(r) {
				return i
			}
		}
	}
	return -1
}

// document puts together what was written. All HTML is one string that the
// parts are slices of.
func (w *writer) document() *Document {
	doc := &Document{
		Headings: w.headings,
		Links:    w.links,
		Images:   w.images,
		Text:     string(bytes.TrimSpace(w.text)),
	}
	doc.Words = countWords(doc.Text)
	html := string(w.html)
	parts := make([]Part, len(w.parts))
	for i, p := range w.parts {
		if p.image >= 0 {
			parts[i].Image = &doc.Images[p.image]
		} else {
			parts[i].HTML = template.HTML(html[p.start:p.end])
		}
	}
	doc.Sections = make([]Section, 0, len(w.sections))
	for i, s := range w.sections {
		end := len(parts)
		if i+1 < len(w.sections) {
			end = w.sections[i+1].parts
		}
		if i == 0 && end == 0 {
			continue // no text before the first heading
		}
		doc.Sections = append(doc.Sections, Section{s.id, s.title, parts[s.parts:end:end]})
	}
	return doc
}
