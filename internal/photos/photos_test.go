package photos

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"regexp"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

func TestWidthsNeverExceedTheOriginal(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want []image.Point
	}{
		{1, 1, []image.Point{{1, 1}}},
		{300, 200, []image.Point{{300, 200}}},
		{480, 321, []image.Point{{480, 321}}},
		{1200, 801, []image.Point{{480, 320}, {960, 641}, {1200, 801}}},
		{1440, 10, []image.Point{{480, 3}, {960, 7}, {1440, 10}}},
		{4000, 3000, []image.Point{{480, 360}, {960, 720}, {1440, 1080}}},
		{20000, 2, []image.Point{{480, 1}, {960, 1}, {1440, 1}}},
	} {
		p, err := Inspect("x.png", append(pngHeader(uint32(c.w), uint32(c.h)), pngChunk("IEND", nil)...))
		if err != nil {
			t.Fatal(err)
		}
		var got []image.Point
		for _, v := range p.Variants {
			got = append(got, image.Pt(v.Width, v.Height))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d × %d gives %v, want %v", c.w, c.h, got, c.want)
		}
	}
}

func TestNamesFollowTheContent(t *testing.T) {
	a, b := encodePNG(t, quadrants(8, 8)), encodePNG(t, quadrants(8, 6))
	name := func(file string, data []byte) string {
		p, err := Inspect(file, data)
		if err != nil {
			t.Fatal(err)
		}
		return p.Variants[0].Name
	}
	if name("pozo.png", a) != name("otra/carpeta/pozo.jpeg", a) {
		t.Error("the same bytes got two names")
	}
	if name("pozo.png", a) == name("pozo.png", b) {
		t.Error("other bytes got the same name")
	}
	for file, want := range map[string]string{
		"Niños del Río (2).JPG":                `ninos-del-rio-2`,
		`C:\fotos\Pozo.jpg`:                    `pozo`,
		"../../etc/passwd":                     `passwd`,
		"水.png":                                `foto`,
		"":                                     `foto`,
		"<script>.gif":                         `script`,
		"a" + string(make([]byte, 10)):         `a`,
		string(bytes.Repeat([]byte{'b'}, 300)): `b{40}`,
	} {
		if got := name(file, a); !regexp.MustCompile(`^` + want + `-[0-9a-f]{8}-8\.jpg$`).MatchString(got) {
			t.Errorf("%q is called %q", file, got)
		}
	}
}

func TestEveryFormatIsReadByContent(t *testing.T) {
	pal := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{red, green, blue, yellow})
	draw.Draw(pal, pal.Rect, quadrants(40, 30), image.Point{}, draw.Src)
	gray := image.NewGray16(image.Rect(0, 0, 9, 9))
	lossy, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"es-jpeg.png":  encodeJPEG(t, quadrants(40, 30)),
		"es-png.jpg":   encodePNG(t, quadrants(40, 30)),
		"es-gif.webp":  encodeGIF(t, &gif.GIF{Image: []*image.Paletted{pal}, Delay: []int{0}}),
		"es-webp.jpg":  webpSolid(40, 30, color.NRGBA{220, 20, 20, 255}),
		"gris.png":     encodePNG(t, gray),
		"minima.webp":  lossy,
		"sin-nombre":   encodePNG(t, quadrants(1, 1)),
		"ampliado.jpg": webpExtended(40, 30, 0, webpSolid(40, 30, color.NRGBA{220, 20, 20, 255})[12:]),
	} {
		p, _, m := publish(t, name, data, 0)
		if p.Width == 40 && !near(m.At(3, 3), red) {
			t.Errorf("%s: top left is %v, want red", name, m.At(3, 3))
		}
	}
}

func TestTransparencyIsLaidOnWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	draw.Draw(m, image.Rect(10, 0, 20, 20), image.NewUniform(color.NRGBA{0, 0, 255, 128}), image.Point{}, draw.Src)
	for name, data := range map[string][]byte{
		"png":  encodePNG(t, m),
		"webp": webpSolid(20, 20, color.NRGBA{0, 0, 255, 0}),
	} {
		_, _, out := publish(t, name, data, 0)
		if !near(out.At(2, 10), color.White) {
			t.Errorf("%s: a clear pixel became %v", name, out.At(2, 10))
		}
		if half := (color.RGBA{127, 127, 255, 255}); name == "png" && !near(out.At(17, 10), half) {
			t.Errorf("half blue became %v", out.At(17, 10))
		}
	}
}

func TestFirstFrameOfAGIFAtItsPlace(t *testing.T) {
	pal := color.Palette{red, color.RGBA{}, blue}
	first := image.NewPaletted(image.Rect(10, 10, 30, 30), pal)
	second := image.NewPaletted(image.Rect(0, 0, 40, 40), pal)
	draw.Draw(second, second.Rect, image.NewUniform(blue), image.Point{}, draw.Src)
	data := encodeGIF(t, &gif.GIF{
		Image: []*image.Paletted{first, second}, Delay: []int{5, 5}, Config: image.Config{Width: 40, Height: 40, ColorModel: pal},
	})
	p, _, m := publish(t, "x.gif", data, 0)
	if p.Width != 40 || p.Height != 40 {
		t.Fatalf("measures %d × %d", p.Width, p.Height)
	}
	if !near(m.At(3, 3), color.White) || !near(m.At(20, 20), red) || !near(m.At(36, 36), color.White) {
		t.Errorf("corner %v, middle %v, other corner %v", m.At(3, 3), m.At(20, 20), m.At(36, 36))
	}
}

func TestScalingEqualsTheLibrary(t *testing.T) {
	for _, c := range []struct{ from, to image.Point }{
		{image.Pt(1500, 700), image.Pt(480, 224)},
		{image.Pt(503, 401), image.Pt(480, 383)},
		{image.Pt(64, 3000), image.Pt(64, 3000)},
		{image.Pt(3000, 64), image.Pt(480, 10)},
		{image.Pt(700, 5), image.Pt(480, 1)},
	} {
		src := landscape(c.from.X, c.from.Y)
		// Hard edges in black and white make the kernel overshoot the most.
		for x := 0; x < c.from.X; x += 7 {
			draw.Draw(src, image.Rect(x, 0, x+3, c.from.Y/2), image.NewUniform(color.Gray{uint8(x % 2 * 255)}), image.Point{}, draw.Src)
		}
		want := image.NewRGBA(image.Rectangle{Max: c.to})
		draw.CatmullRom.Scale(want, want.Rect, src, src.Rect, draw.Src, nil)
		got, err := scaleAll(t.Context(), src, src.Rect, []image.Point{c.to})
		if err != nil {
			t.Fatal(err)
		}
		worst := 0
		for i := range want.Pix {
			d := int(got[0].Pix[i]) - int(want.Pix[i])
			worst = max(worst, d, -d)
		}
		if worst > 1 {
			t.Errorf("%v to %v: a channel is off by %d", c.from, c.to, worst)
		}
	}
}

func TestSameBytesWhateverTheProcessors(t *testing.T) {
	data := jpegWithEXIF(encodeJPEG(t, landscape(500, 490)), exif(binary.BigEndian, 6))
	run := func() string {
		p, err := Inspect("x.jpg", data)
		if err != nil {
			t.Fatal(err)
		}
		all, err := NewCache("").Variants(t.Context(), data, p)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range p.Variants {
			one, err := encode(data, p, v)
			if err != nil || !bytes.Equal(one, all[i]) {
				t.Errorf("variant %s alone differs from variant among all (%v)", v.Name, err)
			}
		}
		return fmt.Sprintf("%+v %x", p, all)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want := run()
	runtime.GOMAXPROCS(4)
	if run() != want {
		t.Error("bytes differ")
	}
}

func TestEncodeRefusesWhatIsNotOfThePicture(t *testing.T) {
	data := encodePNG(t, quadrants(100, 50))
	p, err := Inspect("x.png", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []Variant{{Width: 200, Height: 100}, {Width: 0, Height: 5}, {Width: 5, Height: -1}} {
		if _, err := encode(data, p, v); err == nil {
			t.Errorf("made a variant of %d × %d", v.Width, v.Height)
		}
	}
	if _, err := encode(encodePNG(t, quadrants(50, 100)), p, p.Variants[0]); err == nil {
		t.Error("encoded other bytes than those inspected")
	}
}

func BenchmarkTwelveMegapixels(b *testing.B) {
	data := encodeJPEG(b, landscape(4000, 3000))
	p, err := Inspect("x.jpg", data)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("inspect", func(b *testing.B) {
		for b.Loop() {
			if _, err := Inspect("x.jpg", data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("three sizes", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := NewCache("").Variants(b.Context(), data, p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("three sizes, remembered", func(b *testing.B) {
		c := NewCache(b.TempDir())
		if _, err := c.Variants(b.Context(), data, p); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := c.Variants(b.Context(), data, p); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// encode makes one variant.
func encode(data []byte, p Photo, v Variant) ([]byte, error) {
	all, err := encodeAll(context.Background(), data, p, []Variant{v})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
