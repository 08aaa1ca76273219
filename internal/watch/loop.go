package watch

import (
	"context"
	"time"

	"github.com/fsnotify/fsnotify"
)

// loop is the one goroutine that knows the tree. Everything reaches it through
// channels: events, questions of Dirty, timers; and the steps of a sweep run in
// between.
type loop struct {
	w     *Watcher
	o     Options
	tree  *tree
	batch *batch

	watch  *guard // nil when polling
	bell   *bell  // nil when polling, and where events come in no order
	events <-chan fsnotify.Event
	errors <-chan error
	reason error // for polling

	sweep *sweep // the one under way, or nil
	began time.Time
	next  *time.Timer // when to begin another

	marks    marks
	waiting  []chan answer // questions that came since the last proof began
	proving  []chan answer // questions that the proof under way will answer
	patience *time.Timer   // with that proof, if it is a ring of the bell
	late     bool          // patience has run out once

	trouble int // losses of events since a sweep last came to its end
}

// always is ready: it lets a select go on with a sweep when there is nothing else.
var always = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

func newLoop(w *Watcher, o Options) *loop {
	l := &loop{w: w, o: o, batch: newBatch(o.Quiet, o.Ceiling)}
	l.tree = newTree(o, func(rel string) {
		l.marks.add(rel)
		l.batch.change()
	})
	l.next = time.NewTimer(o.Compare)
	l.patience = time.NewTimer(patience)
	l.patience.Stop()
	return l
}

// start reads the tree for the first time. Nobody has asked yet, so there is
// nothing to report; but everything will be read.
func (l *loop) start() {
	l.connect()
	l.batch.stop()
	l.batch.end()
	l.marks.take()
	l.tree.handed = answer{all: true}
}

func (l *loop) run(ctx context.Context) {
	defer l.end()
	for {
		var step chan struct{}
		if l.sweep != nil {
			step = always
		}
		select {
		case <-ctx.Done():
			return
		case ev, ok := <-l.events:
			if !ok {
				l.doubt()
				break
			}
			l.event(ev)
		case err, ok := <-l.errors:
			if !ok || !harmless(err) {
				l.doubt()
			}
		case reply := <-l.w.asks:
			l.waiting = append(l.waiting, reply)
			l.prove()
		case <-l.patience.C:
			l.impatient()
		case <-l.batch.due():
			l.batch.end()
			select {
			case l.w.changes <- struct{}{}:
			default: // the last one has not been read and says the same
			}
		case <-l.next.C:
			l.begin()
		case <-step:
			if l.sweep.step() {
				l.swept()
			}
		}
		switch {
		case l.watch == nil:
		case l.watch.lost:
			l.doubt()
		case l.tree.refused != nil:
			l.poll(l.tree.refused)
		}
	}
}

func (l *loop) end() {
	l.abandonSweep()
	l.w.err = l.disconnect()
	l.next.Stop()
	l.patience.Stop()
	l.batch.stop()
	close(l.w.changes)
	close(l.w.done)
}

func (l *loop) event(ev fsnotify.Event) {
	if l.bell != nil && l.bell.owns(ev) {
		if l.bell.rung(ev) {
			l.proved()
		}
		return
	}
	rel, ok := l.tree.rel(ev.Name)
	switch {
	case !ok:
	case rel != "":
		l.tree.event(rel, ev.Has(structural))
	case ev.Has(structural): // the root went away, and its watch with it
		l.renew()
	default:
		if f := l.tree.known[""]; f != nil {
			for _, name := range f.only {
				l.tree.look(f, name, nil)
			}
		}
	}
}

// prove begins to make sure that all is seen that had happened when the waiting
// questions were put, unless that is being done for earlier ones.
func (l *loop) prove() {
	if len(l.waiting) == 0 || len(l.proving) > 0 {
		return
	}
	l.proving, l.waiting = l.waiting, nil
	switch {
	case l.tree.identifyRoot() != l.tree.rootID: // a folder above it was moved
		l.renew()
	case l.bell == nil:
		l.begin()
	case l.bell.ring() != nil:
		l.doubt()
	default:
		l.late = false
		l.patience.Reset(patience)
	}
}

func (l *loop) proved() {
	l.patience.Stop()
	l.answer(&l.proving)
	l.prove()
}

// answer gives all marks to the first of those who ask. The others asked at the
// same time, so they know nothing older.
func (l *loop) answer(questions *[]chan answer) {
	for i, reply := range *questions {
		var a answer
		if i == 0 {
			a = l.marks.take()
			l.tree.handed = a
		}
		reply <- a
	}
	*questions = nil
}

// impatient doubts a ring that is not heard. The first time it may be this loop
// that was busy for so long.
func (l *loop) impatient() {
	switch {
	case len(l.proving) == 0 || l.bell == nil:
	case !l.late:
		l.late = true
		l.patience.Reset(patience)
	default:
		l.doubt()
	}
}

// begin starts a sweep; one under way began too early for what is wanted now.
func (l *loop) begin() {
	l.abandonSweep()
	if l.tree.identifyRoot() != l.tree.rootID {
		l.renew()
		return
	}
	l.began = time.Now()
	l.sweep = newSweep(l.tree)
}

func (l *loop) abandonSweep() {
	if l.sweep != nil {
		l.sweep.abandon()
		l.sweep = nil
	}
}

func (l *loop) swept() {
	l.sweep = nil
	if len(l.proving) == 0 { // then it is one of those that come at intervals
		l.trouble = 0
	}
	l.next.Reset(l.pause(time.Since(l.began)))
	if l.bell == nil {
		l.proved()
	}
}

// pause is how long to rest after a sweep that took so long. With events, sweeps
// take 2 % of the time at most. Polling may take 5 %, to be prompter.
func (l *loop) pause(took time.Duration) time.Duration {
	if l.watch != nil {
		return max(l.o.Compare, 50*took)
	}
	return min(l.o.Compare, max(20*took, 200*time.Millisecond))
}
