//go:build !race

package race

// On says whether the race detector watches.
const On = false

// Slow divides how many cases a long test tries.
const Slow = 1
