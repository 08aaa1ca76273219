// Relevance measures how well questions find their paragraph: the mean
// reciprocal rank among the first ten, for each way of typing, of bleve's own
// search and of the published index through the client's code.
//
//	go run ./internal/search/relevance [-dir folder] [-every n] [-only name] [-parallel n]
//
// The whole set takes about two minutes of two processors; -every 10 is enough
// to see whether a change helps. Each row is printed when it is known, the
// baseline first, and below the last by how much the published index leads it.
//
// The folder holds docs.jsonl (id, title, summary, body) and queries.jsonl
// (qid, v, q, doc). The set is read where it is and nothing is written.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

func main() {
	dir := flag.String("dir", "../shared/data/relevancia", "folder with docs.jsonl and queries.jsonl")
	every := flag.Int("every", 1, "use one question in n")
	only := flag.String("only", "", "measure the engines whose name contains this")
	parallel := flag.Int("parallel", 2, "how many questions are asked at a time")
	flag.Parse()
	if *every < 1 || *parallel < 1 {
		fmt.Fprintln(os.Stderr, "-every and -parallel are numbers from 1 on")
		os.Exit(2)
	}
	if err := run(context.Background(), *dir, *every, *only, *parallel); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, every int, only string, parallel int) error {
	set, err := load(dir, every)
	if err != nil {
		return err
	}
	engines, err := open(ctx, set)
	if err != nil {
		return err
	}
	row := func(name, text string) { fmt.Printf("%22s  %s\n", name, text) }
	head := ""
	for _, v := range set.variants {
		head += fmt.Sprintf("%8s", v)
	}
	row("MRR@10", head+"    mean  no result  seconds")
	var base, last *figures
	for _, e := range engines {
		if !strings.Contains(e.name, only) {
			continue
		}
		start := time.Now()
		m, err := measure(set, e, parallel)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		row(e.name, m.row(set.variants, "%8.4f")+fmt.Sprintf("%11.4f%9.0f", m.nothing, time.Since(start).Seconds()))
		if base == nil {
			base = m
		}
		last = m
	}
	if last != base {
		lead := &figures{mrr: map[string]float64{}, mean: last.mean - base.mean}
		for _, v := range set.variants {
			lead.mrr[v] = last.mrr[v] - base.mrr[v]
		}
		row("the last leads by", lead.row(set.variants, "%+8.4f"))
	}
	return nil
}

// row is the figures of each variant, then their mean.
func (f *figures) row(variants []string, format string) string {
	out := ""
	for _, v := range variants {
		out += fmt.Sprintf(format, f.mrr[v])
	}
	return out + fmt.Sprintf(format, f.mean)
}
