package content

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/diag"
	"vitrina/internal/race"
)

// Whatever reads like one of the keys that hide a practice, at the beginning of
// a line of its text, closes it: somebody meant to hide it.
func TestKeysThatHideDoNotPassInTheText(t *testing.T) {
	for _, line := range []string{
		"Embargo: 2026-12-10 11:00",
		"embargo: 2026-12-10 11:00",
		"EMBARGO: 2026-12-10 11:00",
		"embargo : 2026-12-10 11:00",
		"embargo :2026-12-10",
		"**Embargo:** 2026-12-10 11:00",
		"**Embargo**: 2026-12-10 11:00",
		"__embargo__: 2026-12-10",
		"- embargo: 2026-12-10 11:00",
		"* [ ] Embargo: 2026-12-10",
		"1. embargo: 2026-12-10",
		"> embargo: 2026-12-10",
		"## Embargo: 2026-12-10 11:00",
		"## Embargo\n\n2026-12-10 11:00",
		"**Embargo:**\n10 de diciembre de 2026",
		"| Embargo | 2026-12-10 11:00 |",
		"`embargo: \"2026-12-10 11:00\"`",
		"[embargo]: 2026-12-10",
		"        embargo: 2026-12-10",
		"\tembargo: 2026-12-10",
		"\u00a0embargo: 2026-12-10",
		"embargo\u00a0: 2026-12-10",
		"embargo:\u00a02026-12-10",
		"embargo：2026-12-10",
		"embargo = 2026-12-10",
		"\u200bembargo: 2026-12-10",
		"em\u00adbar\u200bgo: 2026-12-10",
		"\ufeffEmbargo: 2026-12-10",
		"🔒 Embargo: 2026-12-10",
		"embrago: 2026-12-10",
		"\u0435mbargo: 2026-12-10", // a Cyrillic letter
		"Embargo: 10/12/2026 11 a. m.",
		"Embargo: jueves 10 de diciembre",
		"Embargo: hasta la ceremonia",
		"Embargo hasta el 10 de diciembre de 2026",
		"Embargo hasta: 10/12/2026",
		"Embargo 2026-12-10 11:00",
		"Embargo - 10.12.2026",
		"Estado: borrador",
		"estado : borrador",
		"ESTADO: BORRADOR",
		"**Estado:** borrador",
		"- Estado: retirada",
		"## Estado: borrador",
		"## Estado\n\nBorrador",
		"| Estado | borrador |",
		"Estado:\u00a0borrador",
		"Estado: \"publicada\"",
		"Estado: borrador hasta la ceremonia",
		"Estado: no publicar",
		"Estado: en borrador",
		"Estado: oculta",
		"etado: borrador",
	} {
		if found := misplacedIn("Texto.\n\n" + line + "\n\nMás texto.\n"); len(found) != 1 {
			t.Errorf("%q: %v", line, found)
		}
		e, problems := read(t, fstest.MapFS{"content/practicas/a.md": {Data: append(sound(""), line...)}}).Entries()
		if p := e.Practices[0]; p.PublicAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) || !problemsOf(problems, "content/practicas/a.md").HasErrors() {
			t.Errorf("%q: the practice is public", line)
		}
	}
}

// What only speaks of a state or an embargo is text.
func TestProseOfStatesAndEmbargoesIsText(t *testing.T) {
	for _, line := range []string{
		"Estado: en buen funcionamiento",
		"**Estado:** operativo desde 2019",
		"## Estado de las pilas",
		"| Estado | Cantidad |",
		"| Estado | Publicada | Retirada | Total |",
		"El estado: borrador",
		"El embargo: 2026-12-10",
		"El acta pasó de un estado: borrador, a otro.",
		"Estados de las 12 piletas: 9 buenas y 3 malas.",
		"Estudio: publicado en 2019 por la universidad.",
		"Estado publicado en 2019 por el INEI.",
		"## Estado\n\nPublicada en 2019, la ordenanza sigue vigente.",
		"Embargo de cuentas: la municipalidad lo levantó con un acuerdo de pago.",
		"Embargo: la deuda que venía de la gestión anterior tuvo parada la cuenta de la municipalidad.",
		"Sin\nembargo, el 10 de diciembre de 2024 llovió.",
		"Sin\nembargo 12 familias siguieron.",
		"embargó 12 cuentas",
		"Emergencia: 2026-12-10",
		"Entrega: 10/12/2026",
		"Estas 3 cosas", "E", "", "estado", "embargo", "Estado:", "Embargo:", "## Embargo",
	} {
		if found := misplacedIn("Texto.\n\n" + line + "\n\nMás texto.\n"); len(found) > 0 {
			t.Errorf("%q: %v", line, found)
		}
	}
}

// A comment that names one of the keys, or that casts doubt on what they say,
// closes the practice.
func TestKeysThatHideDoNotPassInComments(t *testing.T) {
	for block, closed := range map[string]bool{
		"estado: publicada # embargo: 2026-12-10 11:00":              true,
		"estado: publicada #embargo: 2026-12-10 11:00":               true,
		"estado: publicada # Embargo hasta el 10 de diciembre":       true,
		"estado: publicada # borrador hasta la ceremonia":            true,
		"estado: publicada # borrador, publicada o retirada":         true,
		"estado: \"publicada\"   # no publicar antes del 10/12/2026": true,
		"estado: publicada\n#embargo: \"2026-12-10 11:00\"":          true,
		"estado: publicada\n# embargo: 2026-12-10 11:00":             true,
		"estado: publicada\n   ## EMBARGO : 2026-12-10":              true,
		"estado: publicada\n#estado: borrador":                       true,
		"estado: publicada\n# Estado: borrador":                      true,
		"estado: publicada\nvigencia: activa # embargo: 2026-12-10":  true,
		"estado: publicada\nembargo: 2020-12-10 11:00 # o 12:00":     true,
		"estado: publicada":                            false,
		"estado: publicada # aprobada por la gerencia": false,
		"estado: publicada\n# el estado de las piletas se revisa cada año y se anota aquí": false,
		"estado: publicada\nembargo: 2020-12-10 11:00 # hora de Lima":                      false,
		"estado: publicada\n# pedir el acta a Secretaría":                                  false,
	} {
		data := []byte(strings.Replace(string(sound("")), "estado: publicada", block, 1))
		e, problems := read(t, fstest.MapFS{"content/practicas/a.md": {Data: data}}).Entries()
		list := problemsOf(problems, "content/practicas/a.md")
		public := e.Practices[0].PublicAt(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
		if public == closed || list.HasErrors() != closed {
			t.Errorf("%q: public %v\n%s", block, public, told(list))
		}
		for _, p := range list {
			if closed && !p.Hidden {
				t.Errorf("%q: not hidden: %v", block, p)
			}
		}
	}
}

// A block that cannot be read names its practice in a public log only when
// nothing in the file speaks of an embargo.
func TestAnUnreadableBlockWithARemarkIsHidden(t *testing.T) {
	for extra, hidden := range map[string]bool{"titulo: \"x\n": false, "titulo: \"x\n# embargo: 2026-12-10\n": true} {
		_, problems := read(t, fstest.MapFS{"content/practicas/a.md": {Data: sound(extra)}}).Entries()
		for _, p := range problemsOf(problems, "content/practicas/a.md") {
			if p.Hidden != hidden {
				t.Errorf("%q: %v", extra, p)
			}
		}
	}
}

func problemsOf(list diag.List, file string) (of diag.List) {
	for _, p := range list {
		if p.File == file {
			of = append(of, p)
		}
	}
	return of
}

// A hostile text takes time in proportion to its length: eight times as much
// of it is far from sixty-four times as slow.
func TestMisplacedKeysAreFoundInProportion(t *testing.T) {
	race.PlainOnly(t, "one text after another, by the clock")
	const size = 32 << 10
	for _, line := range []string{"embargo: ", "embargo\n", "#\n", strings.Repeat("*", 300) + "embargo\n", "estado " + strings.Repeat("\n", 50), "e\u0301"} {
		took := func(size int) time.Duration {
			body := strings.Repeat(line, size/len(line))
			least := time.Hour
			for range 3 {
				began := time.Now()
				misplacedIn(body)
				least = min(least, time.Since(began))
			}
			return least
		}
		if one, eight := took(size), took(8*size); eight > 30*one+50*time.Millisecond {
			t.Errorf("%.20q: %v for %d bytes, %v for eight times that", line, one, size, eight)
		}
	}
}
