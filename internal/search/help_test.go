package search_test

import (
	"context"
	"flag"
	"os"
	"testing"

	"vitrina/internal/search"
	"vitrina/internal/search/clientvm"
	"vitrina/internal/shard"
)

// long makes the heavy tests as large as the budgets say.
var long = flag.Bool("long", false, "documents of full length in the tests of 10,000")

// build makes the index of docs.
func build(t testing.TB, docs []search.Document, o search.Options) *search.Index {
	t.Helper()
	ix, err := search.Build(context.Background(), docs, o)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// published is an index as a reader meets it: files, and a client.
type published struct {
	*clientvm.VM
	files map[string][]byte
	head  *shard.Head
}

// publish opens a client on the files of an index.
func publish(t testing.TB, ix *search.Index) *published {
	t.Helper()
	p := &published{files: map[string][]byte{}}
	for _, f := range ix.Files() {
		p.files[f.Name] = f.Data
	}
	var err error
	if p.head, err = shard.DecodeHead(p.files[shard.HeadName(ix.Head())]); err != nil {
		t.Fatal(err)
	}
	if p.VM, err = clientvm.New(os.DirFS("../../static")); err != nil {
		t.Fatal(err)
	}
	if err := p.Open(func(path string) ([]byte, bool) { data, ok := p.files[path]; return data, ok }); err != nil {
		t.Fatal(err)
	}
	return p
}

// ask searches and fails the test if that fails.
func (p *published) ask(t testing.TB, text string, options map[string]any) clientvm.Answer {
	t.Helper()
	a, err := p.Search(text, options)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return a
}

func urls(a clientvm.Answer) []string {
	var list []string
	for _, r := range a.Results {
		list = append(list, r.URL)
	}
	return list
}
