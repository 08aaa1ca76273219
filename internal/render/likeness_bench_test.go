package render

import (
	"testing"

	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// BenchmarkAlike measures what the likeness adds to a whole site: every
// municipality page of 1,890, and the pages by answers.
func BenchmarkAlike(b *testing.B) {
	s := assemble(b, sample.Content(sample.Size{Practices: 2_000, Municipalities: 1_890}))
	for _, kind := range []site.Kind{site.KindMunicipality, site.KindLikeAnswers, site.KindNeed} {
		b.Run(string(kind), func(b *testing.B) {
			pages := 0
			for b.Loop() {
				r, bytes := renderer(b), 0
				pages = 0
				for _, route := range s.Routes() {
					if route.Kind != kind {
						continue
					}
					page, err := r.Page(s, route)
					if err != nil {
						b.Fatal(err)
					}
					pages++
					bytes += len(page)
				}
				b.SetBytes(int64(bytes))
			}
			b.ReportMetric(float64(pages), "pages")
		})
	}
}
