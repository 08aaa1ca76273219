package check

import (
	"fmt"
	"slices"
)

// Tags must nest as a browser's parser would nest them. Apart from being right
// in itself, it lets the other rules trust the order of the tags in the file.

// open is an element that has not ended yet.
type open struct {
	name    string
	off     int
	foreign bool
}

type nest struct {
	stack    []open
	noscript int // how many of them are noscript
}

func (n *nest) top() open {
	if len(n.stack) == 0 {
		return open{}
	}
	return n.stack[len(n.stack)-1]
}

func (n *nest) inside(name string) bool {
	return slices.ContainsFunc(n.stack, func(o open) bool { return o.name == name })
}

var void = set("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")

// optionalEnd are the elements whose end tag may be left out.
var optionalEnd = set("html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "option", "optgroup",
	"colgroup", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")

// ends lists what a start tag ends when it stands open just before it.
var ends = map[string]map[string]bool{
	"li": set("li"), "dt": set("dt", "dd"), "dd": set("dt", "dd"),
	"rt": set("rt", "rp"), "rp": set("rt", "rp"),
	"option": set("option"), "optgroup": set("option", "optgroup"),
	"td": set("td", "th"), "th": set("td", "th"), "tr": set("td", "th", "tr", "caption", "colgroup"),
	"thead": set("caption", "colgroup"), "colgroup": set("caption", "colgroup"),
	"tbody": set("td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"),
	"tfoot": set("td", "th", "tr", "thead", "tbody", "caption", "colgroup"),
	"body":  set("head"),
}

// endsP are the start tags that end an open paragraph.
var endsP = set("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "dd", "dt",
	"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
	"hr", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul")

// bounds keep a paragraph outside them open.
var bounds = set("button", "caption", "table", "td", "th", "template", "object", "svg", "math")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// start puts a start tag in its place and reports whether it stays open.
func (p *page) start(e *element, selfClosing bool) bool {
	n := &p.nest
	within := n.top()
	e.foreign = within.foreign || e.name == "svg" || e.name == "math"
	if e.foreign {
		p.foreignTag(e, within)
		if selfClosing {
			return false
		}
	} else {
		if endsP[e.name] {
			p.endParagraph(e)
		}
		for closes := ends[e.name]; len(n.stack) > 0 && closes[n.top().name]; {
			p.pop()
		}
		if void[e.name] {
			return false
		}
	}
	n.stack = append(n.stack, open{e.name, e.off, e.foreign})
	if e.name == "noscript" {
		n.noscript++
	}
	return true
}

func (p *page) endParagraph(e *element) {
	for i := len(p.nest.stack) - 1; i >= 0; i-- {
		switch o := p.nest.stack[i]; {
		case o.name == "p" && i == len(p.nest.stack)-1:
			p.pop()
			return
		case o.name == "p":
			p.report(e.off, fmt.Sprintf("«%s» no puede ir dentro de «p», abierto en la línea %d", e.name, p.line(o.off)), "cierre antes el párrafo")
			return
		case bounds[o.name]:
			return
		}
	}
}

// end closes an element, and with it those inside whose end may be left out.
func (p *page) end(name string) {
	stack := p.nest.stack
	at := len(stack) - 1
	var blocked *open
	for ; at >= 0 && stack[at].name != name; at-- {
		if !optionalEnd[stack[at].name] && blocked == nil {
			blocked = &stack[at]
		}
	}
	if at < 0 {
		if name == "html" || name == "body" || name == "head" {
			return // their start can be left out too
		}
		p.report(p.off, fmt.Sprintf("sobra «</%s>»: no hay nada que cerrar", name), "")
		return
	}
	if blocked != nil {
		p.report(p.off, fmt.Sprintf("«</%s>» llega antes de cerrar «%s», abierto en la línea %d", name, blocked.name, p.line(blocked.off)), "")
	}
	for len(p.nest.stack) > at {
		p.pop()
	}
}

func (p *page) pop() {
	last := len(p.nest.stack) - 1
	o := p.nest.stack[last]
	p.nest.stack = p.nest.stack[:last]
	if o.name == "noscript" {
		p.nest.noscript--
	}
	p.closed(o, last+1)
}

// unclosed ends what the end of the page leaves open.
func (p *page) unclosed() {
	for len(p.nest.stack) > 0 {
		if o := p.nest.top(); !optionalEnd[o.name] {
			p.report(o.off, fmt.Sprintf("«%s» no se cierra", o.name), "")
		}
		p.pop()
	}
}

// line is the line of a byte already passed, without moving the page's place.
func (p *page) line(off int) int {
	return start.to(p.data, off).line
}
