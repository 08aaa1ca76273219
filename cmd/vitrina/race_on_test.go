//go:build race

package main

// slow is how many comparisons share the work of one, where the race detector
// makes each take far longer and the bytes are compared without it as well.
const slow = 5
