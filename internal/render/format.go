package render

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitrina/internal/content"
)

// nbsp keeps a number and its unit, and the groups of a number, on one line.
const nbsp = "\u00a0"

// number writes a quantity as Peru does: groups of three apart, decimal comma,
// at most decimals places and no trailing zeros: 3 216, 45,5.
func number(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	fraction = strings.TrimRight(fraction, "0")
	var b strings.Builder
	if v < 0 && strings.Trim(s, "0.") != "" {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(nbsp)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("," + fraction)
	}
	return b.String()
}

func count(n int) string { return number(float64(n), 0) }

// quantity writes a number with its unit, or "" when it is unknown.
func quantity(n content.Number, decimals int, unit string) string {
	if !n.Known {
		return ""
	}
	s := number(n.Value, decimals)
	if unit != "" {
		s += nbsp + unit
	}
	return s
}

// soles writes an amount of money: S/ 12 500, S/ 12 500,50.
func soles(v float64) string {
	decimals := 0
	if v != math.Trunc(v) {
		decimals = 2
	}
	s := number(v, decimals)
	if _, cents, ok := strings.Cut(s, ","); ok && len(cents) == 1 {
		s += "0"
	}
	return "S/" + nbsp + s
}

var months = [...]string{"", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	"agosto", "septiembre", "octubre", "noviembre", "diciembre"}

// longDate writes a day in words: 24 de abril de 2025. Unknown is "".
func longDate(d content.Date) string {
	return partialDate(content.PartialDate(d))
}

// partialDate writes as much of a date as is known: 2021, mayo de 2021.
func partialDate(d content.PartialDate) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return strconv.Itoa(d.Year)
	case d.Day == 0:
		return months[d.Month] + " de " + strconv.Itoa(d.Year)
	}
	return strconv.Itoa(d.Day) + " de " + months[d.Month] + " de " + strconv.Itoa(d.Year)
}

// figure writes a measured value as its author meant it: numbers in Peru's
// form, words as they are, "" when unknown.
func figure(f content.Figure) string {
	switch {
	case !f.Known:
		return ""
	case f.IsNumber:
		return number(f.Number, 2)
	}
	return f.Text
}

// ordinal writes an edition's number: 8.ª.
func ordinal(n content.Number) string {
	if !n.Known {
		return ""
	}
	return strconv.Itoa(int(n.Value)) + ".ª"
}

// dialable is the form of a telephone number that goes into a tel: link, in the
// country's own numbers: "(043) 421-700 anexo 12" is +5143421700. It is "" when
// nothing can be dialled.
func dialable(phone string) string {
	main, _, _ := strings.Cut(strings.ToLower(phone), "anexo")
	main, _, _ = strings.Cut(main, "/")
	plus := strings.HasPrefix(strings.TrimSpace(main), "+")
	var digits strings.Builder
	for _, r := range main {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
		}
	}
	d := digits.String()
	switch {
	case len(d) < 3:
		return ""
	case plus:
		return "+" + d
	case strings.HasPrefix(d, "080"): // free and shared cost lines have no other form
		return d
	case strings.HasPrefix(d, "0") && len(d) >= 8: // with area code
		return "+51" + d[1:]
	case strings.HasPrefix(d, "9") && len(d) == 9: // mobile
		return "+51" + d
	}
	return d
}

// sentence shortens a text for a description, at a word's end.
func sentence(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	cut := string(r[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > limit/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// singular is a unit as it follows the number one: "sistemas de cloro" is
// "sistema de cloro". The words up to the first preposition agree in number.
func singular(unit string) string {
	words := strings.Fields(unit)
	for i, w := range words {
		switch w {
		case "de", "del", "por", "con", "sin", "en", "a", "al", "para", "que", "entre", "/":
			return strings.Join(words, " ")
		}
		words[i] = oneOf(w)
	}
	return strings.Join(words, " ")
}

func oneOf(word string) string {
	stem, ok := strings.CutSuffix(word, "es")
	switch {
	case !ok:
		if len(word) > 3 && !strings.HasSuffix(word, "is") && !strings.HasSuffix(word, "us") {
			return strings.TrimSuffix(word, "s")
		}
		return word
	case strings.HasSuffix(stem, "ion"):
		return strings.TrimSuffix(stem, "ion") + "ión"
	case len(stem) > 2 && strings.HasSuffix(stem, "c"):
		return strings.TrimSuffix(stem, "c") + "z"
	case stem == "mes":
		return stem
	case len(stem) > 2 && strings.ContainsAny(stem[len(stem)-1:], "lrndy") && strings.ContainsAny(stem[len(stem)-2:len(stem)-1], "aeiou"):
		return stem
	}
	return strings.TrimSuffix(word, "s")
}

// kindNote is what an editor adds to the title of a file and the page says by
// itself: "(PDF)", "(texto)".
var kindNote = regexp.MustCompile(`(?i)\s*\((?:en )?(?:pdf|csv|txt|texto|xlsx?|excel|ods|odt|docx?|word|zip)\)$`)

func withoutKind(title string) string { return kindNote.ReplaceAllString(title, "") }

// gather puts what is unknown of a list of facts into one last line, so that a
// page does not say "no consta" five times.
func (b *builder) gather(facts []fact) []fact {
	var known []fact
	var absent []string
	for _, f := range facts {
		if f.Value == "" && f.Link == "" {
			absent = append(absent, f.Label)
		} else {
			known = append(known, f)
		}
	}
	if len(absent) > 0 {
		known = append(known, fact{Label: b.t("constar.titulo"), Value: strings.Join(absent, " · "), Missing: true})
	}
	return known
}
