package photos

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
)

// encodeAll decodes once and makes the variants asked for, in their order. A
// picture that turns out to be damaged is a *Refusal.
func encodeAll(ctx context.Context, data []byte, p Photo, vs []Variant) ([][]byte, error) {
	h, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	sizes, err := storedSizes(h, p, vs)
	if err != nil {
		return nil, err
	}
	m, err := guard(func() (image.Image, error) {
		return decoders[h.format].pixels(bytes.NewReader(data))
	})
	if err != nil {
		return nil, refuseDecoding(err)
	}
	canvas := image.Rect(0, 0, h.width, h.height)
	if !m.Bounds().In(canvas) {
		return nil, broken(fmt.Errorf("pixels at %v of a canvas of %v", m.Bounds(), canvas))
	}
	scaled, err := scaleAll(ctx, m, canvas, sizes)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(vs))
	for i, small := range scaled {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, upright(small, h.orientation), &jpeg.Options{Quality: quality}); err != nil {
			return nil, fmt.Errorf("encode %s: %w", vs[i].Name, err)
		}
		out[i] = b.Bytes()
	}
	return out, nil
}

// storedSizes returns the sizes to scale to, before rotation. Asking for a
// variant that is not of this picture is a mistake of the caller, not of the
// editor.
func storedSizes(h header, p Photo, vs []Variant) ([]image.Point, error) {
	if w, ht := h.shown(); w != p.Width || ht != p.Height {
		return nil, fmt.Errorf("encode photo: measured %d × %d, but these bytes are %d × %d", p.Width, p.Height, w, ht)
	}
	sizes := make([]image.Point, len(vs))
	for i, v := range vs {
		if v.Width < 1 || v.Height < 1 || v.Width > p.Width || v.Height > p.Height {
			return nil, fmt.Errorf("encode %q: %d × %d does not fit in %d × %d", v.Name, v.Width, v.Height, p.Width, p.Height)
		}
		sizes[i] = image.Pt(v.Width, v.Height)
		if h.orientation >= 5 {
			sizes[i] = image.Pt(v.Height, v.Width)
		}
	}
	return sizes, nil
}
