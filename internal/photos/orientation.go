package photos

import (
	"bytes"
	"image"

	"github.com/bep/imagemeta"
)

// orientation reads the EXIF orientation, 1 to 8. Unreadable metadata is no
// reason to refuse a picture: it counts as upright.
func orientation(f format, data []byte) int {
	kinds := map[format]imagemeta.ImageFormat{
		jpegFormat: imagemeta.JPEG,
		pngFormat:  imagemeta.PNG,
		webpFormat: imagemeta.WebP,
	}
	kind, ok := kinds[f]
	if !ok {
		return 1
	}
	found := 1
	_, _ = guard(func() (imagemeta.DecodeResult, error) {
		return imagemeta.Decode(imagemeta.Options{
			R:           bytes.NewReader(data),
			ImageFormat: kind,
			Sources:     imagemeta.EXIF,
			// IFD1 has an Orientation too: that of the thumbnail.
			ShouldHandleTag: func(t imagemeta.TagInfo) bool {
				return t.Tag == "Orientation" && t.Namespace == "IFD0"
			},
			HandleTag: func(t imagemeta.TagInfo) error {
				if v, ok := t.Value.(uint16); ok && 1 <= v && v <= 8 {
					found = int(v)
				}
				return imagemeta.ErrStopWalking
			},
		})
	})
	return found
}

// upright returns m turned and mirrored as the orientation asks. It runs on
// the small picture, after scaling.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	ow, oh := w, h
	if orientation >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range oh {
		for x := range ow {
			var sx, sy int
			switch orientation {
			case 2:
				sx, sy = w-1-x, y
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sx, sy = x, h-1-y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], m.Pix[m.PixOffset(sx, sy):])
		}
	}
	return out
}
