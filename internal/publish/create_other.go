//go:build !linux

package publish

import "os"

// folder is an open folder in which files are created.
type folder struct{ *os.Root }

func openFolder(root *os.Root, name string) (*folder, error) {
	sub, err := root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &folder{sub}, nil
}

func (f *folder) close() { f.Root.Close() }

// create makes a file for writing, which must not exist: what is there already is
// not ours, nor is what it may lead to.
func (f *folder) create(name string) (*os.File, error) {
	return f.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, siteFileMode)
}
