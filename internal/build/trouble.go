package build

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"vitrina/internal/assets"
	"vitrina/internal/diag"
	"vitrina/internal/syserr"
)

// trouble is what a Look was found to do wrong while it rendered pages.
type trouble struct {
	failed atomic.Bool
	mu     sync.Mutex
	list   diag.List
}

func (t *trouble) fail(err error) {
	t.failed.Store(true)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, lookProblems("templates", err, meanwhile)...).Sorted()
}

func (t *trouble) failures() diag.List {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.list)
}

var (
	templatePlace = regexp.MustCompile(`(?:template|plantillas): ([^:\s]+):(\d+)(?::(\d+))?: (.*)$`)
	yamlPlace     = regexp.MustCompile(`(textos/[a-z]+\.yaml): (?:yaml: )?(?:line (\d+): )?(.*)$`)
	folderPrefix  = regexp.MustCompile(`^(?:página \S+: |plantillas: |textos: )+`)
)

// meanwhile is what a preview does about a folder that cannot be used.
func meanwhile(folder string) string {
	if folder == "static" {
		return "mientras tanto se muestran los últimos estilos que funcionaban"
	}
	return "mientras tanto se muestra el último diseño que funcionaba"
}

// lookProblems says what is wrong with a folder of the look as editors are told,
// with a hint after the last of it.
func lookProblems(folder string, err error, hint func(folder string) string) diag.List {
	var list diag.List
	if ps, ok := errors.AsType[assets.Problems](err); ok {
		for _, p := range ps {
			list = append(list, diag.Problem{
				File: folder + "/" + p.File, Pos: diag.Pos{Line: p.Line, Column: p.Column}, Text: p.Text,
			})
		}
		list[len(list)-1].Hint = hint(folder)
		return list
	}
	p := diag.Problem{File: folder, Text: folderPrefix.ReplaceAllString(syserr.Plain(err).Error(), ""), Hint: hint(folder)}
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		p.File = folder + "/" + file.Path
	} else if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		p.File = folder + "/" + m[1]
		p.Line, _ = strconv.Atoi(m[2])
		p.Column, _ = strconv.Atoi(m[3])
		if p.Column > 0 {
			p.Column++
		}
		p.Text = "error en la plantilla: " + m[4]
	} else if m := yamlPlace.FindStringSubmatch(err.Error()); m != nil {
		p.File = folder + "/" + m[1]
		p.Line, _ = strconv.Atoi(m[2])
		p.Text = "error en los textos: " + m[3]
	}
	return append(list, p)
}
