// Package race tells tests whether the race detector watches them. Under it
// everything takes ten to twenty times as long.
package race

import "testing"

// PlainOnly leaves a test to the run without the detector, and says why: there is
// no race to find in it, or none that other tests would not find.
func PlainOnly(t testing.TB, why string) {
	if On {
		t.Helper()
		t.Skip("left to the run without the race detector: " + why)
	}
}
