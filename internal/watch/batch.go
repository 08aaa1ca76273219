package watch

import "time"

// batch turns many changes into few signals. A batch begins with a change and
// ends after a time of quiet, or when it has lasted as long as it may; then due
// fires. It knows nothing of what changed.
type batch struct {
	quiet, ceiling time.Duration
	timer          *time.Timer
	began          time.Time // of the open batch; zero if none is
}

func newBatch(quiet, ceiling time.Duration) *batch {
	b := &batch{quiet: quiet, ceiling: ceiling, timer: time.NewTimer(ceiling)}
	b.timer.Stop()
	return b
}

// change adds a change to the open batch, or opens one.
func (b *batch) change() {
	now := time.Now()
	if b.began.IsZero() {
		b.began = now
	}
	b.timer.Reset(max(0, min(b.quiet, b.ceiling-now.Sub(b.began))))
}

// due receives when the batch is over; then end must be called.
func (b *batch) due() <-chan time.Time { return b.timer.C }

// end closes the batch: the next change opens another.
func (b *batch) end() { b.began = time.Time{} }

func (b *batch) stop() { b.timer.Stop() }
