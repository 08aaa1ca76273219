package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"vitrina/internal/diag"
)

// HTML is never written, whatever it is. Here it only becomes problems.

func (w *writer) rawHTML(n *ast.RawHTML) {
	w.refuse(max(n.Pos(), 0), segments(n.Segments, w.src))
}

func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	value := segments(n.Lines(), w.src)
	if n.HasClosure() {
		value = append(value, n.ClosureLine.Value(w.src)...)
	}
	at := max(n.Pos(), 0)
	if n.HTMLBlockType == ast.HTMLBlockType2 && !bytes.Contains(value, []byte("-->")) {
		w.problem(diag.Error, at, "el comentario no está cerrado, y lo que sigue no se publicaría", "ciérrelo con -->, o bórrelo")
		return
	}
	w.refuse(at, value)
}

func segments(list *text.Segments, src []byte) []byte {
	var value []byte
	for i := range list.Len() {
		segment := list.At(i)
		value = append(value, segment.Value(src)...)
	}
	return bytes.TrimSpace(value)
}

// refuse reports a piece of HTML that starts at the offset at. A comment is a
// note of an editor and only deserves a warning. The tag that closes a reported
// one is not reported again.
func (w *writer) refuse(at int, value []byte) {
	if rest, ok := bytes.CutPrefix(value, []byte("<!--")); ok {
		w.problem(diag.Warning, at, "el comentario no se publica, pero queda en el archivo", "bórrelo cuando ya no haga falta")
		// The shortest comments are <!--> and <!--->.
		if _, rest, ok = bytes.Cut(append([]byte("--"), rest...), []byte("-->")); ok && !blank(rest) {
			w.refuse(at, bytes.TrimSpace(rest))
		}
		return
	}
	name, closing := tagName(value)
	if closing && w.opened[name] > 0 {
		w.opened[name]--
		return
	}
	if name != "" && !closing {
		if w.opened == nil {
			w.opened = make(map[string]int)
		}
		w.opened[name]++
	}
	w.problem(diag.Error, at, fmt.Sprintf("no se admite HTML: «%s»", excerpt(string(value))), insteadOf(name))
}

// tagName is the lower case name of the tag that s starts with, or "".
func tagName(s []byte) (name string, closing bool) {
	s = bytes.TrimPrefix(s, []byte("<"))
	s, closing = bytes.CutPrefix(s, []byte("/"))
	end := 0
	for end < len(s) && util.IsAlphaNumeric(s[end]) {
		end++
	}
	return strings.ToLower(string(s[:end])), closing
}

// insteadOf says what to write in place of an element.
func insteadOf(name string) string {
	switch name {
	case "br":
		return "para pasar a otra línea, termine la anterior con una barra invertida (\\)"
	case "b", "strong":
		return "para resaltar escriba **así**"
	case "i", "em", "u":
		return "para dar énfasis escriba *así*"
	case "a":
		return "escriba el enlace así: [texto](dirección)"
	case "img", "picture", "figure":
		return "escriba la foto así: ![descripción](pileta.jpg)"
	case "table":
		return "escriba la tabla con barras: | Antes | Después |"
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return "escriba los títulos así: ## Título"
	case "ul", "ol", "li":
		return "escriba las listas con un guion al comienzo de cada línea"
	}
	return "escriba solo texto; para mostrar el signo < ponga antes una barra invertida: \\<"
}
