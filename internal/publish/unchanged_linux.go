package publish

import (
	"bytes"
	"io/fs"

	"golang.org/x/sys/unix"
)

// like is what a file of the site that is out must have in common with those that
// are written now, to stand in for one of them.
type like struct {
	dev  uint64
	mode uint32
	uid  uint32
	gid  uint32
}

// openPresent opens the site in the target's place.
func (s *site) openPresent() {
	like, err := likeOf(s.root, Marker)
	if err != nil {
		return
	}
	present, err := openFolder(s.target.root, s.target.name)
	if err != nil {
		return
	}
	s.present, s.like = present, like
}

// likeOf describes the file name of f, which was written just now.
func likeOf(f *folder, name string) (like, error) {
	var st unix.Stat_t
	if err := unix.Fstatat(f.fd, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return like{}, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return likeStat(&st), nil
}

func likeStat(st *unix.Stat_t) like {
	return like{uint64(st.Dev), st.Mode, st.Uid, st.Gid}
}

// take gives f, under the same name, the file that from has, if it is like those
// written now and holds exactly data: a second name for it, which is its only one
// once the old site is deleted. It tells whether it did. Nothing is an error: what
// cannot be taken, for whatever reason, is written.
//
// A file with a name elsewhere, as a copy by hard links gives it, is not taken: who
// edits it there would edit what is published.
//
// buf is memory to read into.
func (f *folder) take(from *folder, name string, data []byte, want like, buf []byte) bool {
	// NONBLOCK, as it may not be a file but something that waits to be opened.
	fd, err := unix.Openat2(from.fd, name, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_NONBLOCK | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
	})
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	var was unix.Stat_t
	if unix.Fstat(fd, &was) != nil || likeStat(&was) != want || was.Nlink != 1 || was.Size != int64(len(data)) {
		return false
	}
	if !holdsExactly(fd, data, buf) {
		return false
	}
	return f.link(from, name, uint64(was.Dev), was.Ino)
}

// link gives f the file that from has under name, if it is the one of that number:
// the name may have come to mean another since it was opened.
func (f *folder) link(from *folder, name string, dev, ino uint64) bool {
	if unix.Linkat(from.fd, name, f.fd, name, 0) != nil {
		return false
	}
	var is unix.Stat_t
	if unix.Fstatat(f.fd, name, &is, unix.AT_SYMLINK_NOFOLLOW) == nil && uint64(is.Dev) == dev && is.Ino == ino {
		return true
	}
	unix.Unlinkat(f.fd, name, 0)
	return false
}

// holdsExactly tells whether the open file has the bytes of data, and no more.
func holdsExactly(fd int, data, buf []byte) bool {
	for {
		n, err := unix.Read(fd, buf)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return err == nil && len(data) == 0
		}
		if n > len(data) || !bytes.Equal(buf[:n], data[:n]) {
			return false
		}
		data = data[n:]
	}
}
