package content

import (
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
	if owner := d.ownerOf(k.Value, p); owner != "" {
		hint = "esa clave va " + owner + "; revise la sangría"
	}
	if hint == "" {
		hint = "claves posibles: " + strings.Join(p.keys, ", ")
	}
	d.report(diag.Error, d.pos(k), "clave desconocida "+quoted(k.Value), hint)
}

// ownerOf finds where in the entity a key that stands in the wrong place
// belongs.
func (d *decoder) ownerOf(key string, here *plan) string {
	for _, e := range entities {
		if e.name != d.entity {
			continue
		}
		if _, ok := e.plan.byKey[key]; ok && e.plan != here {
			return "al margen, fuera de «" + d.name() + "»"
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
		text += " en «" + nameOf(d.path[:len(d.path)-1]) + "»"
	}
	d.reportMissing(pos, f, text)
}

func nameOf(path []step) string { return (&decoder{path: path}).name() }

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
		d.warn(k, text, "escriba su valor; si no se conoce, borre la línea")
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
