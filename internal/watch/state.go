package watch

import (
	"hash/maphash"
	"io"
	"os"
	"syscall"
	"time"
)

type kind uint8

const (
	isOther kind = iota // links, sockets, devices: never opened
	isFile
	isFolder
)

// state is all that lstat tells of a change. Two equal states mean the same
// content, save within one tick of the file system's clock (see settling). Where
// the system does not tell some of it, it is 0.
type state struct {
	kind         kind
	mode         uint32
	dev, ino     uint64
	size         int64
	mtime, ctime int64 // nanoseconds
}

// identity tells one folder from another, wherever it has been moved.
type identity struct{ dev, ino uint64 }

func (s state) identity() identity { return identity{s.dev, s.ino} }

// lasting leaves what matters of a state. Of a folder it is which one it is and who
// may read it: its times and size change with the names in it, which are compared
// themselves.
func (s state) lasting() state {
	if s.kind == isFolder {
		s.size, s.mtime, s.ctime = 0, 0, 0
	}
	return s
}

// settling is how long, from when we saw a state, the file can still change
// without changing it: a change within the same tick of the file system's clock
// leaves the same times. Clocks that tick coarsely (FAT every 2 s, others every
// 1 s or 10 ms) leave round numbers; the rest tick with the kernel, at worst every
// 10 ms.
func (s state) settling() time.Duration {
	stamp := s.ctime
	if stamp == 0 {
		stamp = s.mtime
	}
	if stamp%int64(time.Millisecond) == 0 {
		return 2500 * time.Millisecond
	}
	return 50 * time.Millisecond
}

// recent reports whether a state, found when the tree was first read, is so new
// that the file may still be settling. It compares clocks, which on a shared disk
// may differ by some seconds.
func (s state) recent(now time.Time) bool {
	return max(s.mtime, s.ctime) > now.Add(-10*time.Second).UnixNano()
}

// printer makes fingerprints of contents, which are only comparable with its own.
type printer struct{ seed maphash.Seed }

// of returns the fingerprint of a file, or 0 if it cannot be read.
func (p printer) of(path string) uint64 {
	// The name may have become a FIFO since it was looked at: never wait for one.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return 0
	}
	defer f.Close()
	var h maphash.Hash
	h.SetSeed(p.seed)
	if _, err := io.Copy(&h, f); err != nil {
		return 0
	}
	return h.Sum64()
}
