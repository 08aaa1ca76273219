package content

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

var (
	plainNumber   = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$`)
	spacedNumber  = regexp.MustCompile(`^-?[1-9][0-9]{0,2}([ \x{a0}\x{202f}][0-9]{3})+([.,][0-9]+)?$`)
	groupedNumber = regexp.MustCompile(`^[1-9][0-9]{0,2}[.,][0-9]{3}$`)
	commaNumber   = regexp.MustCompile(`^-?(0|[1-9][0-9]*),[0-9]{1,9}$`)
)

// number reads a number as people write one: digits and a decimal point. The
// other ways of YAML (octal, hexadecimal, exponents, infinity) are refused.
func (d *decoder) number(n *yaml.Node, f *field) (float64, bool) {
	s := n.Value
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 && plainNumber.MatchString(s) {
		d.fail(n, "«"+f.key+"» debe ser un número y está entre comillas", "quite las comillas: "+f.key+": "+s)
		return 0, false
	}
	if n.Style != 0 || !plainNumber.MatchString(s) {
		d.fail(n, "«"+f.key+"» debe ser "+f.expects()+"; hay "+quoted(s), numberHint(s))
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) {
		d.fail(n, "«"+f.key+"» debe ser "+f.expects()+"; hay "+quoted(s), "")
		return 0, false
	}
	if f.whole && x != math.Trunc(x) {
		hint := "escriba el número sin decimales"
		if i := strings.IndexByte(s, '.'); len(s)-i == 4 {
			hint = "escriba los miles sin punto: " + strings.Replace(s, ".", "", 1)
		}
		d.fail(n, "«"+f.key+"» debe ser un número entero; hay "+quoted(s), hint)
		return 0, false
	}
	if f.key == "monto" && groupedNumber.MatchString(s) {
		d.warn(n, "«monto» dice "+quoted(s)+", que se lee con decimales", "si son miles, escriba "+strings.Replace(s, ".", "", 1))
	}
	if x < f.from || x > f.to {
		d.fail(n, fmt.Sprintf("«%s» está fuera de rango: %s", f.key, s),
			fmt.Sprintf("se espera un número entre %s y %s", short(f.from), short(f.to)))
		return 0, false
	}
	return x + 0, true // -0 is 0
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// dressedNumber is a number with a currency before it or a unit behind.
var dressedNumber = regexp.MustCompile(`^(?i:S/\.?|PEN|US\$|\$|\+)? ?([0-9][0-9 ]*(?:[.,][0-9]+)?) ?(?i:%|soles|metros|m|msnm|m s\. ?n\. ?m\.|km|km2|personas|habitantes|horas|años)?\.?$`)

// numberHint proposes the number that a text was meant to be.
func numberHint(s string) string {
	s = bare(s)
	if m := dressedNumber.FindStringSubmatch(s); m != nil && m[1] != s && plainNumber.MatchString(m[1]) {
		return "escriba solo el número: " + m[1]
	}
	switch {
	case plainNumber.MatchString(s):
		return "escriba el número sin comillas: " + s
	case spacedNumber.MatchString(s):
		digits := strings.Map(func(r rune) rune {
			if r == ' ' || r == 0xa0 || r == 0x202f {
				return -1
			}
			return r
		}, s)
		return "escriba los miles sin espacio: " + strings.Replace(digits, ",", ".", 1)
	case groupedNumber.MatchString(s): // 8,500 is more likely a thousand than a decimal
		return fmt.Sprintf("si son miles, escriba %s; si son decimales, %s",
			strings.Replace(s, ",", "", 1), strings.TrimRight(strings.Replace(s, ",", ".", 1), "0"))
	case commaNumber.MatchString(s):
		return "los decimales van con punto y los miles sin separador: " + strings.Replace(s, ",", ".", 1)
	case strings.EqualFold(s, "no consta"), strings.EqualFold(s, "n/a"), s == "-", s == "?":
		return "si no se conoce, borre la línea; en la página se leerá «no consta»"
	}
	if trimmed := strings.TrimLeft(s, "0"); trimmed != s && plainNumber.MatchString(trimmed) {
		return "escriba el número sin ceros delante: " + trimmed
	}
	return "escriba solo el número, sin unidades ni signos, por ejemplo: 12500"
}

// boolean reads true or false.
func (d *decoder) boolean(n *yaml.Node) (value, ok bool) {
	if n.Style == 0 {
		switch n.Value {
		case "true":
			return true, true
		case "false":
			return false, true
		}
	}
	hint := "escriba true (sí) o false (no), sin comillas"
	switch strings.ToLower(bare(n.Value)) {
	case "sí", "si", "yes", "y", "s", "on", "verdadero", "true", "1", "x":
		hint = "para decir que sí escriba: " + d.lastKey() + ": true"
	case "no", "n", "off", "falso", "false", "0":
		hint = "para decir que no escriba: " + d.lastKey() + ": false"
	}
	d.fail(n, "«"+d.lastKey()+"» debe ser true o false; hay "+quoted(n.Value), hint)
	return false, false
}

func (d *decoder) lastKey() string {
	for i := len(d.path) - 1; i >= 0; i-- {
		if d.path[i].item < 0 {
			return d.path[i].key
		}
	}
	return ""
}

// figure reads a number or a few words, keeping what was written.
func (d *decoder) figure(n *yaml.Node, f *field) (Figure, bool) {
	if n.Tag == "!!bool" {
		d.fail(n, "se esperaba "+f.expects()+"; hay "+described(n), "si es un texto, póngalo entre comillas: \""+clip(n.Value)+"\"")
		return Figure{}, false
	}
	text := *f
	text.form = "label"
	s, ok := d.text(n, &text)
	if !ok {
		return Figure{}, false
	}
	fig := Figure{Known: true, Text: s}
	plain := s
	switch {
	case spacedNumber.MatchString(s):
		plain = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(s)
	case commaNumber.MatchString(s) && len(s)-strings.IndexByte(s, ',') != 4:
		// With three digits after it, nobody can tell a decimal comma from one
		// between thousands; the text stays a text.
		plain = strings.Replace(s, ",", ".", 1)
	}
	if plainNumber.MatchString(plain) {
		if x, err := strconv.ParseFloat(plain, 64); err == nil {
			fig.IsNumber, fig.Number = true, x
		}
	}
	return fig, true
}
