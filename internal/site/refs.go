package site

import (
	"fmt"
	"maps"
	"slices"

	"vitrina/internal/content"
	"vitrina/internal/diag"
)

// noun is how messages name a kind of thing, and where its files live.
type noun struct {
	article, name, folder string
}

var (
	nounMunicipality = noun{"la", "municipalidad", "content/municipalidades"}
	nounEdition      = noun{"la", "edición", "content/ediciones"}
	nounTheme        = noun{"el", "tema", "content/temas"}
	nounGoal         = noun{"la", "meta", "content/metas"}
)

func (a *assembler) problem(file string, at diag.Pos, key, text, hint string) {
	a.problems = append(a.problems, diag.Problem{File: file, Pos: at, Key: key, Text: text, Hint: hint})
}

func (a *assembler) warn(file string, at diag.Pos, key, text, hint string) {
	a.problem(file, at, key, text, hint)
	a.problems[len(a.problems)-1].Severity = diag.Warning
}

// find looks a reference up. An empty one has been reported by content already.
func find[T any](a *assembler, file string, ref content.Ref, key string, in map[string]*T, n noun) *T {
	if ref.ID == "" {
		return nil
	}
	if x, ok := in[ref.ID]; ok {
		return x
	}
	hint := diag.Meant(ref.ID, slices.Collect(maps.Keys(in)))
	if hint == "" {
		hint = fmt.Sprintf("revise el identificador o cree su archivo en %s/", n.folder)
	}
	a.problem(file, ref.At, key, fmt.Sprintf("no existe %s %s «%s»", n.article, n.name, ref.ID), hint)
	return nil
}

// findAll looks references up and leaves out those that are not there or are
// written twice, which content has told.
func findAll[T any](a *assembler, file string, refs []content.Ref, key string, in map[string]*T, n noun) []*T {
	if len(refs) == 0 {
		return nil
	}
	out := make([]*T, 0, len(refs))
	for i, ref := range refs {
		x := in[ref.ID] // the name of a place in a list is only made when there is something to say
		if x == nil {
			x = find(a, file, ref, fmt.Sprintf("%s[%d]", key, i), in, n)
		}
		if x != nil && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
