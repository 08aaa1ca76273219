package site

import (
	"fmt"
	"slices"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
)

// required are the headings that the body of a published practice must have.
var required = []string{"Situación previa", "Qué se hizo"}

// checkHeadings looks for the headings that a practice must have, each once and
// with something under it.
func (a *assembler) checkHeadings(p *Practice) {
	if p.Entry.Text == 0 || p.Doc != nil && p.Doc.Refused {
		return // there is no text to look at, and that has been said
	}
	for _, want := range required {
		found := 0
		if p.Doc != nil {
			for _, h := range p.Doc.Headings {
				if h.Level > 2 || h.Text != want && !strings.EqualFold(strings.TrimSpace(h.Text), want) {
					continue
				}
				if found++; found > 1 {
					a.warn(p.Entry.File, h.Pos, "", fmt.Sprintf("el apartado «%s» está dos veces", want), "junte los dos textos bajo un solo título, o cambie este")
				}
				if hasNothing(p.Doc, h) {
					a.warn(p.Entry.File, h.Pos, "", fmt.Sprintf("el apartado «%s» no tiene texto", want), "escriba debajo de su título lo que corresponde, aunque sea un párrafo corto")
				}
			}
		}
		if found == 0 {
			a.sayMissing(p.Entry, want)
		}
	}
}

// hasNothing reports a heading that is followed by another of its level, or by
// the end of the text.
func hasNothing(doc *markdown.Document, h markdown.Heading) bool {
	i := slices.IndexFunc(doc.Sections, func(s markdown.Section) bool { return s.ID == h.ID })
	if i < 0 {
		return false
	}
	for _, part := range doc.Sections[i].Parts {
		if part.Image != nil || strings.TrimSpace(string(part.HTML)) != "" {
			return false
		}
	}
	return true
}

// sayMissing reports a heading that is not there. A draft may lack it.
func (a *assembler) sayMissing(e *content.Practice, want string) {
	at, hint := meantHeading(a.texts()[e.File], want)
	text := fmt.Sprintf("falta el apartado «%s»", want)
	if e.Status == content.Published {
		a.problem(e.File, at, "", text, hint)
		return
	}
	a.warn(e.File, at, "", text, hint)
}

// meantHeading looks through a body for the line that was meant for a heading:
// other words, no space behind the marks, or bold letters in place of marks.
func meantHeading(body content.Body, want string) (at diag.Pos, hint string) {
	number := body.Line - 1
	for line := range strings.Lines(body.Text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || len(line) > 80 {
			continue
		}
		words := strings.TrimRight(strings.TrimLeft(line, "#*_-–•>.0123456789) \t"), "#*_:. \t")
		if _, near := diag.Closest(words, []string{want}); !near {
			continue
		}
		if rest := strings.TrimLeft(line, "#"); rest != line && !strings.HasPrefix(rest, " ") {
			return diag.Pos{Line: number, Column: 1}, fmt.Sprintf("deje un espacio después de las almohadillas: ## %s", want)
		}
		return diag.Pos{Line: number, Column: 1}, fmt.Sprintf("aquí dice «%s»; cambie la línea por: ## %s", line, want)
	}
	return diag.Pos{Line: body.Line, Column: 1}, fmt.Sprintf("escriba una línea «## %s» y debajo el texto", want)
}
