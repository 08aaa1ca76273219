// Package race tells tests whether the race detector watches them. Under it
// everything takes ten to twenty times as long.
package race

import "testing"

// PlainOnly leaves a test to the run without the detector: it does one thing
// after another, or looks at files that are finished, so there is no race to find.
func PlainOnly(t testing.TB) {
	if Slow > 1 {
		t.Skip("one thing after another: the plain run does it")
	}
}
