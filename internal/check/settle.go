package check

import (
	"fmt"

	"vitrina/internal/diag"
)

// settle checks what takes more than one file, and collects all problems.
func settle(x *index, results []result) diag.List {
	var out diag.List
	var missing []finding
	moved := map[string]string{}
	for id := range results {
		r := &results[id]
		for _, m := range r.redirects {
			moved[m.from] = m.to
		}
		for _, found := range r.found {
			if found.missing != "" {
				missing = append(missing, found)
			} else {
				out = append(out, found.Problem)
			}
		}
		if r.more > 0 {
			out = append(out, diag.Problem{File: x.names[id], Text: fmt.Sprintf("el archivo tiene %d problemas más", r.more)})
		}
		out = append(out, settleFragments(x, results, id)...)
	}
	out = append(out, guesses(x, missing, moved)...)
	out = append(out, settleSitemaps(x, results)...)
	for _, name := range []string{"index.html", "robots.txt", headersFile} {
		if _, ok := x.at[name]; !ok {
			out = append(out, diag.Problem{File: name, Text: "falta este archivo en el sitio"})
		}
	}
	return out
}

// settleFragments looks for the ids that the links of a file lead to. Only
// pages and drawings have ids; in other files a fragment is left alone.
func settleFragments(x *index, results []result, id int) diag.List {
	var out diag.List
	for _, l := range results[id].fragments {
		name := x.names[l.target]
		if !isPage(name) && !isDrawing(name) || hasID(results[l.target].ids, l.id) {
			continue
		}
		out = append(out, lost(x.names[id], name, l))
	}
	return out
}

// maxGuesses bounds the search for what was meant: each guess compares an
// address with all those beside it.
const maxGuesses = 20

// guesses completes the problems about addresses that lead nowhere.
func guesses(x *index, missing []finding, moved map[string]string) diag.List {
	out := make(diag.List, 0, len(missing))
	hints := map[string]string{}
	for _, m := range missing {
		p := m.Problem
		hint, known := hints[m.missing]
		switch to, redirected := moved[m.missing]; {
		case known:
		case redirected:
			hint = "es una dirección antigua: enlace a «" + x.base.path + to + "»"
		case len(hints) < maxGuesses:
			hint = diag.Meant(m.missing, x.siblings(m.missing))
		}
		hints[m.missing] = hint
		p.Hint = hint
		out = append(out, p)
	}
	return out
}
