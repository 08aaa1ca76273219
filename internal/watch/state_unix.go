//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd || solaris

package watch

import (
	"os"

	"golang.org/x/sys/unix"
)

// lstat is os.Lstat with less garbage.
func lstat(path string) (state, error) { return lstatAt(unix.AT_FDCWD, path) }

// lstatIn is lstat of a name in a folder. It is called for every file every two
// seconds, and at half the price if the folder is open.
func lstatIn(open *os.File, folder, name string) (state, error) {
	if open == nil {
		return lstat(folder + string(os.PathSeparator) + name)
	}
	return lstatAt(int(open.Fd()), name)
}

func lstatAt(dir int, path string) (state, error) {
	var st unix.Stat_t
	err := unix.EINTR
	for err == unix.EINTR {
		err, _ = unix.Fstatat(dir, path, &st, unix.AT_SYMLINK_NOFOLLOW).(unix.Errno)
	}
	if err != 0 {
		return state{}, err
	}
	s := state{
		mode:  uint32(st.Mode),
		dev:   uint64(st.Dev),
		ino:   uint64(st.Ino),
		size:  st.Size,
		mtime: st.Mtim.Nano(),
		ctime: st.Ctim.Nano(),
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		s.kind = isFolder
	case unix.S_IFREG:
		s.kind = isFile
	}
	return s, nil
}

// openFolder opens a folder for listing, and nothing else: the name may have
// become a link or a FIFO since it was looked at.
func openFolder(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
}
