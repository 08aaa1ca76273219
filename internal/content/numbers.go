package content

import (
	"fmt"
	"math"
	"regexp"
	"slices"
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
		d.fail(n, "«"+f.key+"» debe ser "+f.expects()+"; hay "+quoted(s), numberHint(f, s))
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
		hint := fmt.Sprintf("se espera un número entre %s y %s", short(f.from), short(f.to))
		if (f.key == "latitud" || f.key == "longitud") && -x >= f.from && -x <= f.to {
			hint = "en el Perú la " + f.key + " lleva el signo menos: " + f.key + ": -" + s
		}
		d.fail(n, fmt.Sprintf("«%s» está fuera de rango: %s", f.key, s), hint)
		return 0, false
	}
	return x + 0, true // -0 is 0
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

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
	// What was plainly meant is kept, so that other rules do not complain of its
	// contrary; the mistake itself stops the build.
	hint := "escriba true (sí) o false (no), sin comillas"
	switch {
	case saysYes(n.Value):
		value = true
		hint = "para decir que sí escriba: " + d.lastKey() + ": true"
	case slices.Contains([]string{"no", "n", "off", "falso", "false", "0"}, strings.ToLower(bare(n.Value))):
		hint = "para decir que no escriba: " + d.lastKey() + ": false"
	}
	text := "«" + d.lastKey() + "» debe ser true o false; hay " + quoted(n.Value)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 && (n.Value == "true" || n.Value == "false") {
		text = "«" + d.lastKey() + "» debe ser true o false, y está entre comillas"
		hint = "escríbalo sin comillas: " + d.lastKey() + ": " + n.Value
	}
	d.fail(n, text, hint)
	return value, false
}

// saysYes reports a word that was meant for true.
func saysYes(s string) bool {
	if s == "true" {
		return true
	}
	switch strings.ToLower(bare(s)) {
	case "true", "sí", "si", "yes", "y", "s", "on", "verdadero", "1", "x":
		return true
	}
	return false
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
