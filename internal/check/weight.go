package check

import (
	"fmt"

	"vitrina/internal/diag"
	"vitrina/internal/weight"
)

// scale weighs pages as they travel, compressed.
type scale struct {
	weight.Scale
	most int
}

func newScale(most int) *scale { return &scale{most: most} }

// weigh warns of a page that takes too many bytes on the way to a reader.
func (s *scale) weigh(f *file) {
	if s.most <= 0 {
		return
	}
	if n, over := s.Over(f.data, s.most); over {
		f.note(-1, diag.Warning, fmt.Sprintf("la página pesa %s comprimida y el límite es %s", weight.Kilobytes(n), weight.Kilobytes(s.most)),
			"reparta su contenido en varias páginas", "")
	}
}
