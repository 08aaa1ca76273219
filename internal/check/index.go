package check

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"vitrina/internal/diag"
)

// index is the list of the site's files. It does not change once it is made.
type index struct {
	base  base
	names []string // sorted
	at    map[string]int32
}

// newIndex lists the files of a site. What is neither a file nor a folder is a
// problem: no host would serve it.
func newIndex(ctx context.Context, fsys fs.FS, b base) (*index, diag.List, error) {
	x := &index{base: b, at: map[string]int32{}}
	var odd diag.List
	err := walk(ctx, fsys, func(name string, d fs.DirEntry) {
		if !d.Type().IsRegular() {
			odd = append(odd, diag.Problem{File: name, Text: "no es un archivo normal: un servidor no lo publicaría"})
			return
		}
		x.at[name] = int32(len(x.names))
		x.names = append(x.names, name)
	})
	return x, odd, err
}

// walk calls do with everything in a site that is not a folder, by name.
func walk(ctx context.Context, fsys fs.FS, do func(name string, d fs.DirEntry)) error {
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() {
			do(name, d)
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("list the site: %w", err)
	}
	return nil
}

// served is where a file stands on the site: a folder for its index.html.
func served(name string) string {
	if name == "index.html" {
		return ""
	}
	if folder, ok := strings.CutSuffix(name, "/index.html"); ok {
		return folder + "/"
	}
	return name
}

// arrival says what a host answers to an address.
type arrival int

const (
	nowhere  arrival = iota
	there            // the file
	addSlash         // a redirect to the same with a slash, then the file
)

// find looks up a path below the base, as resolve returns it.
func (x *index) find(path string) (int32, arrival) {
	if path == "" || strings.HasSuffix(path, "/") {
		if id, ok := x.at[path+"index.html"]; ok {
			return id, there
		}
		return 0, nowhere
	}
	if path == headersFile || path == redirectsFile {
		return 0, nowhere // hosts read them and do not serve them
	}
	if id, ok := x.at[path]; ok {
		return id, there
	}
	if id, ok := x.at[path+"/index.html"]; ok {
		return id, addSlash
	}
	return 0, nowhere
}

// siblings are the addresses beside a path, for guessing what was meant.
func (x *index) siblings(path string) []string {
	folder := parent(path)
	var out []string
	for _, n := range x.names {
		if s := served(n); s != "" && parent(s) == folder {
			out = append(out, s)
		}
	}
	return out
}

func parent(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[:strings.LastIndexByte(path, '/')+1]
}

// relativeTo is how the file served at from should name a path of the site.
func relativeTo(from, path string) string {
	s := strings.Repeat("../", strings.Count(from, "/")) + path
	if s == "" {
		return "./"
	}
	return s
}
