package content

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"vitrina/internal/diag"
)

// When yaml.v3 cannot read a block it says so in English, with a line that can
// be one off, and without a column. explain therefore looks at the lines itself
// for the slips that people make, and uses the library's message only to choose
// among general ones.

// explain reports why raw, whose first line is line shift+1 of the file, is not
// YAML.
func (s *source) explain(raw []byte, shift int, err error) {
	s.broken = true
	lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	slips := slipsOf(lines)
	for i := range slips {
		slips[i].sure = slips[i].sure || swallows(lines, slips[i])
	}
	told := 0
	for _, l := range slips {
		if l.sure && told < maxSlips {
			told++
			s.fail(diag.Pos{Line: l.line + shift, Column: l.column}, l.text, l.hint)
		}
	}
	if told > 0 {
		return
	}
	message, line := yamlMessage(err)
	l := general(message)
	l.line = min(max(line, 1), len(lines))
	l.column = firstColumn(lines[l.line-1])
	if len(slips) > 0 && (l.text == "" || openMessage(message)) {
		l = slips[0]
	}
	if i := badEscape.FindStringIndex(lines[l.line-1]); i != nil && strings.Contains(l.text, "barra") {
		l.column = utf8.RuneCountInString(lines[l.line-1][:i[0]]) + 1
	}
	if l.text == "" {
		l.text = "el bloque de datos no se puede leer cerca de esta línea"
		l.hint = "revise los espacios al comienzo de la línea, los dos puntos y las comillas; un valor que lleva «:» o «#» va entre comillas"
	}
	if strings.Contains(message, "control characters") {
		if i := bytes.IndexFunc(raw, forbiddenInYAML); i >= 0 {
			before := raw[:i]
			l.line = bytes.Count(before, []byte{'\n'}) + 1
			l.column = utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
		}
	}
	s.fail(diag.Pos{Line: l.line + shift, Column: l.column}, l.text, l.hint)
}

// swallows reports quotes that are not closed on their line and have, before
// some later quotes close them, a line that is plainly a key of its own: the
// reader of YAML stumbles far below, and the place to mend is here.
func swallows(lines []string, l slip) bool {
	if l.text != openQuotes {
		return false
	}
	first := lines[l.line-1]
	quote := string([]rune(first)[l.column-1])
	_, indent := withoutDashes(first)
	for _, line := range lines[l.line:] {
		rest, at := withoutDashes(line)
		dashed := at > firstColumn(line)
		if at <= indent && (dashed || keyLine.MatchString(rest)) {
			return true
		}
		if strings.Contains(line, quote) {
			return false
		}
	}
	return false
}

// withoutDashes is what a line says behind the dashes of lists, and its column.
func withoutDashes(line string) (rest string, column int) {
	rest = strings.TrimLeft(line, " ")
	for strings.HasPrefix(rest, "- ") {
		rest = strings.TrimLeft(rest[2:], " ")
	}
	return strings.TrimRight(rest, " "), len(line) - len(rest) + 1
}

// badEscape is a backslash before something that it does not escape.
var badEscape = regexp.MustCompile(`\\([^0abt\tnvfre "/\\N_LPxuU]|$)`)

func forbiddenInYAML(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 && r != 0x85 ||
		r == 0xfffe || r == 0xffff
}

var linePattern = regexp.MustCompile(`^(?:yaml: )?line ([0-9]+): `)

// yamlMessage splits an error of yaml.v3. Its parser, unlike its scanner,
// counts lines from zero.
func yamlMessage(err error) (message string, line int) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := linePattern.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = err.Error()[len(m[0]):]
	}
	for _, parser := range []string{"did not find expected key", "did not find expected '-'", "did not find expected ','", "node content", "document start"} {
		if strings.Contains(message, parser) {
			line++
		}
	}
	return message, line
}

// openMessage reports whether the library ran to the end for want of a closing
// quote or bracket; the place that it names is then useless.
func openMessage(message string) bool {
	for _, part := range []string{"end of stream", "document indicator", "expected ','", "node content"} {
		if strings.Contains(message, part) {
			return true
		}
	}
	return false
}

// general puts the library's messages into words for editors, without a place.
func general(message string) slip {
	has := func(part string) bool { return strings.Contains(message, part) }
	switch {
	case has("mapping values are not allowed"):
		return slip{text: "hay dos puntos donde no pueden ir",
			hint: "si son parte de un texto, póngalo entre comillas; si es una clave, revise los espacios al comienzo de la línea"}
	case has("could not find expected ':'"):
		return slip{text: "esta línea no tiene la forma «clave: valor»",
			hint: "si continúa el texto de la línea anterior, ponga dos espacios al comienzo de esta; si es una clave, escriba «:» y un espacio"}
	case has("did not find expected key"):
		return slip{text: "esta línea no cuadra con las anteriores",
			hint: "ponga el mismo número de espacios delante de las claves del mismo grupo; después de unas comillas que cierran no va más texto"}
	case has("'-' indicator"):
		return slip{text: "los elementos de esta lista no cuadran", hint: "ponga el mismo número de espacios delante de todos los guiones de la lista"}
	case has("',' or ']'"):
		return slip{text: "una lista entre corchetes no se cierra o le falta una coma", hint: "por ejemplo: [agua, salud]"}
	case has("',' or '}'"):
		return slip{text: "unas llaves «{» no se cierran o les falta una coma"}
	case has("end of stream"), has("document indicator"):
		return slip{text: "unas comillas se abren y no se cierran", hint: "ciérrelas al final del texto"}
	case has("cannot start any token"):
		return slip{text: "un valor no puede empezar con este carácter", hint: "póngalo entre comillas"}
	case has("tab character"):
		return slip{text: "hay un tabulador al comienzo de la línea", hint: "bórrelo y use la barra espaciadora: dos espacios por nivel"}
	case has("escape"), has("hexdecimal"):
		return slip{text: "después de una barra «\\» hay algo que no se entiende",
			hint: "use comillas simples, en las que la barra es un carácter más"}
	case has("control characters"):
		return slip{text: "hay un carácter de control (invisible)", hint: "borre ese carácter; quizá llegó al copiar y pegar"}
	case has("block sequence entries"):
		return slip{text: "hay un guion de lista donde no puede ir", hint: "una lista empieza en la línea que sigue a su clave"}
	case has("comment or line break"):
		return slip{text: "después de «|» o «>» no va texto en la misma línea", hint: "empiece el texto en la línea siguiente, con dos espacios al comienzo"}
	case has("anchor"), has("alphabetic or numeric"):
		return slip{text: "un valor no puede empezar con «*» ni con «&»", hint: "póngalo entre comillas"}
	case has("tag"), has("expected '!'"):
		return slip{text: "un valor no puede empezar con «!»", hint: "póngalo entre comillas"}
	case has("max depth"):
		return slip{text: "hay demasiados niveles, unos dentro de otros", hint: "revise los corchetes y los espacios al comienzo de las líneas"}
	case has("directive"), has("document start"):
		return slip{text: "una línea no puede empezar con «%» ni haber dos bloques de datos"}
	}
	return slip{}
}

// firstColumn is the column of the first visible character of a line.
func firstColumn(line string) int {
	return len(line) - len(strings.TrimLeft(line, " \t")) + 1
}
