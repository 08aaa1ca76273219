package build

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// madeFile is a file that has been made: fs.File and fs.FileInfo.
type madeFile struct {
	*bytes.Reader
	name string
	size int64
}

var _ io.Seeker = (*madeFile)(nil)

func (f *madeFile) Stat() (fs.FileInfo, error) { return f.info(), nil }
func (f *madeFile) Close() error               { return nil }
func (f *madeFile) info() fs.FileInfo          { return madeInfo{f.name, f.size} }

type madeInfo struct {
	name string
	size int64
}

func (i madeInfo) Name() string       { return i.name }
func (i madeInfo) Size() int64        { return i.size }
func (i madeInfo) Mode() fs.FileMode  { return 0o444 }
func (i madeInfo) ModTime() time.Time { return time.Time{} }
func (i madeInfo) IsDir() bool        { return false }
func (i madeInfo) Sys() any           { return nil }
