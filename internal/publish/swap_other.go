//go:build !linux

package publish

import (
	"errors"
	"os"
)

// exchange is for Linux only; elsewhere two renames do its work.
func exchange(*os.Root, string, string) error { return errors.ErrUnsupported }

// isMount leaves it to the rename to fail on a mount point.
func isMount(string) bool { return false }
