//go:build !race

package search_test

const slow = 1
