//go:build !race

package build

import "testing"

const slow = 1

func plainOnly(*testing.T) {}
