package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// Text that is copied from a web page or a word processor brings blanks that
// look like any other and are letters to YAML, and characters of no width. A
// message that repeats such a line shows nothing wrong in it, so these are named
// with their number and their place.

// isUnseen reports a character that nobody sees and that is no common blank.
func isUnseen(r rune) bool {
	if r < 0xa0 {
		return false
	}
	return r == 0xa0 || r == 0xad || r == 0x180e || r >= 0x2000 && r <= 0x200f || r == 0x202f || r == 0x205f ||
		r >= 0x2060 && r <= 0x2064 || r == 0x3000 || r == 0xfeff
}

// hasWidth reports one of them that takes room, as a blank does.
func hasWidth(r rune) bool { return unicode.IsSpace(r) }

// maxUnseenLine is how long a line may be, in bytes, to be looked through; a line
// of a few thousand such characters would take long.
const maxUnseenLine = 4000

// unseenIn finds the first such character of a line that is where it does harm:
// one without width anywhere, one with width at the ends of the line or beside
// a dash, a colon, a comma, brackets or quotes. Between words and figures it is
// as good as a blank.
func unseenIn(line string) (offset int, r rune, where string, ok bool) {
	if len(line) > maxUnseenLine {
		return 0, 0, "", false
	}
	before := ' ' // the last character that can be seen
	for i, r := range line {
		if r == ' ' || r == '\t' {
			continue
		}
		if !isUnseen(r) {
			before = r
			continue
		}
		rest := strings.TrimLeftFunc(line[i:], func(r rune) bool { return r == ' ' || r == '\t' || isUnseen(r) })
		next, _ := utf8.DecodeRuneInString(rest)
		switch {
		case rest == "" && before == ' ':
			return i, r, "en una línea que parece vacía", true
		case before == ' ':
			return i, r, "al comienzo de la línea", true
		case rest == "":
			return i, r, "al final de la línea", true
		case before == '-' && strings.Trim(line[:i], " -") == "":
			return i, r, "después del guion", true
		case before == ':' && strings.Count(line[:i], ":") == 1:
			return i, r, "después de los dos puntos", true
		case next == ':' && !strings.Contains(line[:i], ":"):
			return i, r, "antes de los dos puntos", true
		case !hasWidth(r), strings.ContainsRune(`,[]{}"'`, before), strings.ContainsRune(`,[]{}"'`, next):
			return i, r, "en medio de la línea", true
		}
	}
	return 0, 0, "", false
}

// unseenSlip says where such a character of a line is, and how the line is
// written without.
func unseenSlip(line string) (s slip, ok bool) {
	offset, r, where, ok := unseenIn(line)
	if !ok {
		return slip{}, false
	}
	what := "un carácter invisible"
	if hasWidth(r) {
		what = "un espacio que no es el de la barra espaciadora"
	}
	hint := "borre la línea entera"
	if clean := cleaned(line); clean != "" {
		hint = "bórrelo y escriba la línea a mano: " + clip(clean)
		if indent := line[:strings.IndexFunc(line, func(r rune) bool { return !unicode.IsSpace(r) && !isUnseen(r) })]; utf8.RuneCountInString(indent) > 1 {
			hint = "bórrelo y escriba la línea a mano, con espacios comunes: «  " + clip(clean) + "»"
		}
	}
	return slip{
		column: utf8.RuneCountInString(line[:offset]) + 1,
		text:   fmt.Sprintf("hay %s (U+%04X) %s; suele llegar al copiar y pegar", what, r, where),
		hint:   hint, sure: true,
	}, true
}

// cleaned is a line as it was meant, without its indent.
func cleaned(line string) string {
	line = strings.Map(func(r rune) rune {
		switch {
		case !isUnseen(r):
			return r
		case hasWidth(r):
			return ' '
		}
		return -1
	}, line)
	line = strings.Join(strings.Fields(line), " ")
	if key, value, ok := strings.Cut(line, " :"); ok && !strings.ContainsAny(key, " \"':") {
		line = key + ":" + value
	}
	if inner, ok := strings.CutSuffix(line, ` "`); ok {
		line = inner + `"`
	}
	return line
}

// reveal puts in the place of errors of lines that hold such a character what
// is truly wrong with them.
func reveal(problems diag.List, raw []byte, shift int) {
	var lines []string
	for i, p := range problems {
		if p.Severity != diag.Error || p.Line <= shift || strings.Contains(p.Text, "invisible") {
			continue
		}
		if lines == nil {
			lines = strings.Split(string(raw), "\n")
		}
		if p.Line-shift > len(lines) {
			continue
		}
		if s, ok := unseenSlip(lines[p.Line-shift-1]); ok {
			problems[i].Pos.Column, problems[i].Text, problems[i].Hint = s.column, s.text, s.hint
		}
	}
}
