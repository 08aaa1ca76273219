package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"vitrina/internal/search"
	"vitrina/internal/search/clientvm"
	"vitrina/static"
)

// question is one way of asking for a paragraph.
type question struct {
	ID      string `json:"qid"`
	Variant string `json:"v"`
	Text    string `json:"q"`
	Doc     string `json:"doc"`
}

// set is what is measured on.
type set struct {
	docs      []search.Document
	questions []question
	variants  []string
}

func load(dir string, every int) (*set, error) {
	s := &set{}
	err := lines(filepath.Join(dir, "docs.jsonl"), func(data []byte) error {
		var d struct{ ID, Title, Summary, Body string }
		err := json.Unmarshal(data, &d)
		s.docs = append(s.docs, search.Document{URL: d.ID, Kind: "practica", Title: d.Title, Summary: d.Summary, Body: d.Body})
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := map[string]int{}
	return s, lines(filepath.Join(dir, "queries.jsonl"), func(data []byte) error {
		var q question
		err := json.Unmarshal(data, &q)
		if _, ok := ids[q.ID]; !ok {
			ids[q.ID] = len(ids)
		}
		if ids[q.ID]%every == 0 {
			s.questions = append(s.questions, q)
		}
		if !slices.Contains(s.variants, q.Variant) {
			s.variants = append(s.variants, q.Variant)
		}
		return err
	})
}

func lines(path string, each func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read set: %w", err)
	}
	defer f.Close()
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<24)
	for n := 1; scanner.Scan(); n++ {
		if err := each(scanner.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return scanner.Err()
}

// engine answers a question with the ids of at most ten paragraphs.
type engine struct {
	name string
	ask  func(text string) ([]string, error)
}

// open makes the engines that are compared: bleve with its own Spanish, bleve
// with our analysis, what `vitrina search` asks of bleve, and the client.
func open(ctx context.Context, s *set) ([]engine, error) {
	index, err := search.Build(ctx, s.docs, search.Options{})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, f := range index.Files() {
		files[f.Name] = f.Data
	}
	clients := sync.Pool{New: func() any {
		vm, err := clientvm.New(static.FS)
		if err == nil {
			err = vm.Open(func(path string) ([]byte, bool) { data, ok := files[path]; return data, ok })
		}
		if err != nil {
			return err
		}
		return vm
	}}
	stock, err := search.OpenStock(ctx, s.docs, search.Options{})
	if err != nil {
		return nil, err
	}
	ours, err := search.OpenMemory(ctx, s.docs, search.Options{})
	if err != nil {
		return nil, err
	}
	type query func(context.Context, string, int) ([]search.Hit, int, error)
	bleve := func(name string, q query) engine {
		return engine{name, func(text string) ([]string, error) {
			hits, _, err := q(ctx, text, 10)
			var ids []string
			for _, h := range hits {
				ids = append(ids, h.URL)
			}
			return ids, err
		}}
	}
	return []engine{
		bleve("bleve, its Spanish", stock.Baseline),
		bleve("bleve, our analysis", ours.Baseline),
		bleve("vitrina search", ours.Query),
		{"published index", func(text string) ([]string, error) {
			got := clients.Get()
			vm, ok := got.(*clientvm.VM)
			if !ok {
				return nil, got.(error)
			}
			defer clients.Put(vm)
			answer, err := vm.Search(text, nil)
			var ids []string
			for _, r := range answer.Results {
				ids = append(ids, r.URL)
			}
			return ids, err
		}},
	}, nil
}

// figures of one engine.
type figures struct {
	mrr           map[string]float64 // by variant
	mean, nothing float64
}

func measure(s *set, e engine, workers int) (*figures, error) {
	ranks := make([]float64, len(s.questions))
	empty := make([]bool, len(s.questions))
	var g errgroup.Group
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(s.questions); i += workers {
				ids, err := e.ask(s.questions[i].Text)
				if err != nil {
					return fmt.Errorf("%q: %w", s.questions[i].Text, err)
				}
				empty[i] = len(ids) == 0
				if at := slices.Index(ids, s.questions[i].Doc); at >= 0 {
					ranks[i] = 1 / float64(at+1)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	f := &figures{mrr: map[string]float64{}}
	counts := map[string]float64{}
	for i, q := range s.questions {
		f.mrr[q.Variant] += ranks[i]
		counts[q.Variant]++
		if empty[i] {
			f.nothing += 1 / float64(len(s.questions))
		}
	}
	for v, n := range counts {
		f.mrr[v] /= n
		f.mean += f.mrr[v] / float64(len(counts))
	}
	return f, nil
}
