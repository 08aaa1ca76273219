package build

import (
	"context"
	"strings"
	"sync"

	"vitrina/internal/site"
)

// viewSearch is the search of a View, built when it is first asked for: an edit
// does not wait for it, and most edits never need it.
type viewSearch struct {
	once  sync.Once
	found *Found
	files map[string]func(context.Context) ([]byte, error)
	err   error
}

// searchFile makes a file that depends on the search: the index and the search
// page. ok is false for every other file.
func (v *View) searchFile(name string) (data []byte, ok bool, err error) {
	page := site.Route{Kind: site.KindSearch}
	if !strings.HasPrefix(name, searchFolder) && name != page.File() {
		return nil, false, nil
	}
	s := &v.rest.search
	s.once.Do(func() {
		if s.found, s.err = NewFound(context.Background(), v.site, v.look); s.err != nil {
			return
		}
		s.files = make(map[string]func(context.Context) ([]byte, error), len(s.found.files))
		for _, f := range s.found.files {
			s.files[f.Name] = f.Make
		}
	})
	if s.err != nil {
		return nil, true, s.err
	}
	if name == page.File() {
		data, err = v.look.withSearch(s.found).renderer.Page(v.site, page)
		return data, true, err
	}
	if make, known := s.files[name]; known {
		data, err = make(context.Background())
		return data, true, err
	}
	return nil, false, nil
}
