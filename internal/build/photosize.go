package build

import (
	"context"

	"vitrina/internal/site"
)

// withPhotos is the Look whose pages say how much each photo weighs. A build
// has made all photos before the first page; a preview makes those of a page
// when it is first asked for, as the browser is about to want them anyway.
func (l *Look) withPhotos(w *Workspace) *Look {
	with := *l
	with.renderer = l.renderer.WithPhotos(w.photoSize)
	return &with
}

// photoSize is what the narrowest size of a photo weighs, or 0 when it cannot
// be made, of which its editor is told elsewhere.
func (w *Workspace) photoSize(img site.Image) int64 {
	v := img.Photo.Variants[0]
	if n, ok := w.photoSizes.Load(v.Name); ok {
		return n.(int64)
	}
	data, err := w.variant(context.Background(), img.File, img.Photo, v)
	if err != nil {
		return 0
	}
	w.photoSizes.Store(v.Name, int64(len(data)))
	return int64(len(data))
}
