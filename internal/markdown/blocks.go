package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"vitrina/internal/diag"
)

func (w *writer) blocks(parent ast.Node) {
	if !w.enter(parent) {
		return
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
	w.leave()
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n, "<p>", "</p>\n")
	case *ast.TextBlock: // a paragraph of a list without blank lines
		w.paragraph(n, "", "")
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.put("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.put("<li>")
		if _, tight := n.FirstChild().(*ast.TextBlock); !tight && n.FirstChild() != nil {
			w.put("\n")
		}
		w.blocks(n)
		w.put("</li>\n")
	case *ast.Blockquote:
		w.put("<blockquote>\n")
		w.blocks(n)
		w.put("</blockquote>\n")
	case *ast.ThematicBreak:
		w.put("<hr>\n")
	case *ast.CodeBlock:
		w.code(n)
	case *ast.FencedCodeBlock:
		w.code(n)
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *east.Table:
		w.table(n)
	}
	// What remains (definitions of link references) has no text of its own.
}

// paragraph writes text between tags. Images without any other text are put
// side by side without tags, so that each can become a figure.
func (w *writer) paragraph(n ast.Node, open, end string) {
	if onlyImages(n, w.src) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if image, ok := c.(*ast.Image); ok {
				w.image(image, false, open, end)
			}
		}
		w.endLine()
		return
	}
	w.notBlocks(n)
	start, images := len(w.html), len(w.images)
	w.put(open)
	w.inlines(n)
	if blank(w.html[start+len(open):]) && images == len(w.images) {
		w.html = w.html[:start] // nothing was left of it
	} else {
		w.put(end)
	}
	w.endLine()
}

// notBlocks warns of lines of a paragraph that were meant for something else:
// items of a list with the mark of a word processor, headings without the space
// behind their marks, tables without their second line. All would be published
// as they were written.
func (w *writer) notBlocks(n ast.Node) {
	lines := n.Lines()
	said := false
	for i := range lines.Len() {
		line := lines.At(i)
		s := bytes.TrimLeft(line.Value(w.src), " \t")
		if len(s) < 3 || s[0] != '#' && s[0] != '|' && s[0] != 0xc2 && s[0] != 0xe2 {
			continue
		}
		if s[0] == '|' {
			if i == 0 && lines.Len() > 1 && bytes.HasPrefix(bytes.TrimLeft(w.src[line.Stop:], " \t"), []byte("|")) {
				w.problem(diag.Warning, line.Stop-len(s), "estas líneas no forman una tabla, y se verán como texto",
					"ponga debajo de la primera una línea con guiones, una raya por columna: | --- | --- |")
			}
			continue
		}
		at := line.Stop - len(s)
		if rest := bytes.TrimLeft(s, "#"); len(s)-len(rest) >= 2 && len(s)-len(rest) <= 6 && s[0] == '#' {
			if r, _ := utf8.DecodeRune(rest); unicode.IsLetter(r) || r == '¿' || r == '¡' {
				marks := string(s[:len(s)-len(rest)])
				w.problem(diag.Warning, at, "a este título le falta un espacio después de las almohadillas, y se verá como texto",
					"escriba: "+marks+" "+excerpt(string(bytes.TrimSpace(rest))))
			}
			continue
		}
		r, size := utf8.DecodeRune(s)
		if !said && (strings.ContainsRune("•●▪◦‣∙·", r) || r == '–' && lines.Len() > 1) && (s[size] == ' ' || s[size] == '\t' || bytes.HasPrefix(s[size:], []byte("\u00a0"))) {
			said = true // once for a list
			w.problem(diag.Warning, at, "estas líneas empiezan con «"+string(r)+"» y no se verán como una lista",
				"empiece cada una con un guion y un espacio: - "+excerpt(strings.Trim(string(s[size:]), " \t\n\u00a0")))
		}
	}
}

func onlyImages(n ast.Node, src []byte) bool {
	found := false
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Image:
			found = true
		case *ast.Text:
			if !blank(c.Segment.Value(src)) {
				return false
			}
		default:
			return false
		}
	}
	return found
}

func blank(s []byte) bool {
	for _, c := range s {
		if c != ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

func (w *writer) list(n *ast.List) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	w.put("<" + name)
	if n.IsOrdered() && n.Start != 1 {
		w.put(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	w.put(">\n")
	w.blocks(n)
	w.put("</" + name + ">\n")
}

// code writes a block of code. The language is left out: nothing uses it.
func (w *writer) code(n ast.Node) {
	w.put("<pre><code>")
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		value := line.Value(w.src)
		w.text = append(w.text, value...)
		w.html = appendEscaped(w.html, value)
	}
	w.endLine()
	w.put("</code></pre>\n")
}

// table writes a table in a box that can be scrolled, also by keyboard. The
// boxes are numbered because landmarks on one page need different names.
func (w *writer) table(n *east.Table) {
	w.tables++
	w.put(`<div class="table-scroll" tabindex="0" role="region" aria-label="Tabla ` + strconv.Itoa(w.tables) + "\">\n<table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*east.TableHeader)
		switch {
		case head:
			w.put("<thead>\n")
		case !body:
			w.put("<tbody>\n")
			body = true
		}
		w.put("<tr>\n")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w.cell(cell.(*east.TableCell), head)
		}
		w.put("</tr>\n")
		if head {
			w.put("</thead>\n")
		}
	}
	if body {
		w.put("</tbody>\n")
	}
	w.put("</table>\n</div>\n")
}

// cell writes a cell. A header without text is an ordinary cell: an empty th
// names nothing. Alignment is a class, because inline styles are not allowed.
func (w *writer) cell(n *east.TableCell, head bool) {
	name, scope := "td", ""
	if head && n.HasChildren() {
		name, scope = "th", ` scope="col"`
	}
	w.put("<" + name + scope)
	switch n.Alignment {
	case east.AlignRight:
		w.put(` class="align-right"`)
	case east.AlignCenter:
		w.put(` class="align-center"`)
	}
	w.put(">")
	w.inlines(n)
	w.endLine()
	w.put("</" + name + ">\n")
}
