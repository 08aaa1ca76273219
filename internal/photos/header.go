package photos

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

type format int

const (
	unknownFormat format = iota
	jpegFormat
	pngFormat
	gifFormat
	webpFormat
)

// header is what the first bytes of a picture tell.
type header struct {
	format format
	// width and height are those of the pixels as they are stored.
	width, height int
	// orientation is the EXIF value, 1 to 8.
	orientation int
	// cost is an upper estimate, in bytes, of what decoding takes.
	cost int64
}

// shown returns the measures after rotation.
func (h header) shown() (width, height int) {
	if h.orientation >= 5 {
		return h.height, h.width
	}
	return h.width, h.height
}

// readHeader recognises, measures and judges a picture. It takes no memory for
// pixels; an error is always a *Refusal.
func readHeader(data []byte) (header, error) {
	h := header{format: sniff(data)}
	if h.format == unknownFormat {
		return h, refuseFormat(data)
	}
	// The largest canvases make the decoders themselves give up with an error
	// that looks like damage, so the claim is read here first.
	if w, ht, ok := claimedSize(h.format, data); ok {
		if err := judgeSize(w, ht); err != nil {
			return h, err
		}
	}
	if h.format == webpFormat && animatedWebP(data) {
		return h, unreadable("es una imagen WebP animada", "use una imagen fija: expórtela como JPEG", nil)
	}
	cfg, err := guard(func() (image.Config, error) {
		return decoders[h.format].config(bytes.NewReader(data))
	})
	if err != nil {
		return h, refuseDecoding(err)
	}
	if err := judgeSize(int64(cfg.Width), int64(cfg.Height)); err != nil {
		return h, err
	}
	scan := scans[h.format](data)
	if !scan.whole {
		return h, cut()
	}
	h.width, h.height = cfg.Width, cfg.Height
	h.cost = int64(cfg.Width) * int64(cfg.Height) * bytesPerPixel(h.format, cfg.ColorModel, scan)
	h.orientation = orientation(h.format, data)
	return h, nil
}

// decoders are called by sniffed format rather than through image.Decode, so
// that a format registered elsewhere in the program is never accepted here.
var decoders = map[format]struct {
	config func(io.Reader) (image.Config, error)
	pixels func(io.Reader) (image.Image, error)
}{
	jpegFormat: {jpeg.DecodeConfig, jpeg.Decode},
	pngFormat:  {png.DecodeConfig, png.Decode},
	gifFormat:  {gif.DecodeConfig, gif.Decode},
	webpFormat: {webp.DecodeConfig, webp.Decode},
}

// guard runs a decoder on bytes that nobody vouches for: if it panics, the
// picture is broken, and the build goes on to report the rest.
func guard[T any](decode func() (T, error)) (v T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("decoder stopped: %v", r)
		}
	}()
	return decode()
}

func sniff(data []byte) format {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return jpegFormat
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return pngFormat
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return gifFormat
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return webpFormat
	}
	return unknownFormat
}

// claimedSize reads the canvas of the formats whose headers hold numbers that
// their decoders refuse to multiply.
func claimedSize(f format, data []byte) (w, h int64, ok bool) {
	switch {
	case f == pngFormat && len(data) >= 24 && string(data[12:16]) == "IHDR":
		return int64(binary.BigEndian.Uint32(data[16:])), int64(binary.BigEndian.Uint32(data[20:])), true
	case f == webpFormat && extendedWebP(data):
		u24 := func(b []byte) int64 { return int64(b[0]) | int64(b[1])<<8 | int64(b[2])<<16 }
		return u24(data[24:]) + 1, u24(data[27:]) + 1, true
	}
	return 0, 0, false
}

func extendedWebP(data []byte) bool {
	return len(data) >= 30 && string(data[12:16]) == "VP8X"
}

func animatedWebP(data []byte) bool {
	const animation = 1 << 1
	return extendedWebP(data) && data[20]&animation != 0
}

// bytesPerPixel estimates what decoding one pixel takes at the most, working
// memory included. It decides how many pictures are decoded at once.
func bytesPerPixel(f format, m color.Model, s scan) int64 {
	switch f {
	case jpegFormat:
		if s.progressive { // all coefficients, four bytes each, besides the samples
			return 5 * s.components
		}
		return s.components
	case gifFormat:
		return 1
	case webpFormat:
		return 8 // samples and alpha, or four channels and their transforms
	}
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.GrayModel:
		return 1
	}
	return 4
}
