package content

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSlips is how many slips of one block are told.
const maxSlips = 20

// slip is a mistake that explain recognises in one line.
type slip struct {
	line, column int // of the block, from 1
	text, hint   string
	// sure is false when the line is fine by itself, such as one that opens
	// quotes: another line may close them.
	sure bool
}

var (
	keyLine   = regexp.MustCompile(`^([\p{L}_][\p{L}\p{N}_-]*|"[^"]*"|'[^']*')\s*:(?:\s+(.*))?$`)
	tightLine = regexp.MustCompile(`^([\p{L}_][\p{L}\p{N}_-]*)[:：]\S`)
	textBlock = regexp.MustCompile(`^[|>][-+0-9]*\s*(#.*)?$`)
)

// openQuotes is what is said of a line that opens quotes and does not close them.
const openQuotes = "unas comillas se abren aquí y no se cierran"

// level is a mapping or a list that the lines so far have opened.
type level struct {
	indent int
	list   bool
}

// slipFinder walks the lines of a block as a reader would.
type slipFinder struct {
	slips  []slip
	levels []level
	line   int    // from 0
	whole  string // the line, without blanks at the end
	inText int    // indent of the key whose text block these lines are; or -1
	value  bool   // the last key has its value on its own line
	open   bool   // quotes or brackets were opened and not closed: nothing is sure any more
	over   bool   // the block was meant to end: what follows is the text
}

// add reports the current line, at the place where rest starts.
func (f *slipFinder) add(rest string, sure bool, text, hint string) {
	column := utf8.RuneCountInString(f.whole) - utf8.RuneCountInString(rest) + 1
	f.slips = append(f.slips, slip{f.line + 1, max(column, 1), text, hint, sure && !f.open})
}

// slipsOf looks through the lines of a block for usual mistakes.
func slipsOf(lines []string) []slip {
	f := &slipFinder{inText: -1}
	for i, line := range lines {
		f.line, f.whole = i, strings.TrimRight(line, " \t")
		if f.look(); f.over {
			break
		}
	}
	return f.slips
}

// look looks at one line.
func (f *slipFinder) look() {
	line := strings.TrimLeft(f.whole, " \t")
	indent := len(f.whole) - len(line)
	if line == "" || f.inText >= 0 && indent > f.inText {
		return
	}
	f.inText = -1
	if line[0] == '#' || f.badStart(line, indent) {
		return
	}
	item := false
	for strings.HasPrefix(line, "- ") {
		if !f.enter(level{indent, true}) {
			f.add(line, true, "este guion no está alineado con los otros de la lista", "ponga el mismo número de espacios delante de todos los guiones de la lista")
			return
		}
		inner := strings.TrimLeft(line[2:], " ")
		indent += len(line) - len(inner)
		line, item, f.value = inner, true, false
	}
	switch m := keyLine.FindStringSubmatch(line); {
	case m != nil:
		f.key(line, indent, m[1], m[2])
	case item:
		f.item(line)
	default:
		f.noKey(line, indent)
	}
}

// badStart looks at how a line begins, and reports whether nothing more can be
// said of it.
func (f *slipFinder) badStart(line string, indent int) bool {
	if s, ok := unseenSlip(f.whole); ok {
		s.line = f.line + 1
		f.slips = append(f.slips, s)
		return true
	}
	if word, ok := tightDash(line); ok && !f.value && len(f.levels) > 0 {
		f.add(line, true, "falta un espacio después del guion", "- "+clip(word))
		return true
	}
	if indent == 0 && isBadFence(line) {
		f.add(line, true, badFence(line), badFenceHint)
		f.over = true
		return true
	}
	if tab := strings.IndexByte(f.whole[:indent], '\t'); tab >= 0 {
		f.add(f.whole[tab:], true, "hay un tabulador al comienzo de la línea", "bórrelo y use la barra espaciadora: dos espacios por nivel")
		return true
	}
	if r, size := utf8.DecodeRuneInString(line); isBullet(r) && strings.TrimSpace(line[size:]) != "" {
		f.add(line, true, "la línea empieza con «"+string(r)+"»", "para hacer una lista, empiece cada línea con un guion y un espacio: - "+clip(strings.TrimSpace(line[size:])))
		return true
	}
	if indent == 0 && line[0] == '%' {
		f.add(line, true, "una línea no puede empezar con «%»", "si es texto, póngalo entre comillas detrás de su clave")
		return true
	}
	return false
}

// key looks at a line that has the form «clave: valor».
func (f *slipFinder) key(line string, indent int, name, value string) {
	if f.value && len(f.levels) > 0 && indent > f.levels[len(f.levels)-1].indent {
		f.add(line, true, "la clave «"+clip(name)+"» tiene demasiados espacios al comienzo de la línea", "alinéela con la clave de la línea anterior")
		return
	}
	if !f.enter(level{indent, false}) {
		f.add(line, true, "la clave «"+clip(name)+"» no está alineada con las anteriores", "ponga el mismo número de espacios delante de las claves del mismo grupo")
		return
	}
	f.value = value != "" && value[0] != '#'
	switch {
	case textBlock.MatchString(value):
		f.inText = indent
	case f.value:
		text, hint, sure := valueSlip(name, value)
		if text == "" {
			return
		}
		rest := value
		if i := strings.Index(value, ": "); i >= 0 && strings.HasPrefix(text, "el valor") {
			rest = value[i:]
		}
		f.add(rest, sure, text, hint)
		f.open = f.open || !sure
	}
}

// item looks at what stands behind the dash of a list, without a key.
func (f *slipFinder) item(line string) {
	switch line[0] {
	case '"', '\'':
		if closingQuote(line) < 0 {
			f.add(line, false, openQuotes, "ciérrelas al final de esa línea: - "+clip(line)+line[:1])
			f.open = true
		}
	case '[', '{':
		if text, hint, sure := afterBracket("- ", line, false); text != "" {
			f.add(line, sure, text, hint)
		}
	}
}

// isBullet reports a mark that word processors put in front of the items of a
// list.
func isBullet(r rune) bool { return strings.ContainsRune("•●▪◦‣∙·", r) }

// enter goes to the level of a line. It returns false when the line ends a
// level and goes back to none that was there.
func (f *slipFinder) enter(l level) bool {
	closed := false
	for len(f.levels) > 0 {
		last := f.levels[len(f.levels)-1]
		if last == l {
			return true
		}
		// A list may have the same indent as the key that it belongs to.
		if last.indent < l.indent || last.indent == l.indent && l.list {
			break
		}
		f.levels = f.levels[:len(f.levels)-1]
		closed = closed || last.list == l.list || len(f.levels) == 0
	}
	if closed && !(l.list && len(f.levels) > 0 && f.levels[len(f.levels)-1].indent <= l.indent && !f.value) {
		return false
	}
	f.levels = append(f.levels, l)
	return true
}

// noKey looks at a line that has no «clave: valor» and is no item of a list.
func (f *slipFinder) noKey(line string, indent int) {
	top := -1
	if len(f.levels) > 0 {
		top = f.levels[len(f.levels)-1].indent
	}
	// What is indented more than its key may go on with its value.
	if indent > top && top >= 0 {
		return
	}
	if t := tightLine.FindStringSubmatch(line); t != nil && !strings.HasPrefix(line[len(t[1]):], "://") {
		f.add(line[len(t[1]):], true, "falta un espacio después de los dos puntos de «"+clip(t[1])+"»", clip(t[1])+": "+clip(strings.TrimSpace(strings.TrimLeft(line[len(t[1]):], ":："))))
		return
	}
	if word, ok := tightDash(line); ok {
		f.add(line, true, "falta un espacio después del guion", "- "+clip(word))
		return
	}
	if strings.ContainsAny(line[:1], "[]{}\"'-?,") {
		return
	}
	f.add(line, true, "esta línea no tiene la forma «clave: valor»",
		"si continúa el texto de la línea anterior, ponga dos espacios al comienzo de esta; si es una clave, escriba «:» y un espacio")
}

// tightDash reads a line such as «-educacion», the item of a list without the
// blank behind its dash.
func tightDash(line string) (word string, ok bool) {
	word, ok = strings.CutPrefix(line, "-")
	if r, _ := utf8.DecodeRuneInString(word); !ok || !unicode.IsLetter(r) && r != '"' && r != '\'' {
		return "", false
	}
	return word, true
}
