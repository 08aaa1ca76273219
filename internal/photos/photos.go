// Package photos turns one picture of an entry into the JPEGs that the site
// publishes.
//
// In: the bytes of a picture as an editor left it in content/, be it JPEG,
// PNG, GIF (its first frame) or WebP. Out: a Photo, which says how the picture
// measures as it is shown and which variants of it a page may offer, and the
// bytes of each variant.
//
//	p, err := photos.Inspect("pozo.jpg", data)   // measures; decodes no pixel
//	all, err := cache.Variants(ctx, data, p)     // the JPEGs, remembered
//
// What holds for every variant:
//
//   - It is a baseline JPEG made of pixels only. No EXIF, GPS position, colour
//     profile, XMP, comment or trailing data of the original gets through.
//   - It stands upright: the EXIF orientation has been applied.
//   - It is never wider than the original. Transparent parts are white paper.
//   - Its name carries a hash of the original and of the way of encoding, so
//     it can be cached for ever; the same original gives the same name and the
//     same bytes.
//
// The format is judged by content, never by the name of the file. A picture
// that cannot be published comes back as a *Refusal, whose texts are in Spanish
// and meant for the editor. Sizes are checked against the header before any
// memory is taken for pixels, so a small file that claims a huge canvas costs
// nothing.
//
// The package never touches the network nor the content folder; only Cache
// touches the disk, and only under its own folder.
package photos

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// MaxPixels is the area above which a picture is refused: 40 megapixels, more
// than any telephone stores unless asked to.
const MaxPixels = 40_000_000

// MaxSide is the greatest width or height of a picture. It keeps a strip of
// one pixel by forty million from asking for an impossible JPEG.
const MaxSide = 20_000

// settings names the way in which variants are made. It is part of the
// published name: raise it whenever the bytes of a variant would change.
//
//	1: 480, 960 and 1440 wide, Catmull-Rom, JPEG quality 75
const settings = "1"

// quality is that of the JPEGs; about 75 is where a photograph on a telephone
// stops looking better.
const quality = 75

// widths are those that pages ask for: a telephone, a sharp telephone or a
// column, and a sharp column.
var widths = [...]int{480, 960, 1440}

// Photo is what is known of a picture without decoding it.
type Photo struct {
	// Hash is the SHA-256 of the original bytes, in hexadecimal.
	Hash string
	// Width and Height are those of the original as it is shown, that is, after
	// its EXIF orientation.
	Width, Height int
	// Variants are the files that may be published, from narrow to wide. There
	// is always one at least.
	Variants []Variant
}

// Variant is one JPEG to publish.
type Variant struct {
	// Name is a file name such as "pozo-1f0c9a7e-480.jpg".
	Name          string
	Width, Height int
}

// Inspect measures a picture. The name is only used for the names of the
// variants. An error is always a *Refusal.
func Inspect(name string, data []byte) (Photo, error) {
	h, err := readHeader(data)
	if err != nil {
		return Photo{}, err
	}
	w, ht := h.shown()
	sum := sha256.Sum256(data)
	p := Photo{Hash: hex.EncodeToString(sum[:]), Width: w, Height: ht}
	prefix := baseName(name) + "-" + mark(p.Hash)
	for _, vw := range variantWidths(w) {
		p.Variants = append(p.Variants, Variant{
			Name:   fmt.Sprintf("%s-%d.jpg", prefix, vw),
			Width:  vw,
			Height: heightFor(vw, w, ht),
		})
	}
	return p, nil
}

// variantWidths returns the usual widths that fit in an original, and the
// original's own width when it falls short of the widest.
func variantWidths(w int) []int {
	var ws []int
	for _, usual := range widths {
		if usual <= w {
			ws = append(ws, usual)
		}
	}
	if w < widths[len(widths)-1] && !slices.Contains(ws, w) {
		ws = append(ws, w)
	}
	return ws
}

// heightFor scales a height to a new width, rounded, and never to nothing.
func heightFor(vw, w, h int) int {
	return int(max(1, (int64(h)*int64(vw)+int64(w)/2)/int64(w)))
}

// mark is the part of a variant's name that changes with the original or with
// the way of encoding.
func mark(hash string) string {
	sum := sha256.Sum256([]byte(settings + ":" + hash))
	return hex.EncodeToString(sum[:4])
}

// baseName makes a short, plain beginning for file names: "Niños del Río.JPG"
// gives "ninos-del-rio". A name with no usable letter gives "foto".
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	const longest = 40
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		if b.Len() >= longest {
			break
		}
		switch {
		case 'A' <= r && r <= 'Z':
			b.WriteRune(r + 'a' - 'A')
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case 0x300 <= r && r <= 0x36f: // accents, parted from their letters by NFD
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "foto"
}
