package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a build has come, once it has taken more than a
// second: a bar for the stages that count what they do, and a moving mark for
// the others. It clears its line when it ends.
type progress struct {
	w     io.Writer // nil: nothing is shown
	now   func() time.Time
	began time.Time
	stop  chan struct{}

	mu    sync.Mutex
	stage string
	done  int
	total int
	bar   *progressbar.ProgressBar // of the stage shown
	shown string
}

// screen is the writer when a person looks at it, and nil otherwise.
func screen(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

func newProgress(w io.Writer, now func() time.Time) *progress {
	p := &progress{w: w, now: now, began: now(), stop: make(chan struct{})}
	if w != nil {
		go p.turn()
	}
	return p
}

// turn draws from time to time, for the stages that do not count.
func (p *progress) turn() {
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-tick.C:
			p.mu.Lock()
			p.draw()
			p.mu.Unlock()
		}
	}
}

// tell takes what build.Options.Progress is told.
func (p *progress) tell(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.done, p.total = stage, done, total
	if total > 0 {
		p.draw()
	}
}

func (p *progress) draw() {
	if p.w == nil || p.stage == "" || p.now().Sub(p.began) < time.Second {
		return
	}
	if p.bar == nil || p.shown != p.stage {
		p.clear()
		options := []progressbar.Option{
			progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(p.stage),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100 * time.Millisecond),
		}
		if p.total > 0 {
			p.bar = progressbar.NewOptions(p.total, append(options, progressbar.OptionShowCount())...)
		} else {
			p.bar = progressbar.NewOptions(-1, append(options, progressbar.OptionSpinnerType(14), progressbar.OptionSetElapsedTime(false))...)
		}
		p.shown = p.stage
	}
	if p.total > 0 {
		p.bar.Set(p.done)
	} else {
		p.bar.Add(1)
	}
}

func (p *progress) clear() {
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
}

// end clears the line. Nothing may be told afterwards.
func (p *progress) end() {
	if p.w != nil {
		close(p.stop)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.w = nil
}
