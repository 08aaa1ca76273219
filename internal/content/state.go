package content

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// `estado` and `embargo` hide a practice only between the --- lines, in small
// letters and in a line of their own. People also write them below the block,
// with a capital, in bold, as an item of a list, or behind a «#»; the practice
// would then be public against the will of whoever wrote that. This file finds
// what reads like one of the two keys where it does not count. It would rather
// refuse a text that means something else, which can be put in other words,
// than publish a winner before the ceremony.

// maxMisplaced is how many such lines of one entry are told.
const maxMisplaced = 20

// misplaced is what reads like a key that hides the entry, where it hides nothing.
type misplaced struct {
	at   int    // offset in bytes, of its word
	key  string // "estado" or "embargo"
	when string // of an embargo, as `embargo` takes it; "" when that is not plain
}

// misplacedIn finds lines of a body that begin as one of the keys, whatever
// marks of Markdown, blanks or invisible characters stand before. Nearly every
// line is passed over at its first letter.
func misplacedIn(body string) (found []misplaced) {
	for start := 0; start < len(body) && len(found) < maxMisplaced; {
		end := strings.IndexByte(body[start:], '\n')
		if end < 0 {
			end = len(body) - start
		}
		if at := firstLetter(body[start : start+end]); at >= 0 {
			if m, ok := misplacedAt(body[start+at:]); ok {
				m.at = start + at
				found = append(found, m)
			}
		}
		start += end + 1
	}
	return found
}

// firstLetter is where the first letter of a line is, or -1.
func firstLetter(line string) int {
	for i := 0; i < len(line); {
		c := line[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(line[i:])
			if unicode.IsLetter(r) {
				return i
			}
			i += size
			continue
		}
		if c |= 0x20; c >= 'a' && c <= 'z' {
			return i
		}
		i++
	}
	return -1
}

// misplacedAt reads a text that starts with a letter as «embargo: …» or
// «estado: …».
func misplacedAt(s string) (misplaced, bool) {
	if c := s[0] | 0x20; c != 'e' && c < utf8.RuneSelf {
		return misplaced{}, false
	}
	word, rest := firstWord(s)
	if len(word) < len("estad") || len(word) > len("embargos")+2 {
		return misplaced{}, false
	}
	tail := rest[:min(len(rest), 400)]
	switch {
	case diag.Near(word, "embargo", 2):
		m := misplaced{key: "embargo", when: whenIn(tail)}
		return m, embargoSign.MatchString(tail) || embargoDay.MatchString(tail)
	case diag.Near(word, "estado", 1):
		return misplaced{key: "estado"}, stateSign.MatchString(tail) || stateAlone.MatchString(tail)
	}
	return misplaced{}, false
}

// firstWord is the first word of a text, without the invisible characters
// inside it.
func firstWord(s string) (word, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !ignorable(r) })
	if end < 0 {
		end = len(s)
	}
	word, rest = s[:end], s[end:]
	if strings.IndexFunc(word, ignorable) >= 0 {
		word = strings.Map(func(r rune) rune {
			if ignorable(r) {
				return -1
			}
			return r
		}, word)
	}
	return word, rest
}

// ignorable reports a mark of no width: format characters and combining accents.
func ignorable(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Mn) }

const (
	// betweenMarks stands between a key and its value: blanks and marks, none of
	// which ends a clause.
	betweenMarks = `[^\pL\pN\n.,;!?)]*`
	// nearMarks is the same for a key inside a text.
	nearMarks = `[^\pL\pN\n.,;:]{0,8}`
	// toNextLine is the same, with a line break and blank lines in it.
	toNextLine = `(?:[^\pL\pN\n.,;!?]*\n){0,3}[^\pL\pN\n.,;!?]*`
	stateWords = `(?:(?:en )?borrador|draft|publicad[oa]|retirad[oa]|ocult[oa]|embargad[oa]|bajo embargo|(?:no|sin|por) publicar)\b`
	dayOrMonth = `(?:[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}|[0-9]{1,2}(?: de)? (?:ene|feb|mar|abr|may|jun|jul|ago|set|sep|oct|nov|dic))`
	dayFillers = `(?:(?:hasta|desde|antes|despu[ée]s|a|al|el|la|del?|d[ií]a|fecha|partir|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)[^\pL\pN\n]+){0,6}`
)

var (
	// embargoSign: a colon, and then a figure soon, or a few words that are all
	// the line says. A longer text without a figure is a sentence about embargoes.
	embargoSign = regexp.MustCompile(`^` + betweenMarks + `[:：=](?:[^0-9\n]{0,40}[0-9]|[^\pL\pN\n]*[\pL\pN][^\n]{0,40}(?:\n|$))`)
	// embargoDay: a day, with or without a colon, on that line or below it.
	embargoDay = regexp.MustCompile(`(?i)^` + toNextLine + dayFillers + dayOrMonth)
	// stateSign: a colon and a state.
	stateSign = regexp.MustCompile(`(?i)^` + betweenMarks + `[:：=][^\pL\pN\n]*` + stateWords)
	// stateAlone: a state that ends its line.
	stateAlone = regexp.MustCompile(`(?i)^` + toNextLine + stateWords + `[^\pL\pN\n]*(?:\n|$)`)
)

// whenIn is the instant that stands behind «embargo», if there is no doubt
// about what it was meant to be.
func whenIn(tail string) string {
	value, _, _ := strings.Cut(tail, "\n")
	value = strings.TrimFunc(value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' })
	if _, err := ParseInstant(value); err == nil {
		return value
	}
	return meantInstant(value)
}

// line proposes the line that the key should have.
func (m misplaced) line() string {
	switch {
	case m.key == "estado":
		return "estado: borrador"
	case m.when != "":
		return `embargo: "` + m.when + `"`
	}
	return `embargo: "AAAA-MM-DD HH:MM"`
}

// remarksIn finds comments of a block that read like one of the keys, and those
// beside the keys themselves that cast doubt on what they say. Their place is
// that of the «#».
func remarksIn(raw string) (found []misplaced) {
	for start := 0; start < len(raw) && len(found) < maxMisplaced; {
		line, _, _ := strings.Cut(raw[start:], "\n")
		if m, ok := remarkIn(line); ok {
			m.at += start
			found = append(found, m)
		}
		start += len(line) + 1
	}
	return found
}

// remarkIn looks at each «#» of a line that may begin a comment.
func remarkIn(line string) (misplaced, bool) {
	for i := 0; i < len(line); i++ {
		if line[i] != '#' || i > 0 && line[i-1] > ' ' && line[i-1] < utf8.RuneSelf {
			continue
		}
		comment := line[i+1:]
		if letter := firstLetter(comment); letter >= 0 {
			if m, ok := misplacedAt(comment[letter:]); ok {
				m.at = i
				return m, true
			}
		}
		switch before := line[:i]; {
		case publishedLine.MatchString(before) && doubtsState.MatchString(comment):
			return misplaced{at: i, key: "estado"}, true
		case embargoLine.MatchString(before) && doubtsEmbargo.MatchString(comment):
			return misplaced{at: i, key: "embargo", when: whenIn(before[strings.IndexByte(before, ':')+1:])}, true
		}
	}
	return misplaced{}, false
}

var (
	publishedLine = regexp.MustCompile(`^ *["']?estado["']? *: *["']?publicada["']?\s*$`)
	embargoLine   = regexp.MustCompile(`^ *["']?embargo["']? *:`)
	doubtsState   = regexp.MustCompile(`(?i)embarg|borrador|retirad|ocult|(?:no|sin) publicar|todav[ií]a|a[úu]n no|hasta|antes de|` + dayOrMonth)
	doubtsEmbargo = regexp.MustCompile(`(?i)[0-9] *[:.h] *[0-9]{2}|[0-9] *(?:a|p)\. ?m|\?|confirmar|` + dayOrMonth)
)

// stateWithin reports whether a text has swallowed a key that hides the entry,
// as a text block does with a line that is indented too far.
func stateWithin(text string) bool {
	return strings.IndexByte(text, ':') >= 0 && stateInText.MatchString(text)
}

var (
	stateInText = regexp.MustCompile(`(?i)\b(?:estado` + nearMarks + `:` + nearMarks + `(?:borrador|publicada|retirada)|embargo` + nearMarks + `:` + nearMarks + `[0-9])`)
	// publishedInRaw and embargoInRaw find in a block that cannot be read what it
	// says of its state.
	publishedInRaw = regexp.MustCompile(`(?m)^estado: +publicada *$`)
	embargoInRaw   = regexp.MustCompile(`(?mi)^[^a-z]*emb`)
)

// hide closes a practice whose state is in any doubt, and marks the problems of
// one that is not public, because the log of a build may be.
//
// A practice whose block cannot be read has no state, so it is never published.
// Only if the block plainly says that it was meant to be may its problems be
// named in public.
func (u *unit) hide(src *source, m matter, doubt bool) {
	p := u.practice
	doubt = u.sayMisplaced(src, m) || doubt
	hidden := p.Status != Published || doubt
	if doubt {
		p.Status, p.Embargo = "", time.Time{}
	}
	if src.broken || m.node == nil {
		p.Status = ""
		hidden = doubt || !publishedInRaw.Match(m.raw) || embargoInRaw.Match(m.raw)
	}
	if hidden {
		for i := range u.problems {
			u.problems[i].Hidden = true
		}
	}
}

// sayMisplaced reports what reads like a key that hides the entry, in the text
// and in the comments of the block, and whether there is any.
func (u *unit) sayMisplaced(src *source, m matter) bool {
	file, told := u.practice.File, 0
	say := func(pos diag.Pos, text, hint string) {
		told++
		u.problems = append(u.problems, diag.Problem{File: file, Pos: pos, Text: text, Hint: hint})
	}
	for _, x := range misplacedIn(u.body.Text) {
		pos := placeIn(u.body.Text, x.at)
		pos.Line += u.body.Line - 1
		say(pos, "aquí dice «"+x.key+"» y no oculta nada: esta línea está en el texto, debajo de la ficha",
			"si es la clave, páselo a la ficha, antes del segundo «---», en minúsculas: "+x.line()+"; si es parte del texto, empiece la línea de otro modo")
	}
	if src.broken || m.node == nil || bytes.IndexByte(m.raw, '#') < 0 {
		return told > 0 // of a block that cannot be read other things are told; nearly none has a «#»
	}
	for _, x := range remarksIn(string(m.raw)) {
		pos := placeIn(string(m.raw), x.at)
		pos.Line++
		say(pos, "un comentario pone en duda la clave «"+x.key+"»: lo que sigue a «#» no cuenta, y la práctica se publicaría sin hacerle caso",
			"si la práctica se oculta, escríbalo sin «#» y en su propia línea: "+x.line()+"; si no, borre el comentario")
	}
	return told > 0
}

// sayNoEmbargo warns of an embargo in the text of an entry that cannot have one:
// it is published at once.
func (u *unit) sayNoEmbargo(file string) {
	for _, x := range misplacedIn(u.body.Text) {
		if x.key == "embargo" {
			pos := placeIn(u.body.Text, x.at)
			pos.Line += u.body.Line - 1
			u.problems = append(u.problems, diag.Problem{File: file, Pos: pos, Severity: diag.Warning,
				Text: "aquí dice «embargo» y no oculta nada: solo las prácticas pueden esperar a su hora, y esto se publica de inmediato",
				Hint: "si el público no debe verlo aún, quítelo de este archivo y agréguelo después de esa hora"})
		}
	}
}

// placeIn is the line and column, from 1, of a byte of a text.
func placeIn(text string, offset int) diag.Pos {
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return diag.Pos{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[start:]) + 1}
}
