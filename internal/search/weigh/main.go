// Weigh measures what a search costs a reader: the bytes that the server sends
// and the time that the browser takes.
//
//	go run ./internal/search/weigh [-docs 1000,10000]
//
// It makes a site of generated practices, builds its search as every site's is
// built, serves the site as a static host does (scripts and JSON by gzip, which
// is more than the brotli of most hosts) and drives Chromium. Bytes are those of
// the answers' bodies, counted where they are sent, and beside them those of all
// that went over the connections, headers included. It ends with 1 where a
// budget is not met.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	sizes := flag.String("docs", "1000,10000", "how many practices, one site for each number")
	flag.Parse()
	ok, err := run(context.Background(), *sizes)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// budget is what the readers of a site of so many practices may be asked for.
type budget struct {
	docs                             int
	client, first, misspelled, later int     // bytes
	warm                             float64 // ms
}

// budgets are those of docs/buscar.md, for sites up to a size; beyond them the last.
var budgets = []budget{
	{1000, 8 << 10, 18_000, 26_000, 9_000, 5},
	{10000, 8 << 10, 25_000, 33_000, 9_000, 5},
}

func run(ctx context.Context, sizes string) (bool, error) {
	ok := true
	for _, text := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 100 {
			return false, fmt.Errorf("-docs %s: a number from 100 on is wanted", text)
		}
		s, err := newSite(ctx, n)
		if err != nil {
			return false, err
		}
		f, err := measure(ctx, s)
		s.Close()
		if err != nil {
			return false, err
		}
		b := budgets[len(budgets)-1]
		for _, c := range budgets {
			if n <= c.docs {
				b = c
				break
			}
		}
		ok = f.print(os.Stdout, n, b) && ok
	}
	return ok, nil
}
