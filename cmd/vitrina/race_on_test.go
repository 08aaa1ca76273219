//go:build race

package main

import "testing"

// slow is how many comparisons share the work of one, where the race detector
// makes each take far longer and the bytes are compared without it as well.
const slow = 5

// plainOnly leaves a test to the run without the race detector: a browser looks
// at a site that is finished, so there is no race to find, and the photos of that
// site take a minute to encode.
func plainOnly(t *testing.T) { t.Skip("a browser looks at a finished site: the plain run does it") }
