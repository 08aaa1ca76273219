//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// removeWhileOpen: a lock can be deleted before it is let go.
const removeWhileOpen = true

// lockFile locks f until it is closed or the process ends, without waiting. The
// error is errTaken if another open file holds the lock, in this process or any.
func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errTaken
	}
	return err
}
