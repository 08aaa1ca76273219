package main

import (
	"context"
	"io/fs"
	"os"
	"sync"

	"vitrina/internal/build"
	"vitrina/internal/preview"
)

// liveSource shows a Live site to the preview, which knows nothing of sites.
type liveSource struct{ live *build.Live }

func (s liveSource) Current(ctx context.Context, v preview.View) (preview.Snapshot, error) {
	view, err := s.live.At(ctx, build.Moment{Now: v.Now, Public: v.Public})
	if err != nil {
		return preview.Snapshot{}, err
	}
	page := func(p build.PageInfo) preview.Page {
		return preview.Page{File: p.File, Line: p.Line, State: p.State, Until: p.Until, Stale: p.Stale}
	}
	return preview.Snapshot{
		Files: view, Version: view.Version(), Until: view.Until(), BasePath: view.BasePath(),
		Page: func(address string) preview.Page { return page(view.Page(address)) },
		Hidden: func() []preview.Hidden {
			var list []preview.Hidden
			for _, h := range view.Hidden() {
				list = append(list, preview.Hidden{Title: h.Title, Address: h.Address, Page: page(h.PageInfo)})
			}
			return list
		},
		Problems: view.Problems, Line: view.Line, Redirect: view.Redirect,
	}, nil
}

// sourceFolder is the source folder, also when it has been replaced by another
// of the same name. Nothing outside of it can be read.
type sourceFolder struct {
	dir string
	mu  sync.RWMutex
	fsys
	roots []*os.Root
}

// fsys is all that os.Root.FS offers.
type fsys interface {
	fs.ReadFileFS
	fs.ReadDirFS
	fs.StatFS
	fs.ReadLinkFS
}

func openSource(dir string) (*sourceFolder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &sourceFolder{dir: dir, fsys: root.FS().(fsys), roots: []*os.Root{root}}, nil
}

// reopen follows the name of the folder to what it stands for now. While there
// is no such folder, the old one stays.
func (s *sourceFolder) reopen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return
	}
	now, err := root.Stat(".")
	before, errBefore := s.roots[len(s.roots)-1].Stat(".")
	if err != nil || errBefore == nil && os.SameFile(now, before) {
		root.Close()
		return
	}
	s.fsys = root.FS().(fsys)
	s.roots = append(s.roots, root)
}

func (s *sourceFolder) now() fsys {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.fsys
}

func (s *sourceFolder) Open(name string) (fs.File, error)          { return s.now().Open(name) }
func (s *sourceFolder) ReadFile(name string) ([]byte, error)       { return s.now().ReadFile(name) }
func (s *sourceFolder) ReadDir(name string) ([]fs.DirEntry, error) { return s.now().ReadDir(name) }
func (s *sourceFolder) Stat(name string) (fs.FileInfo, error)      { return s.now().Stat(name) }
func (s *sourceFolder) Lstat(name string) (fs.FileInfo, error)     { return s.now().Lstat(name) }
func (s *sourceFolder) ReadLink(name string) (string, error)       { return s.now().ReadLink(name) }

func (s *sourceFolder) Close() {
	for _, r := range s.roots {
		r.Close()
	}
}
