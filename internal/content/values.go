package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// expects says in words what a key takes, for messages and for the guide.
func (f *field) expects() string {
	switch {
	case len(f.in) > 0 && f.kind == kindText:
		return "una de estas palabras: " + strings.Join(f.in, ", ")
	case f.kind == kindRef, f.kind == kindText && f.form != "":
		return forms[f.form]
	}
	switch f.kind {
	case kindNumber, kindYear:
		if f.whole {
			return "un número entero"
		}
		return "un número"
	case kindFigure:
		return "un número o un texto corto"
	case kindBool:
		return "true o false"
	case kindDate:
		return "una fecha AAAA-MM-DD"
	case kindPartialDate:
		return "una fecha AAAA, AAAA-MM o AAAA-MM-DD"
	case kindMoment:
		return "una fecha AAAA-MM-DD, con la hora HH:MM si se conoce"
	case kindInstant:
		return "una fecha con hora, AAAA-MM-DD HH:MM"
	case kindGroup:
		return "un grupo de claves"
	case kindMap:
		return "nombres con su número"
	}
	return "un texto"
}

// oneOf returns the word of the list that equals s; it is the list's own
// string, so that thousands of entries share one.
func oneOf(s string, words []string) (string, bool) {
	for _, w := range words {
		if w == s {
			return w, true
		}
	}
	return "", false
}

// text reads a text. Blanks at the ends go, line breaks and runs of blanks
// become one blank, and letters are composed.
func (d *decoder) text(n *yaml.Node, f *field) (string, bool) {
	if len(f.in) > 0 {
		if w, ok := oneOf(n.Value, f.in); ok {
			return w, true
		}
		d.notAWord(n, f)
		return "", false
	}
	switch n.Tag {
	case "!!str":
	case "!!bool":
		d.fail(n, "se esperaba un texto; hay "+described(n), "si es un texto, póngalo entre comillas: \""+clip(n.Value)+"\"")
		return "", false
	default:
		if f.form == "" || f.form == "office" || f.form == "url" {
			d.fail(n, "se esperaba "+f.expects()+"; hay "+described(n), "si es un texto, póngalo entre comillas: \""+clip(n.Value)+"\"")
			return "", false
		}
	}
	if d.entity == "practica" && stateWithin(n.Value) {
		d.doubt = true
		d.fail(n, "«"+f.key+"» contiene lo que parece otra clave, «estado» o «embargo»",
			"quizá esa línea tiene espacios de más al comienzo; si es parte del texto, escríbala de otro modo")
		return "", false
	}
	if n.Style == 0 && n.LineComment != "" {
		d.warn(n, "lo que sigue a «#» no se publica: "+quoted(clip(n.LineComment)), "si es parte del texto, ponga todo el valor entre comillas")
	}
	s := compose(tidy(n.Value))
	if r, bad := invisible(s); bad {
		at := d.pos(n)
		if i := strings.IndexRune(n.Value, r); n.Style == 0 && i >= 0 && !strings.Contains(n.Value[:i], "\n") {
			at.Column += utf8.RuneCountInString(n.Value[:i]) // a plain value stands as it was written
		}
		d.report(diag.Error, at, fmt.Sprintf("«%s» lleva un carácter invisible (U+%04X)", f.key, r),
			"escriba el texto de nuevo a mano; esos caracteres suelen llegar al copiar y pegar")
		return "", false
	}
	length := utf8.RuneCountInString(s)
	if length > f.max {
		d.fail(n, fmt.Sprintf("«%s» tiene %d caracteres y el máximo es %d", f.key, length, f.max),
			fmt.Sprintf("quite %s; lo que sobra puede ir en el texto, debajo de la ficha", several(length-f.max, "carácter", "caracteres")))
		return "", false
	}
	if length < f.min {
		sev := diag.Error
		if d.draft {
			sev = diag.Warning
		}
		d.report(sev, d.pos(n), fmt.Sprintf("«%s» tiene %d caracteres y el mínimo es %d", f.key, length, f.min),
			help(d.entity, keyName(d.path)))
	}
	if inner, ok := uncurled(s); ok {
		switch f.form {
		case "", "label", "office":
			d.warn(n, "«"+f.key+"» está entre comillas tipográficas, que se verán en la página",
				"bórrelas, o use comillas rectas: \" \"")
		case "ubigeo": // has words of its own
		default:
			d.fail(n, "«"+f.key+"» está entre comillas tipográficas: "+quoted(s), "use las comillas rectas del teclado: "+f.key+": \""+clip(inner)+"\"")
			return "", false
		}
	}
	if !f.required && f.key != "consentimiento" && saysUnknown(s) { // checks.go has its own word on that key
		free := f.form == "" || f.form == "label" || f.form == "office"
		sev := diag.Error
		if free {
			sev = diag.Warning
		}
		d.report(sev, d.pos(n), "«"+f.key+"» dice "+quoted(s), omitHint)
		return s, free
	}
	d.personal(n, f, s)
	return d.form(n, f, s)
}

// uncurled takes off the quotes of a printed page, when they hold the whole
// text. YAML does not know them.
func uncurled(s string) (inner string, ok bool) {
	if s == "" || s[0] != 0xe2 { // the first byte of each
		return "", false
	}
	for _, pair := range []struct{ open, end string }{{"“", "”"}, {"‘", "’"}, {"”", "”"}, {"’", "’"}, {"„", "”"}} {
		rest, ok := strings.CutPrefix(s, pair.open)
		if !ok {
			continue
		}
		if inner, ok = strings.CutSuffix(rest, pair.end); ok && inner != "" && !strings.ContainsAny(inner, "“”„") {
			return inner, true
		}
	}
	return "", false
}

// several writes a number with its noun.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// notAWord reports a value that is not in a closed vocabulary.
func (d *decoder) notAWord(n *yaml.Node, f *field) {
	hint := diag.Meant(bare(n.Value), f.in)
	if w, ok := oneOf(bare(n.Value), f.in); ok {
		hint = "escriba la palabra sola, sin espacios ni comillas tipográficas: " + w
	} else if w, ok := oneOf(strings.ToLower(n.Value), f.in); ok {
		hint = "escríbala en minúsculas: " + w
	}
	if hint == "" {
		hint = "valores posibles: " + strings.Join(f.in, ", ")
		switch {
		case saysUnknown(n.Value) && !f.required:
			hint = omitHint
		case f.key == "vigencia" && saysYes(n.Value):
			hint = "si continúa, escriba: vigencia: activa"
		case len(f.in) == 3 && f.in[0] == "no-necesita" && saysYes(n.Value):
			hint = "escriba siempre o a-veces: " + f.key + ": siempre"
		case len(f.in) == 3 && f.in[0] == "no-necesita" && strings.EqualFold(n.Value, "no"):
			hint = "si no hace falta, escriba: " + f.key + ": no-necesita"
		}
	}
	d.fail(n, "valor desconocido "+quoted(n.Value)+" en «"+f.key+"»", hint)
}

// bare takes off quotes that YAML does not take for quotes.
func bare(s string) string { return strings.Trim(strings.TrimSpace(s), "“”‘’«»\"'`´") }

// tidy joins the lines of a text.
func tidy(s string) string {
	plain := len(s) == 0 || s[0] > ' ' && s[len(s)-1] > ' '
	for i := 1; i < len(s) && plain; i++ {
		plain = s[i] > ' ' || s[i] == ' ' && s[i-1] != ' '
	}
	if plain {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")
}

// invisible finds a character that readers cannot see and that can change what
// they see or what is compared: controls, direction marks, zero width.
func invisible(s string) (rune, bool) {
	for _, r := range s {
		switch {
		case r < 0x20 || r >= 0x7f && r < 0xa0,
			r == 0xad, r == 0x61c, r == 0x180e, r == 0x3164, r == 0xffa0,
			r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f,
			r == 0xfeff, r >= 0xfff0 && r <= 0xfffd, r >= 0xe0000 && r <= 0xe0fff,
			unicode.Is(unicode.Co, r), r&0xfffe == 0xfffe:
			return r, true
		}
	}
	return 0, false
}

// quoted shows a value in a message: short, and without anything that a
// terminal would obey.
func quoted(s string) string { return "«" + clip(s) + "»" }

// clip cuts a value to a length that fits in a message.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if _, bad := invisible(string(r)); bad || r == '\n' || r == '\t' {
			return '·'
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:59]) + "…"
	}
	return s
}
