package assets

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// namespace marks the files of the fs.FS inside esbuild. Paths of its own
// namespace, "file", are those of the disk, and are never loaded.
const namespace = "static"

// source is one fs.FS during one Build. esbuild asks for files from many
// goroutines.
type source struct {
	fsys fs.FS

	mu       sync.Mutex
	assets   []asset
	failures []error
}

// asset is a file that some url() names.
type asset struct {
	source, name string
	data         []byte
}

// plugin answers every question that esbuild has about files.
func (s *source) plugin(entry string) api.Plugin {
	return api.Plugin{Name: namespace, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if a.Kind == api.ResolveEntryPoint {
				// esbuild is not told the path: it would look on the disk for a
				// file of that name, and take a * in it for a pattern.
				return s.found(entry, s.check(entry))
			}
			return s.resolve(a)
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: namespace}, s.load)
		b.OnLoad(api.OnLoadOptions{Filter: `.*`}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			return api.OnLoadResult{Errors: []api.Message{{Text: "está fuera de la carpeta static"}}}, nil
		})
	}}
}

func (s *source) found(name string, trouble string) (api.OnResolveResult, error) {
	if trouble != "" {
		return api.OnResolveResult{Errors: []api.Message{{Text: trouble}}}, nil
	}
	return api.OnResolveResult{Path: name, Namespace: namespace}, nil
}

func (s *source) resolve(a api.OnResolveArgs) (api.OnResolveResult, error) {
	switch a.Kind {
	case api.ResolveCSSURLToken:
		if strings.HasPrefix(a.Path, "#") { // a place in the page, as in filter: url(#borroso)
			return api.OnResolveResult{Path: a.Path, External: true}, nil
		}
		published, trouble := s.asset(a.Importer, a.Path)
		if trouble != "" {
			return s.found("", trouble)
		}
		return api.OnResolveResult{Path: published, External: true}, nil
	case api.ResolveCSSImportRule:
		name, _, trouble := locate(a.Importer, a.Path, true)
		if trouble == "" && path.Ext(name) != ".css" {
			trouble = fmt.Sprintf("@import solo incluye archivos .css, no «%s»", a.Path)
		}
		if trouble == "" {
			trouble = s.check(name)
		}
		return s.found(name, trouble)
	}
	name, _, trouble := locate(a.Importer, a.Path, false)
	if ext := path.Ext(name); trouble == "" && !isScript(ext) && ext != ".json" {
		trouble = fmt.Sprintf("un script solo importa archivos .js, .mjs y .json, no «%s»", a.Path)
	}
	if trouble == "" {
		trouble = s.check(name)
	}
	return s.found(name, trouble)
}

func (s *source) load(a api.OnLoadArgs) (api.OnLoadResult, error) {
	data, err := fs.ReadFile(s.fsys, a.Path)
	if err != nil {
		return api.OnLoadResult{}, s.fail(err)
	}
	text := string(data)
	loader := api.LoaderJS
	switch path.Ext(a.Path) {
	case ".css":
		loader = api.LoaderCSS
	case ".json":
		loader = api.LoaderJSON
	}
	return api.OnLoadResult{Contents: &text, Loader: loader, ResolveDir: nowhere()}, nil
}

// asset publishes a file that a style sheet names, and returns how to name it
// from a style sheet, which is in the same folder.
func (s *source) asset(importer, spec string) (published, trouble string) {
	name, suffix, trouble := locate(importer, spec, true)
	if trouble != "" {
		return "", trouble
	}
	if ext := strings.ToLower(path.Ext(name)); !slices.Contains(assetKinds, ext) {
		return "", fmt.Sprintf("url() admite imágenes y tipos de letra (%s), no «%s»", strings.Join(assetKinds, ", "), spec)
	}
	if trouble := s.check(name); trouble != "" {
		return "", trouble
	}
	data, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return "", s.fail(err).Error()
	}
	base := path.Base(hashedName(path.Base(name), data))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.assets = append(s.assets, asset{source: name, name: base, data: data})
	return base + suffix, ""
}

var assetKinds = []string{".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff2", ".woff", ".ttf", ".otf"}

// check says what is wrong with a file of the fs.FS, or nothing.
func (s *source) check(name string) (trouble string) {
	if !fs.ValidPath(name) {
		return fmt.Sprintf("«%s» está fuera de la carpeta static", name)
	}
	switch info, err := fs.Stat(s.fsys, name); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("no existe «%s» en la carpeta static", name)
	case err != nil:
		return s.fail(err).Error()
	case !info.Mode().IsRegular():
		return fmt.Sprintf("«%s» no es un archivo", name)
	}
	return ""
}

// fail remembers that a read failed, which is no fault of the sources.
func (s *source) fail(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures = append(s.failures, err)
	return err
}

func (s *source) failure() error {
	if len(s.failures) == 0 {
		return nil
	}
	return slices.MinFunc(s.failures, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
}

func isScript(ext string) bool { return ext == ".js" || ext == ".mjs" }

var hasScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// locate finds which file of static/ an importer means. In a style sheet the
// reference is a URL: it may lack "./", hold %20 and end in ?… or #…, which is
// the suffix. trouble says in Spanish why it means none.
func locate(importer, spec string, isURL bool) (name, suffix, trouble string) {
	switch lower := strings.ToLower(spec); {
	case spec == "":
		return "", "", "la ruta está vacía"
	case strings.HasPrefix(lower, "data:"):
		return "", "", "data: no se admite, porque la política de seguridad del sitio lo bloquea: guarde la imagen como archivo"
	case strings.HasPrefix(lower, "http:"), strings.HasPrefix(lower, "https:"), strings.HasPrefix(spec, "//"):
		return "", "", fmt.Sprintf("«%s» es de otro sitio: copie el archivo a la carpeta static", spec)
	case hasScheme.MatchString(spec), strings.ContainsAny(spec, "\\\x00"):
		return "", "", fmt.Sprintf("«%s» no es la ruta de un archivo", spec)
	case strings.HasPrefix(spec, "/"):
		return "", "", fmt.Sprintf("«%s» es una ruta absoluta: escríbala relativa a este archivo, para que el sitio funcione en cualquier carpeta", spec)
	case !isURL && !strings.HasPrefix(spec, "./") && !strings.HasPrefix(spec, "../"):
		return "", "", fmt.Sprintf("«%s» es el nombre de un paquete: solo se importan archivos propios, con una ruta que empieza con ./ o ../", spec)
	}
	if isURL {
		if i := strings.IndexAny(spec, "?#"); i >= 0 {
			spec, suffix = spec[:i], spec[i:]
		}
		plain, err := url.PathUnescape(spec)
		if err != nil || strings.ContainsAny(plain, "\\\x00") {
			return "", "", fmt.Sprintf("«%s» no es la ruta de un archivo", spec)
		}
		spec = plain
	}
	name = path.Join(path.Dir(importer), spec)
	if !fs.ValidPath(name) || name == "." {
		return "", "", fmt.Sprintf("«%s» está fuera de la carpeta static", spec)
	}
	return name, suffix, ""
}
