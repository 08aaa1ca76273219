package content

import "strings"

// KeyDoc describes one key of one kind of entry, for the guide for editors and
// for the test that holds guide and code together.
type KeyDoc struct {
	Entity   string   // "practica"
	Key      string   // "titulo", "costo.monto"; of an item of a list, "imagenes[].alt"
	Required bool     // must be there (inside its group, when it is in one)
	Unless   string   // "ejemplo" or "registro": what makes a required key optional
	Type     string   // in Spanish: "un texto", "lista: una fecha AAAA-MM-DD"
	Values   []string // the closed vocabulary, if there is one
	Help     string   // what goes there, with an example; may be empty
}

// Keys lists every key that entries may have, in the order of the design: by
// entity, then as the struct has them, each group followed by its own keys.
func Keys() []KeyDoc {
	var all []KeyDoc
	for _, e := range entities {
		all = appendKeys(all, e.name, "", e.plan)
	}
	return all
}

func appendKeys(all []KeyDoc, entity, prefix string, p *plan) []KeyDoc {
	for i := range p.fields {
		f := &p.fields[i]
		doc := KeyDoc{
			Entity: entity, Key: prefix + f.key, Required: f.required, Unless: f.unless,
			Type: f.expects(), Values: append([]string(nil), f.in...),
		}
		doc.Help = help(entity, strings.ReplaceAll(doc.Key, "[]", ""))
		inner := doc.Key + "."
		if f.list {
			doc.Type = "lista: " + doc.Type
			inner = doc.Key + "[]."
		}
		all = append(all, doc)
		if f.group != nil {
			all = appendKeys(all, entity, inner, f.group)
		}
	}
	return all
}
