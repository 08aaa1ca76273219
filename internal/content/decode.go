package content

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// decoder fills the struct of an entry from its tree of YAML, strictly: every
// key must be known, be there once and have the right type.
type decoder struct {
	entity   string
	file     string
	shift    int // lines of the file before the first line of YAML
	problems diag.List
	path     []step
	// draft makes warnings of keys that are missing or empty.
	draft bool
	// exempt is the word of the rule unless=… that holds for this entry.
	exempt string
	// doubt is set when a key that hides an entry may have been misread: an
	// unknown key that looks like it, or one that is there twice.
	doubt bool
	// keys are the places of the keys at the top.
	keys map[string]diag.Pos
	// deferred are the problems of keys that the registry may supply, by key.
	deferred map[string]diag.Problem
}

// step is one part of the path of a key: "imagenes" or, in a list, [2].
type step struct {
	key  string
	item int // from 0; -1: not in a list
}

// name writes a path as editors read it: "imagenes[0].alt".
func (d *decoder) name() string {
	var b strings.Builder
	for _, s := range d.path {
		if s.item >= 0 {
			b.WriteString("[" + strconv.Itoa(s.item) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.key)
	}
	return b.String()
}

func (d *decoder) pos(n *yaml.Node) diag.Pos {
	return diag.Pos{Line: n.Line + d.shift, Column: n.Column}
}

// maxProblems is how many problems of one entry are told: a hostile file could
// have tens of thousands.
const maxProblems = 100

// full reports whether enough is said. What is not looked at any more could
// hide the entry, so its state is then in doubt.
func (d *decoder) full() bool {
	if len(d.problems) < maxProblems {
		return false
	}
	d.doubt = true
	return true
}

func (d *decoder) report(sev diag.Severity, pos diag.Pos, text, hint string) {
	if d.full() {
		return
	}
	d.problems = append(d.problems, diag.Problem{
		File: d.file, Pos: pos, Severity: sev, Key: d.name(), Text: text, Hint: hint,
	})
}

func (d *decoder) fail(n *yaml.Node, text, hint string) { d.report(diag.Error, d.pos(n), text, hint) }
func (d *decoder) warn(n *yaml.Node, text, hint string) { d.report(diag.Warning, d.pos(n), text, hint) }

// mapping reads the keys of n into the struct v. It returns false when n is no
// mapping.
func (d *decoder) mapping(n *yaml.Node, p *plan, v reflect.Value) bool {
	if n.Kind != yaml.MappingNode {
		hint := "claves posibles: " + strings.Join(p.keys, ", ")
		switch {
		case n.Kind != yaml.ScalarNode || len(d.path) == 0:
		case saysUnknown(n.Value):
			hint = omitHint
		default:
			hint = "escriba debajo, con dos espacios al comienzo: «  " + p.firstKey(n.Value) + "»; " + hint
		}
		d.fail(n, "se esperaban claves con su valor; hay "+described(n), hint)
		return false
	}
	var seen uint64
	var meant []string // keys that an unknown one was meant to be
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		if d.full() {
			break
		}
		index, ok := p.byKey[k.Value]
		if !ok || k.Kind != yaml.ScalarNode {
			if key := otherWord(k.Value, p); key != "" {
				meant = append(meant, key)
			} else if key, near := diag.Closest(k.Value, p.keys); near {
				meant = append(meant, key)
			}
			d.unknown(k, p)
			continue
		}
		f := &p.fields[index]
		d.path = append(d.path, step{f.key, -1})
		switch bit := uint64(1) << index; {
		case seen&bit != 0:
			d.doubt = d.doubt || hides(f.key)
			d.fail(k, "la clave «"+f.key+"» está repetida", "deje una sola")
		default:
			seen |= bit
			if len(d.path) == 1 {
				d.keys[f.key] = d.pos(k)
			}
			d.value(k, value, f, v.Field(f.index))
		}
		d.path = d.path[:len(d.path)-1]
	}
	for i := range p.fields {
		f := &p.fields[i]
		if f.required && seen&(1<<i) == 0 && (f.unless == "" || f.unless != d.exempt) && !slices.Contains(meant, f.key) {
			d.missing(n, f)
		}
	}
	return true
}

// value reads the value of one key. What is empty or wrong leaves v as it is.
func (d *decoder) value(k, n *yaml.Node, f *field, v reflect.Value) {
	if isNull(n) {
		d.empty(k, f)
		return
	}
	if !f.list {
		d.item(n, f, v)
		return
	}
	if n.Kind != yaml.SequenceNode {
		hint := "escriba cada elemento en su línea, después de un guion"
		if r, _ := utf8.DecodeRuneInString(strings.TrimSpace(n.Value)); n.Kind == yaml.ScalarNode && isBullet(r) {
			d.fail(n, "«"+f.key+"» es una lista y sus líneas empiezan con «"+string(r)+"»", "empiece cada línea con un guion y un espacio: - "+clip(firstItem(n.Value, r)))
			return
		}
		if word, ok := tightDash(firstWords(n)); ok {
			d.fail(n, "falta un espacio después del guion en la lista «"+f.key+"»", "- "+clip(word))
			return
		}
		switch {
		case n.Kind == yaml.MappingNode && f.kind == kindGroup:
			hint = "ponga un guion y un espacio delante de la primera clave de cada grupo: «  - " + f.group.keys[0] + ": …»"
		case f.kind == kindGroup:
			hint = "escriba debajo, con dos espacios y un guion al comienzo: «  - " + f.group.firstKey(n.Value) + "»"
		case n.Kind == yaml.ScalarNode && len(f.in) > 0:
			hint = "escriba entre corchetes una o más de estas palabras: " + strings.Join(f.in, ", ")
			if _, ok := oneOf(n.Value, f.in); ok {
				hint = "escríbalo entre corchetes: " + f.key + ": [" + n.Value + "]"
			}
		case n.Kind == yaml.ScalarNode && f.form == "id":
			hint = "escriba entre corchetes el nombre de cada archivo, sin «.md»: " + f.key + ": [" + strings.Join(slugs(n.Value), ", ") + "]"
		case n.Kind == yaml.ScalarNode:
			hint = "escríbalo entre corchetes: " + f.key + ": [" + clip(strings.Trim(n.Value, "[] ")) + "]"
		}
		d.fail(n, "«"+f.key+"» es una lista; hay "+described(n), hint)
		return
	}
	if len(n.Content) == 0 {
		if f.required && (f.unless == "" || f.unless != d.exempt) {
			d.reportMissing(d.pos(k), f, "la lista «"+f.key+"» está vacía")
		}
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, len(n.Content))
	element := reflect.New(v.Type().Elem()).Elem()
	for i, c := range n.Content {
		if d.full() {
			break
		}
		d.path = append(d.path, step{"", i})
		element.SetZero()
		switch {
		case isNull(c):
			d.fail(c, "hay un elemento vacío en la lista «"+f.key+"»", "escriba algo después del guion, o bórrelo")
		case d.item(c, f, element):
			list = reflect.Append(list, element)
		}
		d.path = d.path[:len(d.path)-1]
	}
	v.Set(list)
}

// firstWords is what stands first in a value: itself, up to a blank before
// another dash, or its first key.
func firstWords(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.ScalarNode && n.Style == 0:
		first, _, _ := strings.Cut(n.Value, " -")
		return first
	case n.Kind == yaml.MappingNode && len(n.Content) > 1 && n.Content[0].Kind == yaml.ScalarNode:
		return n.Content[0].Value + ": " + n.Content[1].Value
	}
	return ""
}

// firstKey proposes the line of the first key of a group for a value that was
// written in the place of the group.
func (p *plan) firstKey(value string) string {
	f := &p.fields[0]
	if len(f.in) > 0 {
		return f.key + ": …"
	}
	if f.kind == kindNumber {
		ways := meantNumbers(value)
		if len(ways) != 1 {
			return f.key + ": …"
		}
		value = ways[0]
	}
	value, _, _ = strings.Cut(value, ",")
	return f.key + ": " + clip(strings.TrimSpace(value))
}

// firstItem is the first item of a text that was meant for a list.
func firstItem(s string, bullet rune) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s)[utf8.RuneLen(bullet):], string(bullet))
	return strings.TrimSpace(first)
}

// isNull reports a value that is not there, is blank or is written as null.
func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || strings.TrimSpace(n.Value) == "")
}

// item reads one value, or one item of a list, into v.
func (d *decoder) item(n *yaml.Node, f *field, v reflect.Value) bool {
	switch f.kind {
	case kindGroup:
		return d.mapping(n, f.group, v)
	case kindMap:
		return d.numbers(n, f, v)
	}
	if n.Kind != yaml.ScalarNode {
		hint := help(d.entity, keyName(d.path))
		if n.Kind == yaml.SequenceNode && len(n.Content) == 1 && n.Content[0].Kind == yaml.ScalarNode {
			hint = "escriba el valor sin corchetes ni guion: " + f.key + ": " + written(n.Content[0])
		}
		d.fail(n, fmt.Sprintf("se esperaba %s; hay %s", f.expects(), described(n)), hint)
		return false
	}
	ok := false
	switch to := v.Addr().Interface().(type) {
	case *string:
		*to, ok = d.text(n, f)
	case *Status:
		var word string
		word, ok = d.text(n, f)
		*to = Status(word)
	case *Ref:
		*to, ok = d.ref(n, f)
	case *Number:
		to.Value, ok = d.number(n, f)
		to.Known = ok
	case *int:
		var x float64
		x, ok = d.number(n, f)
		*to = int(x)
	case *bool:
		*to, ok = d.boolean(n)
	default:
		ok = d.time(n, f, to)
	}
	return ok
}

// numbers reads a mapping of known names to numbers.
func (d *decoder) numbers(n *yaml.Node, f *field, v reflect.Value) bool {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "se esperaban nombres con su número; hay "+described(n), "nombres posibles: "+strings.Join(f.in, ", "))
		return false
	}
	out := make(map[string]float64, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		d.path = append(d.path, step{k.Value, -1})
		word, known := oneOf(k.Value, f.in)
		switch _, again := out[k.Value]; {
		case k.Kind != yaml.ScalarNode || !known:
			hint := diag.Meant(k.Value, f.in)
			if hint == "" {
				hint = "nombres posibles: " + strings.Join(f.in, ", ")
			}
			d.fail(k, "clave desconocida "+quoted(k.Value), hint)
		case again:
			d.fail(k, "la clave «"+word+"» está repetida", "deje una sola")
		case value.Kind != yaml.ScalarNode:
			d.fail(value, "se esperaba un número; hay "+described(value), "")
		default:
			out[word] = 0
			one := *f
			one.key, one.kind = word, kindNumber
			if x, ok := d.number(value, &one); ok {
				out[word] = x
			}
		}
		d.path = d.path[:len(d.path)-1]
	}
	v.Set(reflect.ValueOf(out))
	return true
}
