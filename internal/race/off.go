//go:build !race

package race

// Slow is by how much fewer cases are tried where each takes far longer.
const Slow = 1
