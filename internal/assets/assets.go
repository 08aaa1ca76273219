// Package assets makes the style sheets and scripts that the site publishes.
//
// In: static/ as an fs.FS, and which of its files are entry points. Out: a
// Bundle of files in recursos/, each minified, with everything it imports
// inside it, and named by a hash of its own bytes, so that it can be cached for
// ever; and the map from entry to name, for the templates.
//
//	b, err := assets.Build(static, []assets.Entry{{Path: "css/sitio.css"}})
//	href, ok := b.Path("css/sitio.css")      // "recursos/sitio-3f2a9c1b04.css"
//	rest, err := assets.Plain(static, how)   // favicon.svg and the like, as they are
//
// What may be written in static/:
//
//   - CSS imports CSS with @import, by relative path. Newer syntax (nesting,
//     inset, colours) is lowered for telephones of about 2017, as far as
//     esbuild can.
//   - url() names an image or a font of static/, by relative path. The file is
//     published beside the style sheet under a hashed name, and the url() is
//     rewritten.
//   - JavaScript imports .js, .mjs and .json by relative path, beginning with
//     "./" or "../". The syntax is lowered to ES2019; missing functions are not
//     added. A literal import() is bundled too: one entry is always one file.
//
// What is refused, as a Problem at its line: anything outside static/, other
// sites, absolute paths, data: (the security policy of the site would block
// it), package names, files that do not exist, syntax errors.
//
// Nothing is read but the fs.FS: not the disk, no package.json or
// tsconfig.json, no network. That the fs.FS itself keeps to its folder is up to
// the caller, with os.Root. The result depends on the content of the files and
// on nothing else. All functions may be called at the same time.
package assets

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Folder is where hashed files are published.
const Folder = "recursos"

// Format says how a page loads a script. It means nothing for a style sheet.
type Format int

const (
	// Classic is a plain script: it runs on every browser and leaks no name.
	Classic Format = iota
	// Module is an ES module: it exports, and may use import.meta and import().
	Module
)

// Entry is a file of static/ that pages refer to.
type Entry struct {
	// Path is relative to static/, such as "css/sitio.css".
	Path   string
	Format Format
}

// File is one file to publish.
type File struct {
	// Name is slash separated and relative to the root of the site.
	Name string
	Data []byte
}

// Bundle is a set of files to publish. It is not to be altered.
type Bundle struct {
	// Files are sorted by name; each name is there once.
	Files []File
	// Warnings are doubts about the sources that do not keep the site from
	// being published.
	Warnings Problems

	names map[string]string
}

// Path returns the published name of a file of static/: of an entry, or of an
// image or font that a style sheet uses.
func (b *Bundle) Path(source string) (string, bool) {
	name, ok := b.names[source]
	return name, ok
}

// add puts a file in the bundle; the same name always has the same bytes.
func (b *Bundle) add(source, name string, data []byte) {
	if b.names == nil {
		b.names = make(map[string]string)
	}
	b.names[source] = name
	if !slices.ContainsFunc(b.Files, func(f File) bool { return f.Name == name }) {
		b.Files = append(b.Files, File{Name: name, Data: data})
	}
}

func (b *Bundle) sort() {
	slices.SortFunc(b.Files, func(x, y File) int { return cmp.Compare(x.Name, y.Name) })
}

// Build bundles the entries. If any source has a problem, the error is a
// Problems with all of them; any other error is a failure to read.
func Build(fsys fs.FS, entries []Entry) (*Bundle, error) {
	b := new(Bundle)
	var problems Problems
	src := &source{fsys: fsys}
	for _, e := range entries {
		data, errs, warnings := src.bundle(e)
		problems = append(problems, errs...)
		b.Warnings = append(b.Warnings, warnings...)
		if len(errs) == 0 {
			b.add(e.Path, hashedName(entryName(e.Path), data), data)
		}
	}
	if err := src.failure(); err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	for _, a := range src.assets {
		b.add(a.source, path.Join(Folder, a.name), a.data)
	}
	b.Warnings = b.Warnings.sorted()
	b.sort()
	return b, nil
}

// entryName is the file name that an entry is published under, but for the
// hash: js/buscar/index.js becomes buscar.js.
func entryName(p string) string {
	ext := path.Ext(p)
	base := strings.TrimSuffix(path.Base(p), ext)
	if dir := path.Base(path.Dir(p)); base == "index" && dir != "." {
		base = dir
	}
	if ext == ".mjs" { // servers may not know what an .mjs is
		ext = ".js"
	}
	return base + ext
}

// hashedName puts a file in Folder and the hash of its bytes in its name, which
// it makes fit for an address.
func hashedName(name string, data []byte) string {
	ext := path.Ext(name)
	sum := sha256.Sum256(data)
	return path.Join(Folder, plainLetters(strings.TrimSuffix(name, ext))+"-"+hex.EncodeToString(sum[:5])+plainLetters(ext))
}

func plainLetters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, s)
}
