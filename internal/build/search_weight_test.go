package build

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"vitrina/internal/race"
	"vitrina/internal/search"
	"vitrina/internal/search/invented"
	"vitrina/internal/weight"
)

// TestTheFirstSearchOfAnyWordIsLight adds up what a reader's first search loads
// at the most, whichever word of the site it is for: the page's script, the head,
// the largest shard and the ten largest cards. internal/search/weigh measures the
// same in a browser, and what is usual.
func TestTheFirstSearchOfAnyWordIsLight(t *testing.T) {
	script := new(weight.Scale).Of(searchScript(t, look(t)))
	for _, c := range []struct{ practices, first, later int }{{1000, 18_000, 9_000}, {10_000, 24_500, 9_000}} {
		if c.practices > 1000 && race.On {
			continue // more words take more time and no other path
		}
		t.Run(fmt.Sprint(c.practices), func(t *testing.T) {
			corpus := invented.New(60_000)
			docs := append(corpus.Practices(c.practices, 430), corpus.Municipalities(c.practices*189/1000)...)
			index, err := search.Build(t.Context(), docs, invented.Options())
			if err != nil {
				t.Fatal(err)
			}
			files := map[byte][][]byte{} // by folder, the largest first
			for _, f := range index.Files() {
				files[f.Name[0]] = append(files[f.Name[0]], f.Data)
			}
			for _, list := range files {
				slices.SortFunc(list, func(a, b []byte) int { return cmp.Compare(len(b), len(a)) })
			}
			cards := 0
			for _, data := range files['t'][:10] {
				cards += new(weight.Scale).Of(data)
			}
			head, shards := len(files['c'][0]), files['p']
			if n := script + head + len(shards[0]) + cards; n > c.first {
				t.Errorf("a first search takes up to %d bytes: script %d, head %d, shard %d, cards %d", n, script, head, len(shards[0]), cards)
			}
			// Of later ones a word in a hundred may take more.
			if n := len(shards[len(shards)/100]) + cards; n > c.later {
				t.Errorf("a later search takes %d bytes", n)
			}
		})
	}
}
