package watch

import (
	"maps"
	"slices"
)

// marks is the set of paths that may have changed. The loop owns it.
type marks struct {
	paths map[string]bool
	all   bool // it says more than any path
}

func (m *marks) add(path string) {
	if m.all {
		return
	}
	if m.paths == nil {
		m.paths = make(map[string]bool)
	}
	m.paths[path] = true
}

func (m *marks) addAll() { m.all, m.paths = true, nil }

func (m *marks) take() answer {
	taken := answer{all: m.all}
	if len(m.paths) > 0 {
		taken.changed = outermost(slices.Collect(maps.Keys(m.paths)))
	}
	*m = marks{}
	return taken
}

// answer is what Dirty returns.
type answer struct {
	changed []string
	all     bool
}
