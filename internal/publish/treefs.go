package publish

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path"
	"time"
)

const (
	fileMode = fs.FileMode(0o444)
	dirMode  = fs.ModeDir | 0o555
)

var (
	_ fs.ReadFileFS = (*Tree)(nil)
	_ fs.ReadDirFS  = (*Tree)(nil)
	_ fs.StatFS     = (*Tree)(nil)
)

// Open makes the file and returns it, or returns the folder called name. Files
// also implement io.Seeker and io.ReaderAt, so net/http can serve parts of them.
// Errors are *fs.PathError and wrap fs.ErrInvalid, fs.ErrNotExist or what making
// the file returned.
func (t *Tree) Open(name string) (fs.File, error) {
	e, err := t.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if e.dir {
		entries, err := t.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &openDir{path: name, entries: entries}, nil
	}
	data, err := t.bytes("open", e.at)
	if err != nil {
		return nil, err
	}
	return &openFile{Reader: bytes.NewReader(data), info: info{path.Base(name), int64(len(data)), false}}, nil
}

// ReadFile makes the file called name and returns its bytes.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	e, err := t.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if e.dir {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	return t.bytes("open", e.at)
}

// Stat describes a file or a folder: mode 0444 or 0555 and the zero time, as
// nothing here has a date (net/http then sends no Last-Modified, so a preview
// never answers 304 for a page that has changed). To know a file's size it has
// to make the file; to know what exists, Names is cheaper.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	e, err := t.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return t.info("stat", name, e)
}

// ReadDir lists the folder called name, sorted by name, making no file: the Info
// of an entry does, when it is asked for.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := t.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !e.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	skip := len(name) + 1
	if name == "." {
		skip = 0
	}
	var entries []fs.DirEntry
	for i := e.at; i < len(t.files) && (skip == 0 || inFolder(t.files[i].Name, name)); {
		full := t.files[i].Name
		end := skip
		for end < len(full) && full[end] != '/' {
			end++
		}
		child := full[:end]
		isDir := end < len(full)
		entries = append(entries, dirEntry{t, child, place{i, isDir}})
		i++
		for isDir && i < len(t.files) && inFolder(t.files[i].Name, child) {
			i++
		}
	}
	return entries, nil
}

// place is where a path is in Tree.files: a file, or the first file of a folder.
type place struct {
	at  int
	dir bool
}

func (t *Tree) lookup(op, name string) (place, error) {
	if !fs.ValidPath(name) {
		return place{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return place{0, true}, nil
	}
	at, isFile := t.find(name)
	if !isFile && !t.isFolder(at, name) {
		return place{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return place{at, !isFile}, nil
}

// bytes makes a file for the methods of fs.FS, which know no context.
func (t *Tree) bytes(op string, at int) ([]byte, error) {
	data, err := t.files[at].make(context.Background(), nil)
	if err != nil {
		return nil, &fs.PathError{Op: op, Path: t.files[at].Name, Err: err}
	}
	return data, nil
}

func (t *Tree) info(op, name string, e place) (fs.FileInfo, error) {
	if e.dir {
		return info{path.Base(name), 0, true}, nil
	}
	data, err := t.bytes(op, e.at)
	if err != nil {
		return nil, err
	}
	return info{path.Base(name), int64(len(data)), false}, nil
}

// info describes a file or folder: fs.FileInfo.
type info struct {
	name string
	size int64
	dir  bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) IsDir() bool        { return i.dir }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }
func (i info) String() string     { return fs.FormatFileInfo(i) }

func (i info) Mode() fs.FileMode {
	if i.dir {
		return dirMode
	}
	return fileMode
}

// dirEntry is one line of a listing: fs.DirEntry.
type dirEntry struct {
	tree *Tree
	path string
	place
}

func (d dirEntry) Name() string               { return path.Base(d.path) }
func (d dirEntry) IsDir() bool                { return d.dir }
func (d dirEntry) Info() (fs.FileInfo, error) { return d.tree.info("stat", d.path, d.place) }
func (d dirEntry) String() string             { return fs.FormatDirEntry(d) }

func (d dirEntry) Type() fs.FileMode {
	if d.dir {
		return fs.ModeDir
	}
	return 0
}

// openFile is a file already made: fs.File.
type openFile struct {
	*bytes.Reader
	info info
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// openDir is a folder being listed: fs.ReadDirFile.
type openDir struct {
	path    string
	entries []fs.DirEntry // those not yet returned
}

func (d *openDir) Stat() (fs.FileInfo, error) { return info{path.Base(d.path), 0, true}, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.path, Err: fs.ErrInvalid}
}

func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.entries) {
		if n > 0 && len(d.entries) == 0 {
			return nil, io.EOF
		}
		n = len(d.entries)
	}
	list := d.entries[:n]
	d.entries = d.entries[n:]
	return list, nil
}
