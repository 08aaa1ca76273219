//go:build race

package race

// On says whether the race detector watches.
const On = true

// Slow divides how many cases a long test tries.
const Slow = 10
