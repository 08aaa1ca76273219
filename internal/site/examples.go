package site

import (
	"regexp"
	"strings"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/diag"
)

// A site opens to the public with `ejemplos: false`, and then has no invented
// entries; its texts must not speak of them either.

// speaksOfExamples finds a line that says that there are invented entries. It
// leaves «por ejemplo» alone, and models to copy whose data are invented.
var speaksOfExamples = regexp.MustCompile(`(?i)` +
	`(?:pr[áa]ctica|municipalidad|enlace|oficina)[^.\n]{0,120}\binventad` +
	`|\binventad[ao]s?[^.\n]{0,40}(?:pr[áa]ctica|municipalidad)` +
	`|\b(?:hay|contiene|contenga|muestra|trae|lleva)[^.\n]{0,30}\bejemplos\b` +
	`|\b(?:etiquetas?|marcad[ao]s?|como) [*_«"]{0,3}ejemplo[*_»"]` +
	`|\b(?:pr[áa]cticas?|municipalidad(?:es)?|contenido|entradas?|fichas?|enlaces?) de (?:ejemplo|muestra)\b`)

// checkExamples warns of texts of the site, which are its pages and whatever
// else is no practice, that still speak of examples when there are none.
func (a *assembler) checkExamples(v *content.Entries) {
	if a.site.Config.Examples {
		return
	}
	for _, file := range otherTexts(v) {
		body, number := a.texts()[file], 0
		for line := range strings.Lines(body.Text) {
			if speaksOfExamples.MatchString(line) {
				a.warn(file, diag.Pos{Line: body.Line + number, Column: 1}, "", "el texto habla de ejemplos o de lo inventado, y en sitio.yaml dice «ejemplos: false»",
					"borre esa parte, o dígala de otro modo: el sitio ya no los tiene")
			}
			number++
		}
	}
}

// examplesOf are the addresses of the invented entries that are left out and
// would else be public.
func examplesOf(all *content.Entries, now time.Time) map[string]bool {
	out := map[string]bool{}
	if all.Config.Examples {
		return out
	}
	for _, p := range all.Practices {
		if p.Example && p.PublicAt(now) {
			out[addressOf(p)] = true
		}
	}
	for _, m := range all.Municipalities {
		if m.Example {
			out[Route{Kind: KindMunicipality, ID: m.Ubigeo}.Address()] = true
		}
	}
	for _, l := range all.Liaisons {
		if l.Example {
			out[Route{Kind: KindLiaison, ID: l.Department}.Address()] = true
		}
	}
	return out
}
