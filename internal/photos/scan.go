package photos

import (
	"bytes"
	"encoding/binary"
)

// scan is what a walk over the blocks of a file tells. A decoder would find out
// too, but only after decoding every pixel.
type scan struct {
	// whole is false when the file ends before its picture does. It is a
	// kindness to whoever copied half a file: a whole file may still be broken.
	whole bool
	// progressive and components are those of a JPEG.
	progressive bool
	components  int64
}

var scans = map[format]func([]byte) scan{
	jpegFormat: scanJPEG,
	pngFormat:  scanPNG,
	gifFormat:  scanGIF,
	webpFormat: scanWebP,
}

// scanJPEG walks the segments up to the first scan and looks for the end marker
// behind it. Only behind it: a thumbnail inside the EXIF segment has its own.
func scanJPEG(data []byte) scan {
	s := scan{components: 3}
	for pos := 2; pos+4 <= len(data); {
		if data[pos] != 0xff {
			pos++ // decoders step over strays between segments
			continue
		}
		marker := data[pos+1]
		switch {
		case marker == 0xff: // fill byte
			pos++
			continue
		case marker <= 0x01 || 0xd0 <= marker && marker <= 0xd8: // no length follows
			pos += 2
			continue
		case marker == 0xd9: // end of image before any scan
			return s
		}
		length := int(binary.BigEndian.Uint16(data[pos+2:]))
		body := pos + 4
		switch marker {
		case 0xc0, 0xc1, 0xc2:
			s.progressive = marker == 0xc2
			if body+6 <= len(data) {
				s.components = max(1, int64(data[body+5]))
			}
		case 0xda:
			s.whole = bytes.Contains(data[body:], []byte{0xff, 0xd9})
			return s
		}
		pos += 2 + max(length, 2)
	}
	return s
}

func scanPNG(data []byte) scan {
	for pos := 8; pos+12 <= len(data); {
		if string(data[pos+4:pos+8]) == "IEND" {
			return scan{whole: true}
		}
		length := int64(binary.BigEndian.Uint32(data[pos:]))
		if length > int64(len(data)) {
			break
		}
		pos += 12 + int(length)
	}
	return scan{}
}

// scanGIF looks for the end of the first frame; what follows is not used.
func scanGIF(data []byte) scan {
	pos := 13
	if len(data) < pos {
		return scan{}
	}
	pos += colorTable(data[10])
	// skipBlocks steps over data blocks up to the empty one that ends them.
	skipBlocks := func() bool {
		for pos < len(data) {
			n := int(data[pos])
			pos += 1 + n
			if n == 0 {
				return pos <= len(data)
			}
		}
		return false
	}
	for pos+10 <= len(data) {
		switch data[pos] {
		case 0x21: // extension
			pos += 2
			if !skipBlocks() {
				return scan{}
			}
		case 0x2c: // frame: place and size, its colours, the code size, its data
			pos += 10 + colorTable(data[pos+9]) + 1
			return scan{whole: skipBlocks()}
		default:
			return scan{whole: true} // not truncated, but not a GIF: the decoder will say so
		}
	}
	return scan{}
}

// colorTable is the length of the table that a GIF's packed field announces.
func colorTable(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (1 + packed&7)
}

// scanWebP compares the length that the container announces. One missing byte
// of padding is common and harmless.
func scanWebP(data []byte) scan {
	announced := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	return scan{whole: announced <= int64(len(data))+1}
}
