package markdown

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"vitrina/internal/diag"
)

// FramePrefix starts the IDs that pages give to parts of their own; no ID of a
// text starts with it. ReservedIDs are the ones that need no prefix.
const FramePrefix = "v-"

// ReservedIDs are the plain IDs kept for the frame of the pages. A heading
// that would have one of them gets "seccion-" before it.
func ReservedIDs() []string {
	return []string{"aviso", "buscar", "cabecera", "contenido", "filtros", "indice",
		"inicio", "mapa", "menu", "navegacion", "pie", "principal", "q"}
}

// ids gives each heading of a document an ID of its own.
type ids struct {
	reserved []string
	used     map[string]int // how often each ID was asked for
}

// of returns the ID for a heading: its words in lower case, without accents,
// joined by hyphens. The second of two equal headings gets "-2".
func (d *ids) of(title string) string {
	base := slug(title)
	if base == "" {
		base = "seccion"
	} else if base[0] <= '9' || strings.HasPrefix(base, FramePrefix) || slices.Contains(d.reserved, base) {
		base = "seccion-" + base // an ID that starts with a digit is awkward in CSS
	}
	if d.used == nil {
		d.used = make(map[string]int)
	}
	id := base
	for d.used[id] > 0 {
		d.used[base]++
		id = base + "-" + strconv.Itoa(d.used[base])
	}
	d.used[id] = 1
	return id
}

// slug folds s to [a-z0-9-], with at most 80 characters and no hyphen at
// either end. It is empty when s has no letter or digit of the Latin alphabet.
func slug(s string) string {
	const most = 80
	out := make([]byte, 0, most)
	gap := false
	for _, r := range s {
		if r >= utf8.RuneSelf {
			if unicode.Is(unicode.Mn, r) {
				continue // an accent written after its letter
			}
			r = foldRune(r)
		}
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		default:
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, '-')
		}
		gap = false
		if len(out) >= most {
			break
		}
		out = append(out, byte(r))
	}
	return strings.TrimSuffix(string(out), "-")
}

// foldRune is the letter that r has below its accent. The usual ones are
// listed because taking any rune apart is slow.
func foldRune(r rune) rune {
	switch r {
	case 'á', 'Á':
		return 'a'
	case 'é', 'É':
		return 'e'
	case 'í', 'Í':
		return 'i'
	case 'ó', 'Ó':
		return 'o'
	case 'ú', 'Ú', 'ü', 'Ü':
		return 'u'
	case 'ñ', 'Ñ':
		return 'n'
	}
	base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	return base
}

// outline turns the levels that editors write into levels that never skip one:
// it keeps the written levels of the headings that are open, and the level
// shown is how many they are.
type outline []int

// next returns the level at which to show a heading written at level, and
// whether the writer skipped one to get there.
func (o *outline) next(level int) (shown int, skipped bool) {
	open := *o
	for len(open) > 0 && open[len(open)-1] >= level {
		open = open[:len(open)-1]
	}
	above := 1 // the title of the page
	if len(open) > 0 {
		above = open[len(open)-1]
	}
	*o = append(open, level)
	return len(*o) + 1, level > above+1
}

// heading starts a section, or writes a heading below it. Its text is written
// to see what it says, and taken back where only the words are wanted.
func (w *writer) heading(n *ast.Heading) {
	at := max(n.Pos(), 0)
	start, from := len(w.html), len(w.text)
	w.inHeading = true
	w.inlines(n)
	w.inHeading = false
	title := strings.TrimSpace(string(w.text[from:]))
	w.endLine()

	if isInvisible(title) {
		w.html, w.text = w.html[:start], w.text[:from]
		w.problem(diag.Warning, at, "el título está vacío", "escriba un título después de las almohadillas (#) o bórrelas")
		return
	}
	if n.Parent().Kind() != ast.KindDocument {
		// A heading in a list or a quote would cut the section in two.
		w.wrap(start, "<p><strong>", "</strong></p>\n")
		w.problem(diag.Warning, at, "hay un título dentro de una lista o de una cita",
			"sáquelo de ahí, o márquelo como texto importante: **así**")
		return
	}

	written := max(n.Level, 2)
	if n.Level == 1 {
		w.problem(diag.Warning, at, fmt.Sprintf("el título «%s» está en el primer nivel, que es el del título de la página", excerpt(title)),
			"use ## para las secciones")
	}
	level, skipped := w.outline.next(written)
	if skipped {
		w.problem(diag.Warning, at, fmt.Sprintf("el título «%s» se salta un nivel", excerpt(title)),
			fmt.Sprintf("use %s en vez de %s", "##########"[:level], "##########"[:n.Level]))
	}
	id := w.ids.of(title)
	w.headings = append(w.headings, Heading{level, id, title, w.at.pos(at)})
	if level == 2 {
		w.html = w.html[:start]
		w.cut()
		w.sections = append(w.sections, section{id, title, len(w.parts)})
		return
	}
	name := "h" + strconv.Itoa(level)
	w.wrap(start, "<"+name+` id="`+id+`">`, "</"+name+">\n")
}

// wrap puts tags around what was written since start.
func (w *writer) wrap(start int, open, end string) {
	w.put(open)
	inner := len(w.html) - start - len(open)
	copy(w.html[start+len(open):], w.html[start:start+inner])
	copy(w.html[start:], open)
	w.put(end)
}
