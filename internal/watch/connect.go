package watch

import "errors"

// doubt starts afresh when events have been lost, or may have been. If it comes to
// that again and again, there is no relying on them.
func (l *loop) doubt() {
	l.trouble++
	if l.trouble > 8 {
		l.poll(errUnsteady)
		return
	}
	l.renew()
}

// poll gives up on events.
func (l *loop) poll(reason error) {
	l.reason = reason
	l.renew()
}

// renew starts afresh, with new watches unless we poll. What changed meanwhile is
// unknown: everything may have. That answers every question.
func (l *loop) renew() {
	l.connect()
	l.marks.addAll()
	l.batch.change()
	l.patience.Stop()
	l.answer(&l.proving)
	l.answer(&l.waiting)
}

// connect opens the backend and reads the tree through it; failing that, without.
func (l *loop) connect() {
	l.abandonSweep()
	l.disconnect()
	if l.reason == nil {
		l.reason = l.open()
	}
	if l.watch != nil {
		l.tree.reset(l.watch, l.bell == nil)
	} else {
		l.tree.reset(nil, true)
	}
	if refused := l.tree.refused; refused != nil {
		l.reason = refused
		l.disconnect()
		l.tree.reset(nil, true)
	}
	l.w.mode.Store(describe(l.reason))
	l.next.Reset(l.pause(0))
}

func (l *loop) open() error {
	b, err := l.o.open()
	if err != nil {
		return err
	}
	l.watch, l.events, l.errors = &guard{backend: b}, b.Events(), b.Errors()
	if l.o.unorder {
		return nil
	}
	if l.bell, err = hangBell(l.watch); err != nil {
		return errors.Join(err, l.disconnect())
	}
	return nil
}

func (l *loop) disconnect() error {
	var err error
	if l.watch != nil {
		err = l.watch.Close()
	}
	if l.bell != nil {
		err = errors.Join(err, l.bell.close())
	}
	l.watch, l.bell, l.events, l.errors = nil, nil, nil, nil
	return err
}
