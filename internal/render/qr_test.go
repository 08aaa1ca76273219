package render

import (
	"fmt"
	"image"
	"image/color"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// drawn follows the strokes of a code as a browser does, at a scale of some
// pixels a module.
func drawn(t testing.TB, c *qrCode) image.Image {
	t.Helper()
	const scale = 4
	box := strings.Fields(c.ViewBox)
	side, err := strconv.Atoi(box[2])
	if err != nil || box[3] != box[2] {
		t.Fatalf("box %q", c.ViewBox)
	}
	m := image.NewGray(image.Rect(0, 0, side*scale, side*scale))
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	rest, ok := strings.CutPrefix(c.Path, "M4 4.5")
	if !ok {
		t.Fatalf("path begins %q", c.Path[:min(len(c.Path), 20)])
	}
	x, y := 4, 4
	for rest != "" {
		var dx, dy, n int
		if _, err := fmt.Sscanf(rest, "m%d %dh%d", &dx, &dy, &n); err != nil {
			t.Fatalf("%q: %v", rest[:min(len(rest), 20)], err)
		}
		x, y = x+dx, y+dy
		for i := range n * scale {
			for j := range scale {
				m.SetGray(x*scale+i, y*scale+j, color.Gray{})
			}
		}
		x += n
		next := strings.IndexByte(rest[1:], 'm')
		if next < 0 {
			break
		}
		rest = rest[1+next:]
	}
	return m
}

// TestCodesAreReadAsTheirAddress reads codes of every length with a decoder
// that shares nothing with what wrote them.
func TestCodesAreReadAsTheirAddress(t *testing.T) {
	q := new(qrPlans)
	for _, n := range []int{1, 12, 17, 18, 40, 60, 78, 79, 110, 200} {
		address := "https://vitrina.example/" + strings.Repeat("practica-", 30)[:n] + "/"
		code, err := q.code(address)
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(drawn(t, code))
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil {
			t.Errorf("%s: %v", address, err)
		} else if read.GetText() != address {
			t.Errorf("reads %q, want %q", read.GetText(), address)
		}
	}
	if _, err := q.code(strings.Repeat("x", 3000)); err == nil {
		t.Error("a text that fits in no code gives one")
	}
}

func BenchmarkCode(b *testing.B) {
	q := new(qrPlans)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := q.code("https://vitrina.midis.example.pe/practicas/agua-segura-con-cloro-por-goteo/"); err != nil {
			b.Fatal(err)
		}
	}
}
