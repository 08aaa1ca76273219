package assets

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundle compiles one entry. Entries are compiled apart, so that the file of
// one never depends on which others there are.
func (s *source) bundle(e Entry) (data []byte, problemsFound, warnings Problems) {
	options := common()
	options.EntryPointsAdvanced = []api.EntryPoint{{InputPath: filepath.Join(nowhere(), "entry"), OutputPath: "out"}}
	options.Plugins = []api.Plugin{s.plugin(e.Path)}
	switch ext := path.Ext(e.Path); {
	case ext == ".css":
		// These first read ES modules or CSS variables; esbuild knows for each
		// what of today's CSS they lack.
		options.Engines = []api.Engine{
			{Name: api.EngineChrome, Version: "61"},
			{Name: api.EngineFirefox, Version: "60"},
			{Name: api.EngineSafari, Version: "11"},
			{Name: api.EngineIOS, Version: "11"},
		}
	case !isScript(ext):
		return nil, Problems{{File: e.Path, Text: fmt.Sprintf("una entrada es .css o .js, no «%s»", ext)}}, nil
	case e.Format == Module:
		options.Target = api.ES2019
		options.Format = api.FormatESModule
		// Both are newer than ES2019 by the letter, but whatever reads modules
		// reads them too, and the search finds its data with import.meta.url.
		options.Supported = map[string]bool{"import-meta": true, "dynamic-import": true}
	default:
		options.Target = api.ES2019
		options.Format = api.FormatIIFE
	}
	result := api.Build(options)
	problemsFound = problems(e.Path, result.Errors)
	warnings = problems(e.Path, result.Warnings)
	if len(problemsFound) > 0 {
		return nil, problemsFound, warnings
	}
	if len(result.OutputFiles) != 1 {
		return nil, Problems{{File: e.Path, Text: fmt.Sprintf("da %d archivos en lugar de uno", len(result.OutputFiles))}}, warnings
	}
	return result.OutputFiles[0].Contents, nil, warnings
}

func common() api.BuildOptions {
	return api.BuildOptions{
		Bundle:            true,
		Write:             false,
		Outdir:            filepath.Join(nowhere(), "out"),
		AbsWorkingDir:     root(),
		TsconfigRaw:       "{}", // or it would look for one on the disk
		Platform:          api.PlatformBrowser,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Sourcemap:         api.SourceMapNone,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LogLevel:          api.LogLevelSilent, // it would print on stderr
		// A browser forgives these by leaving out what it does not understand,
		// which nobody notices until a reader does.
		LogOverride: map[string]api.LogLevel{
			"css-syntax-error":             api.LogLevelError,
			"js-comment-in-css":            api.LogLevelError,
			"invalid-@import":              api.LogLevelError,
			"empty-glob":                   api.LogLevelError,
			"empty-import-meta":            api.LogLevelError,
			"import-is-undefined":          api.LogLevelError,
			"assign-to-constant":           api.LogLevelError,
			"require-resolve-not-external": api.LogLevelError,
		},
	}
}

// root is an absolute path that does not depend on where the program runs.
func root() string { return filepath.VolumeName(os.TempDir()) + string(filepath.Separator) }

// nowhere is a folder that does not exist, deep enough that no "../" leads out
// of it. esbuild searches the disk by itself for one thing, an import() of a
// path with variable parts, and starts from the folder it is given.
func nowhere() string {
	return filepath.Join(root(), "vitrina-nowhere", strings.Repeat("x"+string(filepath.Separator), 64))
}
