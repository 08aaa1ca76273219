package photos

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"
)

// The EXIF standard says of each value which side of the scene the first row
// and the first column of the file show.
func TestEXIFOrientation(t *testing.T) {
	sides := map[uint16][2]string{
		1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
		5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
	}
	opposite := map[string]string{"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
	const w, h = 64, 48
	plain := encodeJPEG(t, quadrants(w, h))
	plainPNG := encodePNG(t, quadrants(w, h))
	for o, s := range sides {
		for name, data := range map[string][]byte{
			"big endian":    jpegWithEXIF(plain, exif(binary.BigEndian, o)),
			"little endian": jpegWithEXIF(plain, exif(binary.LittleEndian, o)),
			"PNG":           withPNGChunk(plainPNG, "eXIf", exif(binary.BigEndian, o)),
		} {
			p, _, m := publish(t, "x", data, 0)
			want := image.Pt(w, h)
			if o >= 5 {
				want = image.Pt(h, w)
			}
			if p.Width != want.X || p.Height != want.Y {
				t.Errorf("orientation %d, %s: shown as %d × %d, want %v", o, name, p.Width, p.Height, want)
			}
			row, col := s[0], s[1]
			for _, corner := range []struct {
				row, col string
				c        color.Color
			}{
				{row, col, red}, {row, opposite[col], green}, {opposite[row], col, blue}, {opposite[row], opposite[col], yellow},
			} {
				x, y := 4, 4
				for _, side := range []string{corner.row, corner.col} {
					switch side {
					case "right":
						x = p.Width - 5
					case "bottom":
						y = p.Height - 5
					}
				}
				if !near(m.At(x, y), corner.c) {
					t.Errorf("orientation %d, %s: %s %s is %v, want %v", o, name, corner.row, corner.col, m.At(x, y), corner.c)
				}
			}
		}
	}
}

func TestOrientationInWebP(t *testing.T) {
	const hasEXIF = 1 << 3
	image := webpSolid(10, 4, color.NRGBA{9, 9, 9, 255})[12:]
	p, _, _ := publish(t, "x", webpExtended(10, 4, hasEXIF, image, chunk("EXIF", exif(binary.LittleEndian, 6))), 0)
	if p.Width != 4 || p.Height != 10 {
		t.Errorf("shown as %d × %d, want 4 × 10", p.Width, p.Height)
	}
}

func TestUnreadableEXIFCountsAsUpright(t *testing.T) {
	plain := encodeJPEG(t, quadrants(20, 10))
	for name, tiff := range map[string][]byte{
		"empty": nil, "cut": exif(binary.BigEndian, 6)[:20], "value 9": exif(binary.BigEndian, 9),
		"value 0": exif(binary.BigEndian, 0), "noise": bytes.Repeat([]byte{0xff}, 300),
	} {
		if p, _, _ := publish(t, name, jpegWithEXIF(plain, tiff), 0); p.Width != 20 {
			t.Errorf("%s: turned to %d × %d", name, p.Width, p.Height)
		}
	}
}

func TestOnlyPixelsSurvive(t *testing.T) {
	secrets := [][]byte{
		[]byte("CamaraSecreta"), []byte("Exif"), []byte("<script>alert(1)</script>"), []byte("http://ns.adobe.com"),
		[]byte("ICC_PROFILE"), []byte("PK\x03\x04"), []byte("Photoshop"), []byte("<html"),
	}
	jpg := encodeJPEG(t, quadrants(32, 32))
	jpg = withSegment(jpg, 0xfe, []byte("<html><script>alert(1)</script>")) // polyglot: HTML in a comment
	jpg = withSegment(jpg, 0xe2, []byte("ICC_PROFILE\x00\x01\x01"))
	jpg = withSegment(jpg, 0xed, []byte("Photoshop 3.0\x00"))
	jpg = withSegment(jpg, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"))
	jpg = jpegWithEXIF(jpg, exif(binary.BigEndian, 1))
	jpg = append(jpg, "PK\x03\x04<html><script>alert(1)</script>"...)
	png := withPNGChunk(encodePNG(t, quadrants(32, 32)), "tEXt", []byte("Comment\x00<html><script>alert(1)</script>"))
	png = append(withPNGChunk(png, "eXIf", exif(binary.BigEndian, 1)), "PK\x03\x04"...)
	for _, data := range [][]byte{jpg, png} {
		_, out, _ := publish(t, "x", data, 0)
		for _, s := range secrets {
			if bytes.Contains(out, s) {
				t.Errorf("%q survived", s)
			}
		}
		for pos := 2; out[pos+1] != 0xda; pos += 2 + int(binary.BigEndian.Uint16(out[pos+2:])) {
			if m := out[pos+1]; m == 0xfe || m&0xf0 == 0xe0 {
				t.Errorf("a segment of marker %#x is published", m)
			}
		}
	}
}
