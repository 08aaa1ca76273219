package assets

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"vitrina/internal/dropping"
)

// Treatment is what Plain does with a file.
type Treatment int

const (
	// Skip leaves the file out: it is a source of the bundle, for instance.
	Skip Treatment = iota
	// Keep publishes it under its own path, as favicon.svg at /favicon.svg.
	Keep
	// Hash publishes it in Folder, with a hash in its name.
	Hash
)

// Plain collects the files of static/ that are published byte for byte. how is
// asked about each of them, by path relative to static/. Folders and files whose
// name begins with a dot are left out, but for .well-known, and so are droppings
// of editors and Go sources (the folder may be a package that embeds itself).
//
// A file that is neither regular nor a folder (a link, a pipe) is a Problem.
func Plain(fsys fs.FS, how func(name string) Treatment) (*Bundle, error) {
	b := new(Bundle)
	var problems Problems
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".":
			return nil
		case hidden(d.Name()) && d.IsDir():
			return fs.SkipDir
		case hidden(d.Name()), d.IsDir(), path.Ext(name) == ".go", dropping.Is(d.Name()):
			return nil
		}
		treatment := how(name)
		if treatment == Skip {
			return nil
		}
		if !d.Type().IsRegular() {
			problems = append(problems, Problem{File: name, Text: "no es un archivo corriente, y solo esos se publican"})
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		published := name
		if treatment == Hash {
			published = hashedName(path.Base(name), data)
		}
		b.add(name, published, data)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read static files: %w", err)
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	b.sort()
	return b, nil
}

func hidden(base string) bool {
	return strings.HasPrefix(base, ".") && base != ".well-known"
}
