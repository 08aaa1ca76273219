package markdown

import (
	"github.com/yuin/goldmark/ast"

	"vitrina/internal/diag"
)

// writer walks a syntax tree once and writes HTML and plain text side by side.
// What looks at text afterwards (a title, the description of an image) writes
// it first and then takes it back, by its offsets in text and html.
type writer struct {
	site site
	src  []byte
	at   cursor

	html     []byte
	text     []byte
	run      int // offset in html of what belongs to no part yet
	sections []section
	parts    []part

	headings []Heading
	links    []Link
	images   []Image
	problems diag.List

	ids     ids
	outline outline
	tables  int
	depth   int
	tooDeep bool           // said so already
	opened  map[string]int // HTML elements reported and not closed yet
	scratch []byte

	inHeading bool // no links or images here
	inLink    bool // no links here
	inAlt     bool // only the words will be kept
}

// section and part are Section and Part while the HTML can still move.
type section struct {
	id, title string
	parts     int // index of the first
}

type part struct {
	start, end int // in html
	image      int // index of the image, or -1
}

func (w *writer) put(s string) { w.html = append(w.html, s...) }

func (w *writer) problem(severity diag.Severity, at int, text, hint string) {
	w.problems = append(w.problems, diag.Problem{
		File: w.site.file, Pos: w.at.pos(at), Severity: severity, Text: text, Hint: hint,
	})
}

func (w *writer) excess(e excess) {
	w.problems = append(w.problems, e.problem(w.site.file, w.at.pos(e.at)))
}

// cut makes a part of the HTML written since the last one.
func (w *writer) cut() {
	if blank(w.html[w.run:]) {
		w.html = w.html[:w.run]
		return
	}
	w.parts = append(w.parts, part{w.run, len(w.html), -1})
	w.run = len(w.html)
}

// endLine ends a line of plain text; empty lines are not wanted.
func (w *writer) endLine() {
	for n := len(w.text); n > 0 && w.text[n-1] == ' '; n-- {
		w.text = w.text[:n-1]
	}
	if n := len(w.text); n > 0 && w.text[n-1] != '\n' {
		w.text = append(w.text, '\n')
	}
}

// enter reports whether the children of n may be written. Browsers and other
// readers of HTML give up on elements nested without end.
func (w *writer) enter(n ast.Node) bool {
	if w.depth >= maxDepth {
		if !w.tooDeep {
			w.tooDeep = true
			w.excess(tooDeep(max(n.Pos(), 0)))
		}
		return false
	}
	w.depth++
	return true
}

func (w *writer) leave() { w.depth-- }
