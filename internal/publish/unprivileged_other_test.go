//go:build !linux

package publish

import "testing"

func unprivileged(*testing.T) {}
