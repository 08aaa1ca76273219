//go:build !race

package main

import "testing"

const slow = 1

func plainOnly(*testing.T) {}
