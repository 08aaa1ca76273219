// Write puts a generated content folder on disk, to measure the program and
// others on it: go run ./internal/sample/write -practices 10000 DIR
package main

import (
	"flag"
	"fmt"
	"os"

	"vitrina/internal/sample"
)

func main() {
	practices := flag.Int("practices", 10_000, "number of practices")
	municipalities := flag.Int("municipalities", 1_890, "number of municipalities")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: write [-practices N] [-municipalities N] DIR")
		os.Exit(2)
	}
	if err := os.CopyFS(flag.Arg(0), sample.Content(sample.Size{Practices: *practices, Municipalities: *municipalities})); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
