package content

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// hides reports whether a key decides if an entry may be seen.
func hides(key string) bool { return key == "estado" || key == "embargo" }

// unknown reports a key that is not in the plan. A key that could have been
// meant to hide the entry leaves its state in doubt, at whatever depth a wrong
// indent has put it.
func (d *decoder) unknown(k *yaml.Node, p *plan) {
	if k.Kind != yaml.ScalarNode {
		d.fail(k, "una clave debe ser una palabra", "claves posibles: "+strings.Join(p.keys, ", "))
		d.doubt = true
		return
	}
	if _, near := diag.Closest(k.Value, []string{"estado", "embargo"}); near {
		d.doubt = true
	}
	if k.Value == "<<" {
		d.fail(k, "la clave de mezcla «<<» de YAML no se admite", "repita las claves")
		d.doubt = true
		return
	}
	hint := diag.Meant(k.Value, p.keys)
	if _, ok := p.byKey[strings.ToLower(k.Value)]; ok {
		hint = "las claves van en minúsculas: " + strings.ToLower(k.Value)
	} else if key := otherWord(k.Value, p); key != "" {
		hint = "eso se escribe en «" + key + "»"
	} else if owner := d.ownerOf(k.Value, p); owner != "" {
		hint = "esa clave va " + owner + "; revise los espacios al comienzo de la línea"
	}
	if hint == "" {
		hint = likelyKeys(k.Value, p)
	}
	d.report(diag.Error, d.pos(k), "clave desconocida "+quoted(k.Value), hint)
}

// otherWord is the key for which another word stands, or "".
func otherWord(word string, p *plan) string {
	for _, key := range otherWords[strings.ReplaceAll(Slug(word), "-", "_")] {
		if _, ok := p.byKey[key]; ok {
			return key
		}
	}
	return ""
}

// likelyKeys is the hint for a key that is near none: all keys where there are
// few, or those that share a beginning with it. A list of thirty keys helps
// nobody.
func likelyKeys(word string, p *plan) string {
	word = strings.ToLower(word)
	if len(p.keys) <= 8 {
		return "claves posibles: " + strings.Join(p.keys, ", ")
	}
	var near []string
	for _, key := range p.keys {
		if n := min(4, len(word), len(key)); n > 2 && word[:n] == key[:n] || len(word) > 3 && strings.Contains(key, word) {
			near = append(near, "«"+key+"»")
		}
	}
	if near != nil {
		return "¿quiso decir " + strings.Join(near, " o ") + "?"
	}
	return "quite esa línea, o busque la clave en la guía de contenido (docs/guia-de-contenido.md)"
}

// otherWords are keys that people expect, with those that there are.
var otherWords = map[string][]string{
	"nombre":                 {"titulo", "area", "indicador", "oficina"},
	"titulo":                 {"nombre"},
	"name":                   {"nombre", "titulo"},
	"title":                  {"titulo", "nombre"},
	"descripcion":            {"resumen"},
	"resumen":                {"descripcion"},
	"distrito":               {"municipalidad", "nombre"},
	"ubigeo":                 {"municipalidad"},
	"lugar":                  {"municipalidad"},
	"categoria":              {"reconocimiento", "temas"},
	"premio":                 {"reconocimiento", "reconocimientos"},
	"anio":                   {"edicion", "anio_inicio", "inicio"},
	"ano":                    {"edicion", "anio_inicio", "inicio"},
	"beneficiarios":          {"poblacion"},
	"publico":                {"poblacion"},
	"etiquetas":              {"temas"},
	"tags":                   {"temas"},
	"fecha":                  {"actualizada", "consulta", "fecha_resultados", "periodo"},
	"date":                   {"actualizada"},
	"presupuesto":            {"costo", "monto"},
	"precio":                 {"costo", "monto"},
	"total":                  {"monto"},
	"foto":                   {"imagenes", "archivo"},
	"fotos":                  {"imagenes"},
	"photo":                  {"imagenes"},
	"descripcion_de_la_foto": {"alt"},
	"autor":                  {"credito"},
	"documentos":             {"materiales"},
	"archivos":               {"materiales"},
	"anexos":                 {"materiales"},
	"referencias":            {"fuentes"},
	"bibliografia":           {"fuentes"},
	"link":                   {"url", "enlace"},
	"enlace":                 {"url"},
	"web":                    {"sitio_web", "url"},
	"pagina_web":             {"sitio_web", "url"},
	"responsable":            {"contacto", "area"},
	"oficina":                {"area", "contacto"},
	"celular":                {"telefono"},
	"email":                  {"correo"},
	"mail":                   {"correo"},
	"e_mail":                 {"correo"},
	"altura":                 {"altitud"},
	"lat":                    {"latitud"},
	"lon":                    {"longitud"},
	"lng":                    {"longitud"},
	"habitantes":             {"poblacion"},
	"superficie":             {"superficie_km2"},
	"socios":                 {"aliados"},
	"draft":                  {"estado"},
	"publicado":              {"estado"},
	"status":                 {"estado"},
	"base":                   {"antes"},
	"linea_de_base":          {"antes"},
	"meta":                   {"metas"},
	"resultado":              {"resultados"},
}

// ownerOf finds where in the entity a key that stands in the wrong place
// belongs.
func (d *decoder) ownerOf(key string, here *plan) string {
	for _, e := range entities {
		if e.name != d.entity {
			continue
		}
		if _, ok := e.plan.byKey[key]; ok && e.plan != here {
			return "al margen, fuera de «" + keyName(d.path) + "»"
		}
		for _, f := range e.plan.fields {
			if f.group != nil && f.group != here {
				if _, ok := f.group.byKey[key]; ok {
					return "dentro de «" + f.key + "»"
				}
			}
		}
	}
	return ""
}

// missing reports a required key that is not there, at the mapping that should
// have it; for the entry itself that is the first line of the file.
func (d *decoder) missing(n *yaml.Node, f *field) {
	pos := diag.Pos{Line: 1, Column: 1}
	if len(d.path) > 0 {
		pos = d.pos(n)
	}
	d.path = append(d.path, step{f.key, -1})
	defer func() { d.path = d.path[:len(d.path)-1] }()
	text := "falta la clave «" + f.key + "»"
	if len(d.path) > 1 {
		text += " en " + spoken(d.path[:len(d.path)-1])
	}
	if by := swallower(n, f.key+": "); by != nil && len(d.path) == 1 && f.unless != "registro" {
		pos, text = d.pos(by), text+": está dentro de un texto que empieza aquí"
		d.problems = append(d.problems, diag.Problem{File: d.file, Pos: pos, Key: d.name(), Text: text,
			Hint: "revise dónde se cierran las comillas y los espacios al comienzo de las líneas que siguen"})
		return
	}
	d.reportMissing(pos, f, text)
}

// swallower finds a text that has taken in the line of a key.
func swallower(n *yaml.Node, line string) *yaml.Node {
	if n.Kind == yaml.ScalarNode {
		if strings.Contains(n.Value, line) && n.Line > 0 {
			return n
		}
		return nil
	}
	for _, c := range n.Content {
		if by := swallower(c, line); by != nil {
			return by
		}
	}
	return nil
}

// spoken names a place as people count: «imagenes», elemento 1.
func spoken(path []step) string {
	last := path[len(path)-1]
	if last.item < 0 {
		return "«" + (&decoder{path: path}).name() + "»"
	}
	return fmt.Sprintf("«%s», elemento %d", keyName(path), last.item+1)
}

func (d *decoder) reportMissing(pos diag.Pos, f *field, text string) {
	p := diag.Problem{File: d.file, Pos: pos, Key: d.name(), Text: text, Hint: help(d.entity, keyName(d.path))}
	if f.unless == "registro" {
		d.deferred[f.key] = p
		return
	}
	if d.draft && !hides(f.key) {
		p.Severity = diag.Warning
	}
	d.problems = append(d.problems, p)
}

// keyName is the path of a key without the places in lists: "imagenes.alt".
func keyName(path []step) string {
	var parts []string
	for _, s := range path {
		if s.item < 0 {
			parts = append(parts, s.key)
		}
	}
	return strings.Join(parts, ".")
}

// empty reports a key without a value. What is not known is a key that is not
// there, so an optional one only calls for a warning; but a key that says yes or
// no, or that hides the entry, must be beyond doubt.
func (d *decoder) empty(k *yaml.Node, f *field) {
	text := "la clave «" + f.key + "» está vacía"
	switch {
	case hides(f.key) && len(d.path) == 1, f.kind == kindBool:
		d.fail(k, text, help(d.entity, keyName(d.path)))
	case f.required && (f.unless == "" || f.unless != d.exempt):
		d.reportMissing(d.pos(k), f, text)
	default:
		hint := "escriba su valor; si no se conoce, borre la línea"
		if f.kind == kindGroup {
			hint = "escriba debajo sus claves, con dos espacios al comienzo de cada línea; si no se conocen, borre la línea"
		}
		d.warn(k, text, hint)
	}
}

// written is a short value with its quotes.
func written(n *yaml.Node) string {
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		return `"` + clip(n.Value) + `"`
	}
	return clip(n.Value)
}

// described says in words what a value is, for "se esperaba …; hay …".
func described(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "una lista"
	case n.Kind == yaml.MappingNode:
		return "un grupo de claves"
	case isNull(n):
		return "nada"
	}
	return quoted(n.Value)
}
