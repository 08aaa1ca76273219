package photos

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// The pictures of the tests are made here, byte by byte where no encoder would
// write such a thing.

var (
	red    = color.RGBA{220, 20, 20, 255}
	green  = color.RGBA{20, 200, 20, 255}
	blue   = color.RGBA{20, 20, 220, 255}
	yellow = color.RGBA{230, 230, 20, 255}
)

// quadrants is a picture with red top left, green top right, blue bottom left
// and yellow bottom right.
func quadrants(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [2][2]color.RGBA{{red, green}, {blue, yellow}}[2*y/h][2*x/w]
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// landscape is a picture with the gradients and the grain of a photograph.
func landscape(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			grain := uint8(r.IntN(24))
			m.SetRGBA(x, y, color.RGBA{uint8(x*255/w) ^ grain, uint8(y*255/h) ^ grain, uint8((x+y)/16) ^ grain, 255})
		}
	}
	return m
}

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodeGIF(t testing.TB, g *gif.GIF) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withSegment puts a segment right after the start of a JPEG.
func withSegment(jpg []byte, marker byte, body []byte) []byte {
	out := append([]byte{0xff, 0xd8, 0xff, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), jpg[2:]...)
}

// exif is a TIFF block with an orientation, a maker and a GPS position, and a
// thumbnail directory whose orientation must not be taken for the picture's.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	const maker = "CamaraSecreta\x00"
	const ifd0, entries = 8, 3
	gps := ifd0 + 2 + 12*entries + 4
	thumb := gps + 2 + 12*1 + 4
	text := thumb + 2 + 12*1 + 4
	b := []byte("MM")
	if order.String() == "LittleEndian" {
		b = []byte("II")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, ifd0)
	entry := func(tag, kind uint16, count uint32, value []byte) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, count)
		b = append(b, append(value, make([]byte, 4-len(value))...)...)
	}
	b = order.AppendUint16(b, entries)
	entry(0x010f, 2, uint32(len(maker)), order.AppendUint32(nil, uint32(text)))
	entry(0x0112, 3, 1, order.AppendUint16(nil, orientation))
	entry(0x8825, 4, 1, order.AppendUint32(nil, uint32(gps)))
	b = order.AppendUint32(b, uint32(thumb))
	b = order.AppendUint16(b, 1)
	entry(0x0001, 2, 2, []byte("S\x00"))
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	entry(0x0112, 3, 1, order.AppendUint16(nil, 1+orientation%8))
	b = order.AppendUint32(b, 0)
	return append(b, maker...)
}

func jpegWithEXIF(jpg []byte, tiff []byte) []byte {
	return withSegment(jpg, 0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

func pngChunk(kind string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngHeader is the beginning of a PNG of 8 bits and four channels.
func pngHeader(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32(nil, w)
	body = binary.BigEndian.AppendUint32(body, h)
	body = append(body, 8, 6, 0, 0, 0)
	return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", body)...)
}

// withPNGChunk puts a chunk right after the header of a PNG.
func withPNGChunk(p []byte, kind string, body []byte) []byte {
	const header = 8 + 12 + 13
	return append(append(append([]byte{}, p[:header]...), pngChunk(kind, body)...), p[header:]...)
}

type bits struct {
	b []byte
	n int
}

func (w *bits) put(v uint64, count int) {
	for i := range count {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n/8] |= byte(v>>i&1) << (w.n % 8)
		w.n++
	}
}

// webpSolid is a lossless WebP of one colour: a few bytes, whatever its size.
func webpSolid(w, h int, c color.NRGBA) []byte {
	var b bits
	b.put(0x2f, 8)
	b.put(uint64(w-1), 14)
	b.put(uint64(h-1), 14)
	b.put(1, 1) // alpha is used
	b.put(0, 3) // version
	b.put(0, 3) // no transform, no colour cache, one group of codes
	for _, v := range []uint8{c.G, c.R, c.B, c.A} {
		b.put(0b101, 3) // a simple code, of one symbol, in eight bits
		b.put(uint64(v), 8)
	}
	b.put(0b0001, 4) // distances: a simple code, one symbol in one bit, zero
	return riff(chunk("VP8L", b.b))
}

// webpExtended announces a canvas in the extended header.
func webpExtended(w, h int, flags byte, chunks ...[]byte) []byte {
	body := []byte{flags, 0, 0, 0, byte(w - 1), byte((w - 1) >> 8), byte((w - 1) >> 16), byte(h - 1), byte((h - 1) >> 8), byte((h - 1) >> 16)}
	return riff(append([][]byte{chunk("VP8X", body)}, chunks...)...)
}

func chunk(kind string, body []byte) []byte {
	b := append([]byte(kind), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	b = append(b, body...)
	if len(body)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func riff(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(chunks, nil)...)
	return append(append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...), body...)
}

// publish inspects a picture and encodes its variant of index i.
func publish(t testing.TB, name string, data []byte, i int) (Photo, []byte, image.Image) {
	t.Helper()
	p, err := Inspect(name, data)
	if err != nil {
		t.Fatalf("inspect %s: %v", name, err)
	}
	jpg, err := encode(data, p, p.Variants[i])
	if err != nil {
		t.Fatalf("encode %s: %v", name, err)
	}
	m, err := jpeg.Decode(bytes.NewReader(jpg))
	if err != nil {
		t.Fatalf("decode what was encoded of %s: %v", name, err)
	}
	if got, want := m.Bounds().Size(), image.Pt(p.Variants[i].Width, p.Variants[i].Height); got != want {
		t.Fatalf("%s measures %v, and the variant says %v", name, got, want)
	}
	return p, jpg, m
}

func near(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	const slack = 32 << 8 // the JPEGs are small and their colours spread
	off := func(x, y uint32) bool { return x > y+slack || y > x+slack }
	return !off(ar, br) && !off(ag, bg) && !off(ab, bb)
}
