package check

// names follows the elements that must have a name which a screen reader can
// say: links, buttons and headings. Their text, the alt of a picture in them or
// an aria-label will do; what is hidden from readers does not count.
type names struct {
	open   []nameless
	hidden int // depth of the element that hides what is in it; 0 for none
}

type nameless struct {
	depth int
	off   int
	kind  kind
	found bool
}

type kind string

const (
	kindLink    kind = "un enlace"
	kindButton  kind = "un botón"
	kindHeading kind = "un encabezado"
)

func (n *names) wanted() bool { return n.hidden == 0 && len(n.open) > 0 }

// found gives a name to everything that is open.
func (n *names) found() {
	for i := range n.open {
		n.open[i].found = true
	}
}

// nameTag looks at a start tag: it may be in need of a name, or give one.
func (p *page) nameTag(e *element, stays bool) {
	n := &p.names
	if n.hidden > 0 {
		return
	}
	depth := len(p.nest.stack)
	if hides(e) {
		if stays {
			n.hidden = depth
		}
		return
	}
	labelled := !blankString(e.val("aria-label")) || !blankString(e.val("aria-labelledby"))
	if labelled || e.name == "img" && !blankString(e.val("alt")) {
		n.found()
	}
	k, ok := kindOf(e)
	if !ok {
		return
	}
	labelled = labelled || !blankString(e.val("title"))
	switch {
	case e.name == "input":
		p.inputName(e, labelled)
	case stays:
		if k == kindLink {
			p.nestedLink(e)
		}
		n.open = append(n.open, nameless{depth, e.off, k, labelled})
	}
}

// hides reports whether an element keeps what is in it from all readers. A
// template shows nothing until a script copies it.
func hides(e *element) bool {
	return e.val("aria-hidden") == "true" || e.has("hidden") && !e.foreign || e.name == "template"
}

func kindOf(e *element) (kind, bool) {
	switch role := e.val("role"); {
	case e.name == "a" && (e.has("href") || e.has("xlink:href")) && role != "button", role == "link":
		return kindLink, true
	case e.name == "button", role == "button", e.name == "summary", e.name == "input":
		return kindButton, true
	case !e.foreign && len(e.name) == 2 && e.name[0] == 'h' && '1' <= e.name[1] && e.name[1] <= '6', role == "heading":
		return kindHeading, true
	}
	return "", false
}

// inputName checks the inputs that are buttons: a picture needs its alt, and a
// value must not be empty. Without one, browsers name submit and reset.
func (p *page) inputName(e *element, labelled bool) {
	value, has := e.get("value")
	missing := false
	switch words(e.val("type") + " text")[0] {
	case "image":
		missing = blankString(e.val("alt"))
	case "button":
		missing = blankString(value)
	case "submit", "reset":
		missing = has && blankString(value)
	}
	if missing && !labelled {
		p.report(e.off, string(kindButton)+" sin nombre", "dele un texto o un «aria-label»")
	}
}

func (p *page) nestedLink(e *element) {
	for _, o := range p.names.open {
		if o.kind == kindLink {
			p.report(e.off, "un enlace dentro de otro enlace", "")
			return
		}
	}
}

// nameEnd is told the depth of each element that ends.
func (p *page) nameEnd(depth int) {
	n := &p.names
	if n.hidden == depth {
		n.hidden = 0
	}
	last := len(n.open) - 1
	if last < 0 || n.open[last].depth != depth {
		return
	}
	if o := n.open[last]; !o.found {
		p.report(o.off, string(o.kind)+" sin nombre", "dele un texto, o un «aria-label» si solo muestra un dibujo")
	}
	n.open = n.open[:last]
}
