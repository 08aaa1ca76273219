package check

import (
	"fmt"
	"strings"
)

// svgElements are those that a page or picture may use: shapes, text and paint,
// nothing that runs, moves or holds HTML. Names are in lower case, as the
// tokenizer gives them.
var svgElements = set("svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
	"polygon", "text", "tspan", "textpath", "title", "desc", "metadata", "image", "a", "clippath", "mask", "pattern", "marker",
	"lineargradient", "radialgradient", "stop", "filter", "view", "switch",
	"feblend", "fecolormatrix", "fecomponenttransfer", "fecomposite", "fedropshadow", "feflood", "fefunca", "fefuncb",
	"fefuncg", "fefuncr", "fegaussianblur", "femerge", "femergenode", "femorphology", "feoffset", "fetile", "feturbulence")

// foreignTag holds drawings and formulas inside a page to what is plain. A
// browser leaves a drawing at the first HTML tag and reads "title" and "desc"
// in it as HTML; without either, the tags mean what they seem to.
func (p *page) foreignTag(e *element, within open) {
	switch {
	case within.foreign && (within.name == "title" || within.name == "desc" || within.name == "annotation"):
		p.report(e.off, fmt.Sprintf("«%s» solo puede tener texto, no «%s»", within.name, e.name), "")
	case e.name == "script" || e.name == "style": // reported as such
	case e.name == "math" || strings.HasPrefix(e.name, "m") && p.nest.inside("math"):
	case (e.name == "semantics" || e.name == "annotation") && p.nest.inside("math"):
	case p.nest.inside("math") || !svgElements[e.name] || e.name == "metadata":
		p.report(e.off, fmt.Sprintf("«%s» no puede ir dentro de «svg» o «math»", e.name), "")
	}
}
