package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// What a value was meant to be. These readers take what people write in Peru
// when nobody tells them how, so that a hint can propose the very thing to
// write. Nothing they understand is ever taken for a value: a guess that is
// wrong must be seen by whoever made it.

// saysUnknown reports a value that only says that there is none. What is not
// known is a key that is not there.
func saysUnknown(s string) bool {
	if s == "" || len(s) > 24 || strings.IndexByte("ndsxpNDSXP-?.", s[0]) < 0 && s[0] != 0xe2 {
		return false // nearly every text
	}
	switch strings.Trim(strings.ToLower(bare(s)), " .") {
	case "no consta", "no-consta", "no consta en actas", "no se sabe", "no sabe", "no se conoce", "no especifica", "no precisa", "no disponible",
		"desconocido", "desconocida", "sin dato", "sin datos", "sin información", "sin informacion", "ninguno", "ninguna", "no aplica", "no tiene",
		"por definir", "por confirmar", "pendiente",
		"s/d", "sd", "s.d", "n/d", "nd", "n.d", "n/a", "na", "n.a", "s/i", "-", "--", "---", "–", "—", "?", "??", "xxx", "xx", "...", "…":
		return true
	}
	return false
}

const omitHint = "si no se conoce, borre la línea; en la página se leerá «no consta»"

var (
	// wornNumber is a number with a currency before it, or a unit behind.
	wornNumber  = regexp.MustCompile(`^(?i:S/\.?|PEN|US\$|\$|\+)?[ \x{a0}]?(-?[0-9](?:[0-9 \x{a0}\x{202f}.,'’´]*[0-9])?)[ \x{a0}]?(?:(?i:(mil|millón|millones))(?:[ \x{a0}].*)?|[^0-9]{0,40})$`)
	spaceGroups = regexp.MustCompile(`^-?[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:[.,][0-9]+)?$`)
	pointGroups = regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$`)
	commaGroups = regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)
	blanks      = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "")
	apostrophes = strings.NewReplacer("'", "", "’", "", "´", "")
)

// foreignMoney is an amount that is not in soles, or may not be.
var foreignMoney = regexp.MustCompile(`(?i)[$€]|\b(?:usd|d[óo]lar|euro)`)

// meantNumbers returns the ways in which a number may be written in a block:
// none when it is not understood, two when nobody can tell thousands from
// decimals ("48,500"), thousands first.
func meantNumbers(s string) []string {
	m := wornNumber.FindStringSubmatch(bare(s))
	if m == nil {
		return nil
	}
	core, times := m[1], 1.0
	switch strings.ToLower(m[2]) {
	case "mil":
		times = 1e3
	case "millón", "millones":
		times = 1e6
	}
	if plain := apostrophes.Replace(core); plain != core {
		// In 1'200,000 the apostrophe is for millions and the comma for thousands.
		if i := strings.IndexAny(plain, ".,"); i < 0 || len(plain)-i < 4 {
			core = plain
		} else {
			core = strings.NewReplacer("'", plain[i:i+1], "’", plain[i:i+1], "´", plain[i:i+1]).Replace(core)
		}
	}
	if strings.ContainsAny(core, " \u00a0\u202f") {
		if !spaceGroups.MatchString(core) {
			return nil
		}
		core = strings.Replace(blanks.Replace(core), ",", ".", 1)
	}
	var ways []string
	groups := func(pattern *regexp.Regexp, group, point string) {
		if pattern.MatchString(core) {
			ways = append(ways, strings.Replace(strings.ReplaceAll(core, group, ""), point, ".", 1))
		}
	}
	groups(pointGroups, ".", ",")
	groups(commaGroups, ",", ".")
	if i := strings.IndexAny(core, ".,"); i < 0 || strings.LastIndexAny(core, ".,") == i {
		ways = append(ways, strings.Replace(core, ",", ".", 1))
	}
	out := ways[:0]
	for _, w := range ways {
		if times != 1 {
			x, err := strconv.ParseFloat(w, 64)
			if err != nil {
				continue
			}
			w = short(x * times)
		}
		if strings.Contains(w, ".") {
			w = strings.TrimRight(strings.TrimRight(w, "0"), ".")
		}
		if trimmed := strings.TrimLeft(w, "0"); trimmed != "" && trimmed[0] != '.' {
			w = trimmed
		}
		if plainNumber.MatchString(w) {
			out = append(out, w)
		}
	}
	return out
}

// sexagesimal is a latitude or longitude in degrees, minutes and seconds, as
// maps and telephones write it.
var sexagesimal = regexp.MustCompile(`^(-?[0-9]{1,3})[°º] ?([0-9]{1,2})['’′´] ?(?:([0-9]{1,2}(?:[.,][0-9]+)?)(?:["”″]|''|’’)?)? ?(?i:(s|sur|o|oeste|w|n|norte)\.?)?$`)

// meantDegrees turns such a text into degrees with decimals, or "". In Peru
// both are negative, whether the text says so or not.
func meantDegrees(s string) string {
	m := sexagesimal.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	part := func(s string) float64 {
		x, _ := strconv.ParseFloat(strings.Replace(strings.TrimPrefix(s, "-"), ",", ".", 1), 64)
		return x
	}
	return fmt.Sprintf("-%.6f", part(m[1])+part(m[2])/60+part(m[3])/3600)
}

// numberHint proposes the number that a text was meant to be.
func numberHint(f *field, s string) string {
	if saysUnknown(s) {
		return omitHint
	}
	if f.key == "latitud" || f.key == "longitud" {
		if degrees := meantDegrees(s); degrees != "" {
			return "escríbalo en grados con decimales: " + f.key + ": " + degrees
		}
	}
	if f.key == "monto" && foreignMoney.MatchString(s) {
		return "el monto va en soles: escriba cuántos soles eran entonces, solo el número, y la otra moneda en «nota»"
	}
	ways := meantNumbers(s)
	if f.whole && len(ways) == 2 {
		ways = ways[:1]
	}
	switch {
	case len(ways) == 2:
		return fmt.Sprintf("si son miles, escriba %s; si son decimales, %s", ways[0], ways[1])
	case len(ways) == 0:
		return "escriba solo el número, sin unidades ni signos, por ejemplo: 12500"
	case strings.Contains(s, ",") && strings.Contains(ways[0], "."):
		return "los decimales van con punto y los miles sin separador: " + ways[0]
	case strings.TrimLeft(s, "0") == ways[0]:
		return "escriba el número sin ceros delante: " + ways[0]
	case bare(s) == ways[0]:
		return "escriba el número sin comillas: " + ways[0]
	}
	if strings.Trim(s, "-0123456789., '’´\u00a0\u202f") == "" {
		return "escriba los miles sin separarlos: " + ways[0]
	}
	return "escriba solo el número: " + ways[0]
}
