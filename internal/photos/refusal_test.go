package photos

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"math"
	"runtime"
	"strings"
	"testing"
)

// gifHeader is a GIF that announces a canvas and holds nothing.
func gifHeader(w, h uint16) []byte {
	b := binary.LittleEndian.AppendUint16([]byte("GIF89a"), w)
	return append(binary.LittleEndian.AppendUint16(b, h), 0, 0, 0)
}

// jpegClaiming is a whole JPEG whose header claims another size.
func jpegClaiming(t testing.TB, w, h uint16) []byte {
	b := encodeJPEG(t, quadrants(8, 8))
	i := bytes.Index(b, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(b[i+5:], h)
	binary.BigEndian.PutUint16(b[i+7:], w)
	return b
}

func TestBombsAreRefusedBeforeDecoding(t *testing.T) {
	solid := color.NRGBA{1, 2, 3, 255}
	for name, data := range map[string][]byte{
		"png 60000 × 60000":           pngHeader(60000, 60000),
		"png of the greatest numbers": pngHeader(math.MaxInt32, math.MaxInt32),
		"png beyond them":             pngHeader(math.MaxUint32, math.MaxUint32),
		"png whose area is 2^32":      pngHeader(1<<16, 1<<16),
		"png whose area is 2^64":      pngHeader(1<<31, 1<<31),
		"png one pixel high":          pngHeader(39_000_000, 1),
		"png just too large":          pngHeader(8001, 5000),
		"gif of a huge canvas":        gifHeader(65535, 65535),
		"jpeg of a huge canvas":       jpegClaiming(t, 65535, 65535),
		"webp of a few bytes":         webpSolid(16383, 16383, solid),
		"webp of a huge canvas":       webpExtended(1<<24, 1<<24, 0),
		"webp beyond its decoder":     webpExtended(1<<24, 300, 0),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Inspect("x", data)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v, want %v", name, err, ErrTooLarge)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%s: took %d bytes", name, took)
		}
	}
}

func TestTheLargestPicturesAreAccepted(t *testing.T) {
	for _, size := range []image.Point{{8000, 5000}, {5000, 8000}, {MaxSide, 2000}, {2000, MaxSide}} {
		data := append(pngHeader(uint32(size.X), uint32(size.Y)), pngChunk("IEND", nil)...)
		if _, err := Inspect("x.png", data); err != nil {
			t.Errorf("%v: %v", size, err)
		}
	}
}

// A canvas that the frame or the inner picture contradicts must not lead to
// more memory than the canvas that was judged.
func TestContradictorySizesAreBroken(t *testing.T) {
	big := webpSolid(9000, 4000, color.NRGBA{1, 2, 3, 255})[12:]
	frame := image.NewPaletted(image.Rect(0, 0, 900, 900), color.Palette{red, blue})
	animation := encodeGIF(t, &gif.GIF{Image: []*image.Paletted{frame}, Delay: []int{0}})
	binary.LittleEndian.PutUint16(animation[6:], 30)
	for name, data := range map[string][]byte{
		"webp": webpExtended(10, 10, 0, big),
		"gif":  animation,
	} {
		p, err := Inspect("x", data)
		if err == nil {
			_, err = encode(data, p, p.Variants[0])
		}
		if !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v, want %v", name, err, ErrBroken)
		}
	}
}

func TestTruncatedFilesAreBroken(t *testing.T) {
	thumbnail := append([]byte("Exif\x00\x00"), encodeJPEG(t, quadrants(16, 16))...) // it has an end marker of its own
	pal := image.NewPaletted(image.Rect(0, 0, 40, 40), color.Palette{red, blue})
	for i := range pal.Pix {
		pal.Pix[i] = uint8(i * i / 7 % 2)
	}
	for name, data := range map[string][]byte{
		"jpeg":                  encodeJPEG(t, landscape(60, 60)),
		"jpeg with a thumbnail": withSegment(encodeJPEG(t, landscape(60, 60)), 0xe1, thumbnail),
		"png":                   encodePNG(t, landscape(60, 60)),
		"gif":                   encodeGIF(t, &gif.GIF{Image: []*image.Paletted{pal}, Delay: []int{0}}),
		"webp":                  webpSolid(60, 60, color.NRGBA{1, 2, 3, 255}),
	} {
		if _, err := Inspect("x", data); err != nil {
			t.Fatalf("%s whole: %v", name, err)
		}
		// The last bytes of GIF and WebP are a trailer and padding that nobody misses.
		for cut := 12; cut < len(data)-2; cut += 1 + len(data)/200 {
			p, err := Inspect("x", data[:cut])
			if err == nil {
				t.Errorf("%s cut to %d of %d bytes passes as %+v", name, cut, len(data), p)
			} else if !errors.Is(err, ErrBroken) {
				t.Errorf("%s cut to %d of %d bytes: %v, want %v", name, cut, len(data), err, ErrBroken)
			}
		}
	}
}

func TestDamageInsideIsFoundWhenEncoding(t *testing.T) {
	jpg, png := encodeJPEG(t, landscape(60, 60)), encodePNG(t, landscape(60, 60))
	copy(jpg[len(jpg)/2:], bytes.Repeat([]byte{0xff, 0xc4}, 30))
	copy(png[len(png)/2:], "daño")
	for _, data := range [][]byte{jpg, png} {
		p, err := Inspect("x", data)
		if err != nil {
			t.Fatal(err)
		}
		var r *Refusal
		if _, err := encode(data, p, p.Variants[0]); !errors.Is(err, ErrBroken) || !errors.As(err, &r) || r.Cause == nil {
			t.Errorf("%v, want %v and its cause", err, ErrBroken)
		}
	}
}

func TestWhatIsNotAPictureIsNamed(t *testing.T) {
	for text, data := range map[string][]byte{
		"vacío":              nil,
		"JPEG, PNG":          []byte("<!doctype html><title>no</title>"),
		"HEIC":               []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
		"AVIF":               []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"),
		"video":              []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"),
		"TIFF":               []byte("II*\x00\x08\x00\x00\x00"),
		"BMP":                []byte("BM6\x00\x00\x00"),
		"PDF":                []byte("%PDF-1.7\n"),
		"SVG":                []byte("<?xml version='1.0'?>\n<svg onload='alert(1)'/>"),
		"animada":            webpExtended(10, 10, 1<<1),
		"no se puede leer":   jpegUnsupported(t),
		"ni WebP":            []byte("RIFF\x00\x00\x00\x00WAVE"),
		ErrFormat.Error():    []byte("GIF"),
		"no es una imagen J": bytes.Repeat([]byte{0}, 4096),
	} {
		_, err := Inspect("foto.jpg", data)
		var r *Refusal
		if !errors.Is(err, ErrFormat) || !errors.As(err, &r) {
			t.Errorf("%.20q: %v, want %v", data, err, ErrFormat)
			continue
		}
		if !strings.Contains(r.Error(), text) || r.Hint == "" {
			t.Errorf("%.20q: %q, hint %q; want it to say %q", data, r.Error(), r.Hint, text)
		}
	}
}

// jpegUnsupported is a JPEG of 12 bits a sample.
func jpegUnsupported(t testing.TB) []byte {
	b := encodeJPEG(t, quadrants(8, 8))
	b[bytes.Index(b, []byte{0xff, 0xc0})+4] = 12
	return b
}

func TestHeadersWithoutAPictureAreBroken(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpeg start":         {0xff, 0xd8, 0xff},
		"jpeg start and end": {0xff, 0xd8, 0xff, 0xd9},
		"png of no width":    append(pngHeader(0, 5), pngChunk("IEND", nil)...),
		"gif of no size":     append(gifHeader(0, 0), 0x3b),
		"webp of no chunk":   riff(),
		"png signature":      []byte("\x89PNG\r\n\x1a\n"),
	} {
		if _, err := Inspect("x", data); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v, want %v", name, err, ErrBroken)
		}
	}
}

func FuzzInspect(f *testing.F) {
	solid := color.NRGBA{200, 3, 9, 128}
	pal := image.NewPaletted(image.Rect(0, 0, 5, 4), color.Palette{red, blue})
	for _, seed := range [][]byte{
		encodeJPEG(f, quadrants(9, 7)),
		jpegWithEXIF(encodeJPEG(f, quadrants(9, 7)), exif(binary.BigEndian, 6)),
		jpegWithEXIF(encodeJPEG(f, quadrants(9, 7)), exif(binary.LittleEndian, 8)),
		jpegClaiming(f, 65535, 600),
		encodePNG(f, quadrants(9, 7)),
		withPNGChunk(encodePNG(f, quadrants(9, 7)), "eXIf", exif(binary.BigEndian, 3)),
		pngHeader(60000, 60000),
		encodeGIF(f, &gif.GIF{Image: []*image.Paletted{pal}, Delay: []int{0}}),
		gifHeader(65535, 65535),
		webpSolid(9, 7, solid),
		webpExtended(9, 7, 1<<3, webpSolid(9, 7, solid)[12:], chunk("EXIF", exif(binary.LittleEndian, 5))),
		webpExtended(1<<24, 1<<24, 0),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, err := Inspect("x.jpg", data)
		runtime.ReadMemStats(&after)
		// The reader of metadata takes up to 10 MB for a block that claims as much.
		if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20+uint64(8*len(data)) {
			t.Errorf("took %d bytes for %d", took, len(data))
		}
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) || r.Text == "" || r.Hint == "" {
				t.Fatalf("not a refusal with text and hint: %v", err)
			}
			return
		}
		if p.Width < 1 || p.Height < 1 || p.Width*p.Height > MaxPixels || len(p.Variants) == 0 {
			t.Fatalf("accepted %+v", p)
		}
		if p.Width*p.Height > 1<<16 {
			return
		}
		jpg, err := encode(data, p, p.Variants[0])
		if err != nil {
			if !errors.Is(err, ErrBroken) && !errors.Is(err, ErrFormat) {
				t.Fatalf("encode: %v", err)
			}
			return
		}
		if c, err := jpeg.DecodeConfig(bytes.NewReader(jpg)); err != nil || c.Width != p.Variants[0].Width || c.Height != p.Variants[0].Height {
			t.Fatalf("made %+v (%v) of %+v", c, err, p)
		}
	})
}
