package content

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// The struct tags of entries.go are the schema. `yaml` names the key; `rule`
// says, separated by commas, what its value must be:
//
//	required          the key must be there
//	unless=ejemplo    the key must be there, except in an example
//	unless=registro   the key must be there, unless the registry has it
//	in=a|b            one of these words (a list: each item is; a map: its keys)
//	min=1,max=120     length of a text in characters
//	from=0,to=100     range of a number
//	whole             the number has no decimals
//	is=…              a text or reference of a special form: see forms
//
// Rules of a list hold for each item. What the tags cannot say (a key that
// depends on another) stands in checks.go.

// kind is how a value is read.
type kind int

const (
	kindText kind = iota
	kindRef
	kindNumber
	kindYear // an int field
	kindFigure
	kindBool
	kindDate
	kindPartialDate
	kindMoment
	kindInstant
	kindGroup // a struct: keys of its own
	kindMap   // names with numbers
)

// forms are the special forms of texts and references, as told to editors.
var forms = map[string]string{
	"ubigeo":     "un ubigeo de seis dígitos",
	"id":         "un identificador (el nombre de un archivo, sin «.md»)",
	"asset":      "el nombre de un archivo que está en la misma carpeta",
	"address":    "una dirección de este sitio, como «/practicas/»",
	"link":       "una dirección web, o una de este sitio",
	"url":        "una dirección web que empieza con https:// o http://",
	"base":       "la dirección web del sitio",
	"email":      "un correo electrónico",
	"phone":      "un teléfono",
	"office":     "el nombre de una oficina",
	"label":      "un texto", // that may look like a number or a date
	"department": "un código de departamento, de dos dígitos",
}

// field is one key of an entity.
type field struct {
	key      string
	index    int // in the struct
	kind     kind
	list     bool
	required bool
	unless   string
	in       []string
	min, max int
	from, to float64
	whole    bool
	form     string
	group    *plan // of kindGroup
}

// plan is how to read one struct type. It is made once and never changed.
type plan struct {
	typ    reflect.Type
	fields []field
	byKey  map[string]int
	keys   []string // in the order of the struct
}

// entities are the kinds of entry, by the name that editors know.
var entities = []struct {
	name string
	plan *plan
}{
	{"sitio", configPlan},
	{"practica", practicePlan},
	{"municipalidad", municipalityPlan},
	{"edicion", editionPlan},
	{"tema", themePlan},
	{"meta", goalPlan},
	{"enlace", liaisonPlan},
	{"pagina", pagePlan},
}

var (
	configPlan       = planOf(reflect.TypeFor[Config]())
	practicePlan     = planOf(reflect.TypeFor[Practice]())
	municipalityPlan = planOf(reflect.TypeFor[Municipality]())
	editionPlan      = planOf(reflect.TypeFor[Edition]())
	themePlan        = planOf(reflect.TypeFor[Theme]())
	goalPlan         = planOf(reflect.TypeFor[Goal]())
	liaisonPlan      = planOf(reflect.TypeFor[Liaison]())
	pagePlan         = planOf(reflect.TypeFor[Page]())
)

// planOf reads the tags of a struct type. A wrong tag is a mistake in this
// package, so it panics, and every test of the package shows it.
func planOf(t reflect.Type) *plan {
	p := &plan{typ: t, byKey: map[string]int{}}
	for i := range t.NumField() {
		sf := t.Field(i)
		key := sf.Tag.Get("yaml")
		if key == "" {
			continue
		}
		f := field{key: key, index: i, max: 2000, to: 1e12}
		ft := sf.Type
		if ft.Kind() == reflect.Slice {
			f.list, ft = true, ft.Elem()
		}
		switch ft {
		case reflect.TypeFor[Ref]():
			f.kind = kindRef
		case reflect.TypeFor[Number]():
			f.kind = kindNumber
		case reflect.TypeFor[Figure]():
			f.kind = kindFigure
		case reflect.TypeFor[Date]():
			f.kind = kindDate
		case reflect.TypeFor[PartialDate]():
			f.kind = kindPartialDate
		case reflect.TypeFor[Moment]():
			f.kind = kindMoment
		case reflect.TypeFor[time.Time]():
			f.kind = kindInstant
		case reflect.TypeFor[map[string]float64]():
			f.kind = kindMap
		default:
			switch ft.Kind() {
			case reflect.String:
				f.kind = kindText
			case reflect.Int:
				f.kind = kindYear
			case reflect.Bool:
				f.kind = kindBool
			case reflect.Struct:
				f.kind, f.group = kindGroup, planOf(ft)
			default:
				panic("content: no decoder for field " + t.Name() + "." + sf.Name)
			}
		}
		if err := f.rules(sf.Tag.Get("rule")); err != nil {
			panic(fmt.Sprintf("content: field %s.%s: %v", t.Name(), sf.Name, err))
		}
		p.byKey[key] = len(p.fields)
		p.fields = append(p.fields, f)
		p.keys = append(p.keys, key)
	}
	if len(p.fields) > 64 {
		panic("content: more keys in " + t.Name() + " than decoder.mapping can mark")
	}
	return p
}

// rules reads a rule tag.
func (f *field) rules(tag string) (err error) {
	if tag == "" {
		return nil
	}
	for rule := range strings.SplitSeq(tag, ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "required":
			f.required = true
		case "unless":
			f.required, f.unless = true, value
		case "in":
			f.in = strings.Split(value, "|")
		case "min":
			f.min, err = strconv.Atoi(value)
		case "max":
			f.max, err = strconv.Atoi(value)
		case "from":
			f.from, err = strconv.ParseFloat(value, 64)
		case "to":
			f.to, err = strconv.ParseFloat(value, 64)
		case "whole":
			f.whole = true
		case "is":
			f.form = value
			if forms[value] == "" {
				return fmt.Errorf("no form %q", value)
			}
		default:
			return fmt.Errorf("no rule %q", name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
