package photos

import (
	"context"
	"image"
	"math"

	"golang.org/x/image/draw"
)

// Scaling reads the picture a few rows at a time and feeds every size at once.
// draw.CatmullRom.Scale gives the same pixels to within a step of rounding (a
// test compares them), but holds dst width × src height × 32 bytes meanwhile:
// 138 MB for a photo of 12 megapixels, 900 MB for a long strip. This keeps a
// few rows, and takes a fifth of the time: a photo of 12 megapixels in three
// sizes 0.3 s instead of 1.4 s.
//
// The narrowing of rows is nearly all of the work. It adds up the three
// channels in one 64-bit word, each in a lane of its own, with one
// multiplication a pixel. Lanes borrow from each other meanwhile, which does
// not matter: the sum is exact in the end, and laneBias keeps each lane's share
// of it positive.

const (
	laneBits = 21
	laneMask = 1<<laneBits - 1
	// colBits and rowBits are the precision of weights: a weight of one is
	// 1<<colBits. 255<<colBits and Catmull-Rom's overshoot, an eighth either
	// way, fit in a lane.
	colBits  = 12
	rowBits  = 14
	laneBias = 255 << colBits / 4
	// spareBits is the precision kept between narrowing and shortening.
	spareBits = 6
)

// pack puts one row of four bytes a pixel into lanes.
func pack(to []uint64, row []byte) {
	for x := range to {
		p := row[4*x:][:4]
		to[x] = uint64(p[0]) | uint64(p[1])<<laneBits | uint64(p[2])<<(2*laneBits)
	}
}

// scaleAll reduces m, laid on white, to each of the sizes. canvas is the whole
// picture: the frame of a GIF may cover a part of it only.
func scaleAll(ctx context.Context, m image.Image, canvas image.Rectangle, sizes []image.Point) ([]*image.RGBA, error) {
	scalers := make([]*scaler, len(sizes))
	for i, size := range sizes {
		scalers[i] = newScaler(canvas.Size(), size)
	}
	const bandRows = 16
	band := image.NewRGBA(image.Rect(0, 0, canvas.Dx(), min(bandRows, canvas.Dy())))
	row := make([]uint64, canvas.Dx())
	for top := canvas.Min.Y; top < canvas.Max.Y; top += bandRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		draw.Draw(band, band.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(band, band.Rect, m, image.Pt(canvas.Min.X, top), draw.Over)
		for y := range min(bandRows, canvas.Max.Y-top) {
			pack(row, band.Pix[y*band.Stride:])
			for _, s := range scalers {
				s.feed(row)
			}
		}
	}
	out := make([]*image.RGBA, len(scalers))
	for i, s := range scalers {
		out[i] = s.out
	}
	return out, nil
}

// scaler makes one size. Rows go in from top to bottom; each is narrowed at
// once and kept in a ring for as long as a row of the result needs it.
type scaler struct {
	out        *image.RGBA
	cols, rows []window
	ring       [][]int16 // narrowed rows, red, green and blue; row y is at y%len
	sum        []int32
	fed, made  int // rows in, rows out
}

// window is the stretch of the original that one pixel of the result sees.
type window struct {
	first   int
	weights []int64
}

func newScaler(from, to image.Point) *scaler {
	s := &scaler{
		out:  image.NewRGBA(image.Rectangle{Max: to}),
		cols: windows(from.X, to.X, colBits),
		rows: windows(from.Y, to.Y, rowBits),
		sum:  make([]int32, 3*to.X),
	}
	tallest := 0
	for _, w := range s.rows {
		tallest = max(tallest, len(w.weights))
	}
	s.ring = make([][]int16, tallest)
	for i := range s.ring {
		s.ring[i] = make([]int16, 3*to.X)
	}
	return s
}

// windows spreads the kernel over from pixels for each of to pixels, as
// x/image/draw does, and rounds the weights so that each window adds up to one.
func windows(from, to, bits int) []window {
	kernel := draw.CatmullRom
	scale := float64(from) / float64(to)
	reach := kernel.Support * max(scale, 1)
	ws := make([]window, to)
	for i := range ws {
		center := (float64(i)+0.5)*scale - 0.5
		first := max(0, int(math.Ceil(center-reach)))
		last := min(from-1, int(math.Floor(center+reach)))
		exact := make([]float64, 0, last-first+1)
		total := 0.0
		for j := first; j <= last; j++ {
			v := 0.0
			if t := math.Abs(center-float64(j)) / max(scale, 1); t < kernel.Support {
				v = kernel.At(t)
			}
			exact = append(exact, v)
			total += v
		}
		w := window{first, make([]int64, len(exact))}
		left, heaviest := int64(1)<<bits, 0
		for j, v := range exact {
			w.weights[j] = int64(math.Round(v / total * float64(int64(1)<<bits)))
			left -= w.weights[j]
			if v > exact[heaviest] {
				heaviest = j
			}
		}
		w.weights[heaviest] += left
		ws[i] = w
	}
	return ws
}

// feed takes the next row of the original, in lanes, and makes the
// rows of the result that it completes.
func (s *scaler) feed(row []uint64) {
	narrow(s.ring[s.fed%len(s.ring)], row, s.cols)
	s.fed++
	for s.made < len(s.rows) {
		w := s.rows[s.made]
		if w.first+len(w.weights) > s.fed {
			return
		}
		s.finish(w)
		s.made++
	}
}

func narrow(to []int16, row []uint64, cols []window) {
	const bias = laneBias | laneBias<<laneBits | laneBias<<(2*laneBits)
	for x, c := range cols {
		sum := uint64(bias)
		pix := row[c.first:][:len(c.weights)]
		for i, w := range c.weights {
			sum += uint64(w) * pix[i]
		}
		rgb := to[3*x:][:3]
		rgb[0], rgb[1], rgb[2] = unbias(sum), unbias(sum>>laneBits), unbias(sum>>(2*laneBits))
	}
}

func unbias(lane uint64) int16 {
	const round, shift = 1 << (colBits - spareBits - 1), colBits - spareBits
	return int16((int32(lane&laneMask) - laneBias + round) >> shift)
}

func (s *scaler) finish(w window) {
	clear(s.sum)
	sum := s.sum
	for i, weight := range w.weights {
		from := s.ring[(w.first+i)%len(s.ring)][:len(sum)]
		for j, v := range from {
			sum[j] += int32(weight) * int32(v)
		}
	}
	const round, shift = 1 << (rowBits + spareBits - 1), rowBits + spareBits
	pix := s.out.Pix[s.made*s.out.Stride:][:s.out.Stride]
	for x := range len(sum) / 3 {
		rgb, p := sum[3*x:][:3], pix[4*x:][:4]
		p[0] = uint8(min(max((rgb[0]+round)>>shift, 0), 255))
		p[1] = uint8(min(max((rgb[1]+round)>>shift, 0), 255))
		p[2] = uint8(min(max((rgb[2]+round)>>shift, 0), 255))
		p[3] = 255
	}
}
