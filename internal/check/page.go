package check

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr is an attribute: its name in lower case, its value without entities.
type attr struct {
	key, val string
}

// element is a start tag.
type element struct {
	name    string
	attrs   []attr
	off     int
	foreign bool // stands in an svg or math, or is one
}

func (e *element) get(key string) (string, bool) {
	for i := range e.attrs {
		if e.attrs[i].key == key {
			return e.attrs[i].val, true
		}
	}
	return "", false
}

func (e *element) val(key string) string {
	v, _ := e.get(key)
	return v
}

func (e *element) has(key string) bool {
	_, ok := e.get(key)
	return ok
}

// page is an HTML page while it is being read: each rule keeps its own part.
type page struct {
	*file
	off      int // of the current token
	nest     nest
	head     head
	headings headings
	ids      ids
	names    names
	tables   []table // open ones
	script   script
}

// page reads an HTML page from its first tag to its last.
func (f *file) page() {
	p := &page{file: f}
	p.ids.at = map[string]int{}
	z := html.NewTokenizer(bytes.NewReader(f.data))
	var e element
	for {
		token := z.Next()
		raw := len(z.Raw())
		switch token {
		case html.ErrorToken:
			if p.off < len(f.data) {
				p.report(p.off, "la página se acaba en medio de una etiqueta", "")
			}
			p.finish()
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			read(z, &e)
			e.off = p.off
			if p.open(&e, token == html.SelfClosingTagToken) {
				z.NextIsNotRawText()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(tagName(name))
		case html.TextToken:
			p.text(z)
		}
		if p.nest.noscript > 0 && token != html.EndTagToken {
			p.noscript(f.data[p.off : p.off+raw])
		}
		p.off += raw
	}
}

func tagName(b []byte) string {
	return atom.String(b) // known names cost nothing
}

func read(z *html.Tokenizer, e *element) {
	name, more := z.TagName()
	e.name, e.attrs = tagName(name), e.attrs[:0]
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		a := attr{key: atom.String(k)}
		if a.key != "class" { // the most frequent one, which no rule asks for
			a.val = string(v)
		}
		e.attrs = append(e.attrs, a)
	}
}

// open takes a start tag through every rule. It reports whether what follows
// is markup even if the name of the tag would have it read as raw text.
func (p *page) open(e *element, selfClosing bool) (markup bool) {
	stays := p.start(e, selfClosing)
	if !p.forbidden(e) {
		p.follow(e)
	}
	p.handlers(e)
	p.identify(e)
	p.headTag(e)
	p.heading(e)
	p.picture(e)
	p.tableTag(e)
	p.scriptTag(e)
	p.nameTag(e, stays)
	return e.foreign || e.name == "noscript"
}

// text takes the text between two tags.
func (p *page) text(z *html.Tokenizer) {
	in := p.nest.top()
	switch {
	case in.foreign:
	case in.name == "script":
		p.scriptText(z.Raw())
		return
	case in.name == "style":
		return
	case in.name == "title":
		p.head.title += string(z.Text())
		return
	}
	if p.names.wanted() && !blank(z.Text()) {
		p.names.found()
	}
}

// closed is called with each element that ends, from the innermost out.
func (p *page) closed(o open, depth int) {
	switch o.name {
	case "table":
		p.tableEnd()
	case "script":
		p.scriptEnd()
	}
	p.nameEnd(depth)
}

func (p *page) finish() {
	p.unclosed()
	p.settleIDs()
	p.settleHead()
	p.settleHeadings()
}

// blank reports whether a text shows nothing.
func blank(text []byte) bool {
	return !bytes.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
	})
}

func blankString(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
	})
}

// words are the values of an attribute that holds several, in lower case.
func words(s string) []string {
	return strings.Fields(strings.ToLower(s))
}
