package search_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"vitrina/internal/race"
	"vitrina/internal/search/clientvm"
	"vitrina/internal/search/invented"
	"vitrina/internal/shard"
)

// The client's decoders are held to those of internal/shard: the same values
// from the files of an index, and no other end than a value or a known error
// from any other bytes.

// clientShard is a decoded shard as the client gives it.
type clientShard struct {
	Keys  []string
	At    []int
	Docs  []uint32
	Freqs []uint32
}

func TestTheClientReadsEveryFile(t *testing.T) {
	docs := append(invented.New(2000).Practices(130, 240), invented.New(500).Municipalities(40)...)
	p := publish(t, build(t, docs, invented.Options()))
	n := p.head.Docs()
	read := map[string]int{}
	most, said := 0, 0 // terms of nearly all documents, and often said ones
	for name, data := range p.files {
		folder, _, _ := strings.Cut(name, "/")
		read[folder]++
		switch folder {
		case "p":
			var got clientShard
			if err := p.Call("shard", &got, data, n); err != nil {
				t.Fatal(err)
			}
			want, err := shard.DecodeTerms(data, n)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Keys) != len(want) {
				t.Fatalf("%s: %d keys of %d", name, len(got.Keys), len(want))
			}
			for i, term := range want {
				sum := 0
				for _, post := range term.Postings {
					sum += int(post.Freq)
				}
				if len(term.Postings)*4 > n*3 {
					most++
				}
				if len(term.Postings) >= 64 && sum > 2*len(term.Postings) {
					said++
				}
				for j, post := range term.Postings {
					at := got.At[i] + j
					if got.Keys[i] != term.Key || got.Docs[at] != post.Doc || got.Freqs[at] != post.Freq {
						t.Fatalf("%s: %s: %d %d", name, term.Key, got.Docs[at], got.Freqs[at])
					}
				}
			}
		case "e":
			var got []struct{ Term, Shown, Folded string }
			if err := p.Call("words", &got, data); err != nil {
				t.Fatal(err)
			}
			want, err := shard.DecodeSpell(data)
			if err != nil || len(got) != len(want) {
				t.Fatalf("%s: %d words of %d (%v)", name, len(got), len(want), err)
			}
			for i, w := range want {
				if got[i].Term != w.Term || got[i].Shown != w.Shown {
					t.Fatalf("%s: %v, not %v", name, got[i], w)
				}
			}
		case "o":
			var got []uint32
			if err := p.Call("order", &got, data, n); err != nil {
				t.Fatal(err)
			}
			if want, err := shard.DecodeOrder(data, n); err != nil || !slices.Equal(got, want) {
				t.Errorf("the order differs (%v)", err)
			}
		case "f":
			var got struct{ Values []struct{ ID, Label string } }
			if err := p.Call("facet", &got, data, n); err != nil {
				t.Fatal(err)
			}
			if want, err := shard.DecodeFacet(data, n); err != nil || len(want.Values) != len(got.Values) || want.Values[1].Label != got.Values[1].Label {
				t.Errorf("a facet differs (%v)", err)
			}
		}
	}
	if read["p"] == 0 || read["e"] == 0 || read["f"] != 12 || read["o"] != 1 || most == 0 || said == 0 {
		t.Errorf("read %v, %d words of most documents, %d that are said often", read, most, said)
	}
}

// decoders are the client's, and ours that accepts no more.
var decoders = []struct {
	name  string
	ours  func([]byte, int) error
	total bool
}{
	{"decodeHead", func(b []byte, _ int) error { _, err := shard.DecodeHead(b); return err }, false},
	{"decodeTerms", func(b []byte, n int) error { _, err := shard.DecodeTerms(b, n); return err }, true},
	{"decodeFacet", func(b []byte, n int) error { _, err := shard.DecodeFacet(b, n); return err }, true},
	{"decodeOrder", func(b []byte, n int) error { _, err := shard.DecodeOrder(b, n); return err }, true},
	{"decodeSpell", func(b []byte, _ int) error { _, err := shard.DecodeSpell(b); return err }, false},
}

// tryClient decodes bytes as every kind of file.
func tryClient(t testing.TB, vm *clientvm.VM, data []byte, total int) {
	t.Helper()
	for _, d := range decoders {
		args := []any{d.name, data}
		if d.total {
			args = append(args, total)
		}
		var end string
		if err := vm.Call("tryDecode", &end, args...); err != nil {
			t.Fatal(err)
		}
		err := d.ours(data, total)
		switch {
		case end != "ok" && end != "corrupt" && end != "version":
			t.Errorf("%s of %x ends with %s", d.name, data, end)
		case err == nil && end != "ok":
			t.Errorf("%s does not read what Go reads: %x", d.name, data)
		case errors.Is(err, shard.ErrVersion) != (end == "version"):
			t.Errorf("%s: the client says %s, Go %v", d.name, end, err)
		}
	}
}

func TestTheClientSurvivesDamage(t *testing.T) {
	vm, err := clientvm.New(os.DirFS("../../static"))
	if err != nil {
		t.Fatal(err)
	}
	ix := build(t, invented.New(300).Practices(12, 30), invented.Options())
	rng := rand.New(rand.NewPCG(8, 9))
	var files [][]byte
	for _, f := range ix.Files() {
		if strings.HasSuffix(f.Name, ".bin") && f.Name[0] != 'l' {
			files = append(files, f.Data)
		}
	}
	for range 3000 / race.Slow {
		data := slices.Clone(files[rng.IntN(len(files))])
		for range 1 + rng.IntN(4) {
			switch at := rng.IntN(len(data)); rng.IntN(4) {
			case 0:
				data = data[:max(at, 1)]
			case 1:
				data = append(data, byte(rng.IntN(256)))
			default:
				data[at] = byte(rng.IntN(256))
			}
		}
		tryClient(t, vm, data, 12)
	}
}

func FuzzClientDecode(f *testing.F) {
	ix := build(f, invented.New(100).Practices(6, 12), invented.Options())
	for _, file := range ix.Files() {
		if strings.HasSuffix(file.Name, ".bin") && len(file.Data) < 2000 {
			f.Add(file.Data, uint16(6))
		}
	}
	f.Add([]byte{'V', 'B', shard.Version, 'P', 0, 255, 255, 255, 255, 15}, uint16(65535))
	f.Add([]byte{'V', 'B', shard.Version, 'H', 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 255, 255, 127, 1, 0, 255}, uint16(1))
	vm, err := clientvm.New(os.DirFS("../../static"))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, total uint16) { tryClient(t, vm, data, int(total)) })
}
