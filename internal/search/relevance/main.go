// Relevance measures how well questions find their paragraph: the mean
// reciprocal rank among the first ten, for each way of typing, of bleve's own
// search and of the published index through the client's code.
//
//	go run ./internal/search/relevance [-dir folder] [-every n] [-only name]
//
// The folder holds docs.jsonl (id, title, summary, body) and queries.jsonl
// (qid, v, q, doc); without -dir it is shared/data/relevancia beside the
// repository. The set is read where it is and nothing is written.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

func main() {
	dir := flag.String("dir", "", "folder with docs.jsonl and queries.jsonl")
	every := flag.Int("every", 1, "use one question in n")
	only := flag.String("only", "", "measure the engines whose name contains this")
	flag.Parse()
	if err := run(context.Background(), *dir, *every, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, every int, only string) error {
	root, err := repository()
	if err != nil {
		return err
	}
	if dir == "" {
		dir = shared(root)
	}
	set, err := load(dir, every)
	if err != nil {
		return err
	}
	engines, err := open(ctx, root, set)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "MRR@10\t")
	for _, v := range set.variants {
		fmt.Fprintf(w, "%s\t", v)
	}
	fmt.Fprint(w, "mean\tno result\t\n")
	for _, e := range engines {
		if !strings.Contains(e.name, only) {
			continue
		}
		m, err := measure(set, e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		fmt.Fprintf(w, "%s\t", e.name)
		for _, v := range set.variants {
			fmt.Fprintf(w, "%.4f\t", m.mrr[v])
		}
		fmt.Fprintf(w, "%.4f\t%.4f\t\n", m.mean, m.nothing)
	}
	return w.Flush()
}
