//go:build !race

package search

const Slow = 1
