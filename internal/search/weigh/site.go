package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"vitrina/internal/build"
	"vitrina/internal/publish"
	"vitrina/internal/sample"
	"vitrina/internal/search"
	"vitrina/internal/shard"
	"vitrina/internal/site"
	"vitrina/static"
	"vitrina/templates"
)

// scriptName begins the name of the search page's script.
const scriptName = "recursos/search-"

// indexFolder is where the index stands, and the client.
const indexFolder = "busqueda/"

// server is a static host that counts what it sends.
type server struct {
	*httptest.Server
	tree  *publish.Tree
	words *words

	mu     sync.Mutex
	bodies map[string]int // bytes of bodies sent, by file
	wire   atomic.Int64   // bytes written to connections
}

// newSite builds a site of n practices, of about 450 words each, and the
// municipalities that go with them.
func newSite(ctx context.Context, n int) (*server, error) {
	look, err := build.NewLook(templates.FS, static.FS)
	if err != nil {
		return nil, err
	}
	w := build.Open(sample.Content(sample.Size{Practices: n, Municipalities: n * 189 / 1000}), "")
	if err := w.Read(ctx, nil); err != nil {
		return nil, err
	}
	result, err := w.Assemble(ctx, site.Options{})
	if err != nil {
		return nil, err
	}
	if result.Problems.HasErrors() {
		return nil, errors.New("the sample has errors")
	}
	found, err := build.NewFound(ctx, result.Site, look)
	if err != nil {
		return nil, err
	}
	s := &server{bodies: map[string]int{}}
	if s.tree, err = w.Tree(result.Site, look, found); err != nil {
		return nil, err
	}
	if s.words, err = newWords(ctx, result.Site, s.tree); err != nil {
		return nil, err
	}
	s.Server = s.again()
	return s, nil
}

// again serves the same at an address of which no browser has kept anything.
func (s *server) again() *httptest.Server {
	h := httptest.NewUnstartedServer(s)
	h.Listener = counter{h.Listener, &s.wire}
	h.Start()
	return h
}

// ServeHTTP answers as a static host does.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	data, err := s.tree.Make(r.Context(), name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	types := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
	kind := types[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	} else if packed := pack(data); len(packed) < len(data) {
		data = packed
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	s.mu.Lock()
	s.bodies[name] += len(data)
	s.mu.Unlock()
	_, _ = w.Write(data) // the browser may have gone
}

func pack(data []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return data
	}
	return b.Bytes()
}

// counter counts what is written to the connections that it accepts.
type counter struct {
	net.Listener
	sum *atomic.Int64
}

func (c counter) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	return counted{conn, c.sum}, err
}

type counted struct {
	net.Conn
	sum *atomic.Int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.sum.Add(int64(n))
	return n, err
}

// sent is what went out since the last call: the search alone, so the page's own
// script, the index and the client, and not the page around them.
type sent struct {
	script, index int   // bytes of bodies
	files         int   // of the index
	wire          int64 // of everything, headers too
}

func (s *server) sent() sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := sent{wire: s.wire.Swap(0)}
	for name, n := range s.bodies {
		switch {
		case strings.HasPrefix(name, scriptName):
			out.script += n
		case strings.HasPrefix(name, indexFolder):
			out.index += n
			out.files++
		}
	}
	clear(s.bodies)
	return out
}

// words are those of the practices, as they are written there.
type words struct {
	common, rare []string // in a tenth of the practices and more; in one to five
	heaviest     []string // of the shards that weigh the most

	terms map[string]string // all, with how each is written
}

// known tells whether a word is one of the site's, however it ends.
func (w *words) known(word string) bool {
	for _, term := range search.Terms(word) {
		if w.terms[term] != "" {
			return true
		}
	}
	return false
}

func newWords(ctx context.Context, s *site.Site, tree *publish.Tree) (*words, error) {
	docs := map[string]int{}
	shown := map[string]string{}
	for _, p := range s.Practices {
		seen := map[string]bool{}
		for _, word := range strings.Fields(p.Doc.Text) {
			word = strings.ToLower(strings.Trim(word, ".,:;*"))
			terms := search.Terms(word)
			if len(terms) != 1 || len(terms[0]) < 3 || seen[terms[0]] {
				continue
			}
			seen[terms[0]] = true
			docs[terms[0]]++
			if shown[terms[0]] == "" {
				shown[terms[0]] = word
			}
		}
	}
	w := &words{terms: shown}
	for _, term := range slices.Sorted(maps.Keys(docs)) {
		switch n := docs[term]; {
		case n*10 >= len(s.Practices):
			w.common = append(w.common, shown[term])
		case n <= 5:
			w.rare = append(w.rare, shown[term])
		}
	}
	weights, err := shardWeights(ctx, tree)
	if err != nil {
		return nil, err
	}
	terms := slices.SortedFunc(maps.Keys(shown), func(a, b string) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), strings.Compare(a, b))
	})
	for _, term := range terms[:heavy] {
		w.heaviest = append(w.heaviest, shown[term])
	}
	return w, nil
}

// shardWeights has for each term the bytes of the shard that it is in.
func shardWeights(ctx context.Context, tree *publish.Tree) (map[string]int, error) {
	data, err := tree.Make(ctx, indexFolder+shard.ManifestName)
	if err != nil {
		return nil, err
	}
	m, err := shard.DecodeManifest(data)
	if err != nil {
		return nil, err
	}
	if data, err = tree.Make(ctx, indexFolder+shard.HeadName(m.Head)); err != nil {
		return nil, err
	}
	head, err := shard.DecodeHead(data)
	if err != nil {
		return nil, err
	}
	weights := map[string]int{}
	for i := range head.Starts {
		if data, err = tree.Make(ctx, indexFolder+shard.TermsName(head.Shards, i)); err != nil {
			return nil, err
		}
		terms, err := shard.DecodeTerms(data, head.Docs())
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			weights[shard.Term(t.Key)] = len(data)
		}
	}
	return weights, nil
}
