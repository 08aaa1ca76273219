// Package texts holds the Spanish strings of the interface, by key, as
// templates/textos/es.yaml has them. Templates and code name a text by its
// dotted path, such as "practica.necesita.titulo"; a key that is not there is
// an error when the templates are loaded, never a hole in a page.
package texts

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// File is where the texts stand in a templates folder.
const File = "textos/es.yaml"

// Texts maps a dotted key to its text.
type Texts struct {
	byKey map[string]string
}

// Load reads the texts of a templates folder.
func Load(fsys fs.FS) (*Texts, error) {
	data, err := fs.ReadFile(fsys, File)
	if err != nil {
		return nil, fmt.Errorf("textos: %w", err)
	}
	var root map[string]any
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, fmt.Errorf("textos: %s: %w", File, err)
	}
	t := &Texts{byKey: make(map[string]string)}
	if err := t.flatten("", root); err != nil {
		return nil, fmt.Errorf("textos: %s: %w", File, err)
	}
	return t, nil
}

func (t *Texts) flatten(prefix string, node map[string]any) error {
	for key, value := range node {
		path := strings.TrimPrefix(prefix+"."+key, ".")
		switch v := value.(type) {
		case string:
			t.byKey[path] = v
		case map[string]any:
			if err := t.flatten(path, v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("clave «%s»: se espera un texto entre comillas", path)
		}
	}
	return nil
}

// Has reports whether there is a text with that key.
func (t *Texts) Has(key string) bool {
	_, ok := t.byKey[key]
	return ok
}

// Get returns the text with that key, with each {name} replaced by the value
// that follows the name in args: Get("lista.pagina", "n", "2"). A key that does
// not exist is an error that names the nearest one.
func (t *Texts) Get(key string, args ...string) (string, error) {
	text, ok := t.byKey[key]
	if !ok {
		if near, found := diag.Closest(key, slices.Collect(maps.Keys(t.byKey))); found {
			return "", fmt.Errorf("no existe el texto «%s» en %s (¿«%s»?)", key, File, near)
		}
		return "", fmt.Errorf("no existe el texto «%s» en %s", key, File)
	}
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, "{"+args[i]+"}", args[i+1])
	}
	return text, nil
}

// Count returns the text for a quantity: key.cero, key.uno or key.varios, with
// {n} replaced by the written number. Without a key.cero, zero takes key.varios.
func (t *Texts) Count(key string, n int, written string) (string, error) {
	form := ".varios"
	switch {
	case n == 1:
		form = ".uno"
	case n == 0 && t.Has(key+".cero"):
		form = ".cero"
	}
	return t.Get(key+form, "n", written)
}
