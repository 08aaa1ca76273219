package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"vitrina/internal/diag"
)

func (w *writer) inlines(parent ast.Node) {
	if !w.enter(parent) {
		return
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.inline(n)
	}
	w.leave()
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n.Segment.Value(w.src))
		w.lostLink(n)
		switch {
		case n.HardLineBreak():
			w.put("<br>\n")
			w.text = append(w.text, ' ')
		case n.SoftLineBreak():
			w.put("\n")
			w.text = append(w.text, ' ')
		}
	case *ast.Emphasis:
		name := "em>"
		if n.Level == 2 {
			name = "strong>"
		}
		w.put("<" + name)
		w.inlines(n)
		w.put("</" + name)
	case *east.Strikethrough:
		w.put("<del>")
		w.inlines(n)
		w.put("</del>")
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		dest := plainString(n.Destination)
		w.link(n, dest, plainString(n.Title), func() { w.inlines(n) })
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n, true, "", "")
	case *ast.RawHTML:
		w.rawHTML(n)
	}
}

// words writes text in which entities and backslashes count.
func (w *writer) words(s []byte) {
	for _, c := range s {
		if c == '\\' || c == '&' {
			w.scratch = appendPlain(w.scratch[:0], s)
			s = w.scratch
			break
		}
	}
	w.literal(s)
}

// literal writes text as it is. In plain text, the space that a dropped image
// or tag leaves beside another is one space.
func (w *writer) literal(s []byte) {
	w.html = appendEscaped(w.html, s)
	if len(s) > 0 && s[0] == ' ' && len(w.text) > 0 && w.text[len(w.text)-1] == ' ' {
		s = s[1:]
	}
	w.text = append(w.text, s...)
}

// lostLink warns of what looks like a link and is not one. It is nearly always
// a file name with spaces, or a space between the two parts, and would be
// published as it was written.
func (w *writer) lostLink(n *ast.Text) {
	if w.inLink || w.inAlt {
		return
	}
	at, s := n.Segment.Start, n.Segment.Value(w.src)
	for i := bytes.IndexByte(s, ']'); i >= 0; i = bytes.IndexByte(s, ']') {
		escaped := i > 0 && s[i-1] == '\\'
		at, s = at+i+1, s[i+1:]
		from := max(0, at-maxNoteName)
		open := from + bytes.LastIndexByte(w.src[from:at], '[') // from-1 when there is none
		switch {
		case escaped:
		case w.isFootnote(open):
			w.footnote(diag.Warning, open)
		case bytes.HasPrefix(s, []byte("(")):
			w.problem(diag.Warning, at-1, "hay un enlace o una foto mal escritos, que se verán como texto",
				"si la dirección lleva espacios, póngala entre < y >: [texto](<acta 2021.pdf>)")
		case bytes.HasPrefix(s, []byte(" (")) && looksLikeAddress(s[2:]):
			w.problem(diag.Warning, at-1, "hay un espacio entre «]» y «(», y el enlace se verá como texto",
				"júntelos: [texto](dirección)")
		}
	}
}

// maxNoteName is how long the name of a footnote may be, in bytes.
const maxNoteName = 40

// isFootnote reports that the text at an offset is the mark of a footnote, such
// as [^1], and not a link whose text starts so.
func (w *writer) isFootnote(at int) bool {
	if at < 0 || !bytes.HasPrefix(w.src[at:], []byte("[^")) || at > 0 && w.src[at-1] == '\\' {
		return false
	}
	rest := w.src[at+2 : min(at+2+maxNoteName, len(w.src))]
	end := bytes.IndexByte(rest, ']')
	return end > 0 && bytes.IndexByte(rest[:end], '\n') < 0 && (end+1 == len(rest) || rest[end+1] != '(')
}

// footnote says that there are no footnotes.
func (w *writer) footnote(sev diag.Severity, at int) {
	mark := string(w.src[at : at+bytes.IndexByte(w.src[at:], ']')+1])
	w.problem(sev, at, fmt.Sprintf("las notas al pie no están disponibles, y «%s» se verá como texto", excerpt(mark)),
		"escriba la nota entre paréntesis en su lugar; si dice de dónde sale un dato, póngala en «fuentes», en la ficha")
}

// looksLikeAddress reports that what follows a bracket would be the address of
// a link: an ordinary aside seldom has neither a blank nor a stop of a name.
func looksLikeAddress(s []byte) bool {
	end := bytes.IndexByte(s, ')')
	if end < 1 || bytes.IndexByte(s[:end], ' ') >= 0 {
		return false
	}
	s = s[:end]
	return s[0] == '/' || s[0] == '#' || bytes.Contains(s, []byte("://")) || bytes.HasPrefix(s, []byte("../")) ||
		bytes.IndexByte(s, '@') > 0 || bytes.LastIndexByte(s, '.') > 0 && s[len(s)-1] != '.'
}

func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.put("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		value := t.Segment.Value(w.src)
		if last := len(value) - 1; last >= 0 && value[last] == '\n' {
			w.literal(value[:last])
			w.literal([]byte(" "))
		} else {
			w.literal(value)
		}
	}
	w.put("</code>")
}

// autoLink writes an address or a mail that is its own text. A bare one was
// perhaps not meant as a link, so a bad one stays text without a word.
func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.src)
	dest := string(label)
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	if w.src[max(n.Pos(), 0)] != '<' {
		if _, bad := w.site.judge(dest); bad.text != "" {
			w.literal(label)
			return
		}
	}
	w.link(n, dest, "", func() { w.literal(label) })
}

// link writes a link to dest around what inner writes, or only the latter when
// dest is refused or no link can stand here.
func (w *writer) link(n ast.Node, dest, title string, inner func()) {
	if w.inLink || w.inAlt {
		inner()
		return
	}
	at := max(n.Pos(), 0)
	t, bad := w.site.judge(dest)
	switch {
	case w.isFootnote(at):
		w.footnote(diag.Error, at)
		inner()
		return
	case bad.meant != "":
		w.links = append(w.links, Link{Address: bad.meant, Unsure: true, As: dest, Pos: w.at.pos(at)})
		inner()
		return
	case bad.text != "":
		w.problem(diag.Error, at, bad.text, bad.hint)
		inner()
		return
	case w.inHeading:
		w.problem(diag.Warning, at, "hay un enlace dentro de un título, donde no se muestra", "páselo al texto que sigue")
		inner()
		return
	}

	start, text, images := len(w.html), len(w.text), len(w.images)
	w.put(`<a href="`)
	w.attribute(t.href)
	if title != "" {
		w.put(`" title="`)
		w.attribute(title)
	}
	if t.web {
		w.put(`" rel="external`)
	}
	w.put(`">`)
	w.inLink = true
	inner()
	w.inLink = false
	if images == len(w.images) && isInvisible(string(w.text[text:])) {
		w.html = w.html[:start]
		w.problem(diag.Error, at, fmt.Sprintf("el enlace a «%s» no tiene texto", excerpt(dest)),
			"escriba entre corchetes lo que se leerá: [texto](dirección)")
		return
	}
	w.put("</a>")
	if t.link.Address != "" {
		t.link.As, t.link.Pos = dest, w.at.pos(at)
		w.links = append(w.links, t.link)
	}
}

func (w *writer) attribute(s string) { w.html = appendEscaped(w.html, []byte(s)) }

// image makes a part of an admitted image. Where it is refused, its
// description remains as text between the tags given.
func (w *writer) image(n *ast.Image, inline bool, open, end string) {
	html, text, outer := len(w.html), len(w.text), w.inAlt
	w.inAlt = true
	w.inlines(n)
	w.inAlt = outer
	if outer {
		return // an image in the description of another: only its words count
	}
	at := max(n.Pos(), 0)
	alt := strings.TrimSpace(string(w.text[text:]))
	w.html, w.text = w.html[:html], w.text[:text]

	dest := plainString(n.Destination)
	name, bad := w.site.judgeImage(dest)
	switch {
	case bad.text != "":
		w.problem(diag.Error, at, bad.text, bad.hint)
		if alt != "" {
			w.put(open)
			w.literal([]byte(alt))
			w.put(end)
			if !inline {
				w.endLine()
			}
		}
		return
	case w.inHeading:
		w.problem(diag.Warning, at, "hay una foto dentro de un título, donde no se muestra", "pásela al texto que sigue")
		return
	case isInvisible(alt):
		w.problem(diag.Error, at, fmt.Sprintf("la foto «%s» no tiene descripción", excerpt(name)),
			"escriba entre corchetes lo que se ve, para quien no puede verla: ![Vecinas lavan en la pileta nueva]("+excerpt(name)+")")
	}
	w.cut()
	w.parts = append(w.parts, part{image: len(w.images)})
	w.images = append(w.images, Image{
		Name: name, Alt: alt, Caption: strings.TrimSpace(plainString(n.Title)), Inline: inline, Pos: w.at.pos(at),
	})
}
