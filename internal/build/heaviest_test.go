package build

import (
	"slices"
	"strings"
	"testing"

	"vitrina/internal/site"
)

func TestTheHeaviestPageIsWeighedAsItTravels(t *testing.T) {
	light := []byte(strings.Repeat("lo mismo ", 9000)) // the longest, and hardly anything compressed
	heavy := []byte(noise(20))
	pages := []struct {
		id   string
		html []byte
	}{{"a", light}, {"c", heavy}, {"b", heavy}}
	for i := range 30 {
		pages = append(pages, struct {
			id   string
			html []byte
		}{strings.Repeat("z", i+1), []byte("corta")})
	}
	for range 2 { // the order in which pages are made does not matter
		b := &budgets{site: &site.Site{}}
		for _, p := range pages {
			b.weigh(site.Route{Kind: site.KindTheme, ID: p.id}, p.html)
		}
		b.weigh(site.Route{Kind: site.KindThemeBooklet, ID: "a"}, []byte(noise(200)))
		got := b.heaviest()
		if want := (PageWeight{"temas/b/index.html", len(heavy), b.scale.Of(heavy)}); got != want || got.Compressed >= got.Bytes {
			t.Errorf("heaviest is %+v, want %+v", got, want)
		}
		if len(b.longest) != maxLongest {
			t.Errorf("%d pages remembered", len(b.longest))
		}
		slices.Reverse(pages)
	}
}
