//go:build race

package build

import "testing"

// slow is by how much fewer cases are tried where each takes far longer.
const slow = 10

// plainOnly leaves a test to the run without the race detector: it makes
// thousands of pages one after another, or looks at finished ones in a browser, so
// there is no race to find, and they take twenty times as long.
func plainOnly(t *testing.T) { t.Skip("one thing after another: the plain run does it") }
