//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || solaris)

package watch

import "os"

// lstat has no inode and no inode time here: what was replaced by something with
// the same size and time is noticed by its content while it settles, or not at all.
func lstat(path string) (state, error) {
	fi, err := os.Lstat(path)
	if err != nil {
		return state{}, err
	}
	s := state{mode: uint32(fi.Mode()), size: fi.Size(), mtime: fi.ModTime().UnixNano()}
	switch {
	case fi.IsDir():
		s.kind = isFolder
	case fi.Mode().IsRegular():
		s.kind = isFile
	}
	return s, nil
}

func lstatIn(_ *os.File, folder, name string) (state, error) {
	return lstat(folder + string(os.PathSeparator) + name)
}

func openFolder(path string) (*os.File, error) { return os.Open(path) }
