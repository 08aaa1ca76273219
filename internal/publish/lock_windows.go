package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// removeWhileOpen: an open file cannot be deleted here, so the lock is let go
// first. A sweeper may then delete the rest of the box, which was about to go.
const removeWhileOpen = false

// lockFile locks f until it is closed or the process ends, without waiting. The
// error is errTaken if another open file holds the lock, in this process or any.
func lockFile(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errTaken
	}
	return err
}
