package render

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"rsc.io/qr/coding"
)

// qrCode is an address as a drawing that a telephone reads from paper: one
// SVG path of horizontal strokes, a module wide, for a stroke of width 1.
type qrCode struct {
	ViewBox string
	Path    string
	Text    string // what it says, for people: the address without its scheme
}

// quiet is the white margin that readers of QR codes need, in modules.
const quiet = 4

// qrPlans remembers how codes of each size are laid out, which costs more than
// filling one. It is safe for concurrent use.
type qrPlans struct {
	mu   sync.Mutex
	done map[qrShape]*coding.Plan
}

type qrShape struct {
	version coding.Version
	level   coding.Level
}

func (q *qrPlans) plan(s qrShape) (*coding.Plan, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p := q.done[s]; p != nil {
		return p, nil
	}
	p, err := coding.NewPlan(s.version, s.level, 0)
	if err != nil {
		return nil, err
	}
	if q.done == nil {
		q.done = map[qrShape]*coding.Plan{}
	}
	q.done[s] = p
	return p, nil
}

// code draws a text. The code is the smallest that holds it, because large
// modules are what a cheap camera reads best, and within that size it has all
// the error correction that fits.
func (q *qrPlans) code(text string) (*qrCode, error) {
	data := coding.String(text)
	shape := qrShape{coding.MinVersion, coding.L}
	fits := func(s qrShape) bool { return data.Bits(s.version) <= s.version.DataBytes(s.level)*8 }
	for !fits(shape) {
		if shape.version++; shape.version > coding.MaxVersion {
			return nil, fmt.Errorf("código QR: la dirección %q es demasiado larga", text)
		}
	}
	for shape.level < coding.H && fits(qrShape{shape.version, shape.level + 1}) {
		shape.level++
	}
	plan, err := q.plan(shape)
	if err != nil {
		return nil, fmt.Errorf("código QR: %w", err)
	}
	code, err := plan.Encode(data)
	if err != nil {
		return nil, fmt.Errorf("código QR: %w", err)
	}
	side := strconv.Itoa(code.Size + 2*quiet)
	return &qrCode{ViewBox: "0 0 " + side + " " + side, Path: qrPath(code), Text: bare(text)}, nil
}

// bare is an address as people copy it from paper.
func bare(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	return rest
}

// qrPath writes each run of black modules as a move and a line. The pen rests
// at the end of a run, so most moves are one digit wide.
func qrPath(code *coding.Code) string {
	path := make([]byte, 0, 2<<10)
	path = append(path, "M4 4.5"...) // quiet, and half a module: strokes lie along their middle
	penX, penY := 0, 0
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			end := x + 1
			for end < code.Size && code.Black(end, y) {
				end++
			}
			path = append(path, 'm')
			path = strconv.AppendInt(path, int64(x-penX), 10)
			path = append(path, ' ')
			path = strconv.AppendInt(path, int64(y-penY), 10)
			path = append(path, 'h')
			path = strconv.AppendInt(path, int64(end-x), 10)
			penX, penY = end, y
			x = end
		}
	}
	return string(path)
}
