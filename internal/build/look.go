package build

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"vitrina/internal/assets"
	"vitrina/internal/diag"
	"vitrina/internal/publish"
	"vitrina/internal/render"
	"vitrina/internal/syserr"
)

// Look is how the site looks: its templates, and its styles and scripts as they
// are published. It does not depend on the content.
type Look struct {
	renderer *render.Renderer
	files    []publish.File
	names    render.Assets // of the files that every page needs
	// searchPage is the published script of the search page; searchClient the
	// module that others may load.
	searchPage   string
	searchClient []byte
	*trouble     // that its templates gave on some page
}

// NewLook loads a templates folder and bundles a static folder.
func NewLook(templates, static fs.FS) (*Look, error) {
	look, problems := openLook(templates, static)
	if problems.HasErrors() {
		var lines []error
		for _, p := range problems {
			lines = append(lines, errors.New(p.String()))
		}
		return nil, errors.Join(lines...)
	}
	return look, nil
}

// openLook is NewLook, with what is wrong as editors are told.
func openLook(templates, static fs.FS) (*Look, diag.List) {
	s, err := newStyles(static)
	if err != nil {
		return nil, lookProblems("static", err, whole)
	}
	look, err := s.look(templates)
	if err != nil {
		return nil, lookProblems("templates", err, whole)
	}
	return look, nil
}

// whole is what to do about a folder that lacks something: one that is there
// takes the place of the built-in one entirely.
func whole(folder string) string {
	return fmt.Sprintf("la carpeta %s/ reemplaza entera a la que trae el programa; si no quiere un diseño propio, bórrela y se usará aquella", folder)
}

// OwnFolder is the folder of that name in a source, or the one that is built in
// when the source has none.
func OwnFolder(source fs.FS, name string, builtIn fs.FS) (fs.FS, error) {
	info, err := fs.Stat(source, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return builtIn, nil
	case err != nil:
		return nil, fmt.Errorf("no se puede leer la carpeta %s/: %w", name, syserr.Plain(err))
	case !info.IsDir():
		return nil, fmt.Errorf("«%s» debe ser una carpeta", name)
	}
	return fs.Sub(source, name)
}

// styles are the files that a static folder is published as.
type styles struct {
	files        []publish.File
	names        render.Assets
	searchPage   string
	searchClient []byte
}

func newStyles(static fs.FS) (*styles, error) {
	bundle, err := assets.Build(static, []assets.Entry{
		{Path: "css/sitio.css"},
		{Path: "js/sitio.js", Format: assets.Classic},
		{Path: "js/ahorro.js", Format: assets.Classic},
		{Path: "js/search/index.js", Format: assets.Classic}, // a module would not load from a disk
		{Path: "js/parecidas/index.js", Format: assets.Classic},
	})
	if err != nil {
		return nil, err
	}
	client, err := assets.Build(static, []assets.Entry{{Path: "js/search/cliente.js", Format: assets.Module}})
	if err != nil {
		return nil, err
	}
	plain, err := assets.Plain(static, treatment)
	if err != nil {
		return nil, err
	}
	s := &styles{}
	for _, f := range append(bundle.Files, plain.Files...) {
		s.files = append(s.files, publish.File{Name: f.Name, Make: ready(f.Data)})
	}
	missing := ""
	published := func(source string) string {
		for _, b := range []*assets.Bundle{bundle, plain} {
			if name, ok := b.Path(source); ok {
				return name
			}
		}
		missing = source
		return ""
	}
	s.names = render.Assets{
		CSS: published("css/sitio.css"), JS: published("js/sitio.js"),
		Early: published("js/ahorro.js"),
		Icon:  published("img/icono.svg"), ShareImage: published("img/compartir.jpg"),
		Likeness: published("js/parecidas/index.js"),
	}
	for _, f := range plain.Files {
		if !strings.HasPrefix(f.Name, assets.Folder+"/") {
			s.names.Kept = append(s.names.Kept, f.Name)
		}
	}
	s.searchPage = published("js/search/index.js")
	if missing != "" {
		return nil, fmt.Errorf("falta el archivo static/%s", missing)
	}
	for _, f := range client.Files {
		s.searchClient = f.Data // the one file, at an address that never changes
	}
	return s, nil
}

// look joins the styles with a templates folder.
func (s *styles) look(templates fs.FS) (*Look, error) {
	renderer, err := render.New(templates, s.names)
	return &Look{renderer: renderer, files: s.files, names: s.names, searchPage: s.searchPage, searchClient: s.searchClient, trouble: new(trouble)}, err
}

// treatment says what happens to the files of static/ that are not bundled:
// pictures get a hash in their name, files at the top stay as they are.
func treatment(name string) assets.Treatment {
	switch folder, _, inFolder := strings.Cut(name, "/"); {
	case !inFolder || folder == ".well-known":
		return assets.Keep
	case folder == "img":
		return assets.Hash
	}
	return assets.Skip
}
