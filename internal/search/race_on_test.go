//go:build race

package search_test

// slow is by how much fewer cases are tried where each takes far longer.
const slow = 10
