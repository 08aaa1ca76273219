package watch

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quietly runs a test in a bubble, with a watcher that hears of changes from the
// test only. Time stands still unless everybody waits.
func quietly(t *testing.T, test func(t *testing.T, w *Watcher, change func())) {
	s := newSite(t)
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		o := s.options()
		o.open, o.unorder = f.open, true
		w, err := New(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		n := 0
		test(t, w, func() {
			n++
			s.write("content/practicas/agua.md", fmt.Sprint(n))
			f.events <- fsnotify.Event{Name: s.path("content/practicas/agua.md"), Op: fsnotify.Write}
			synctest.Wait()
		})
	})
}

// signals waits for d and returns when, from now, the signals came.
func signals(w *Watcher, d time.Duration) (at []time.Duration) {
	begin := time.Now()
	over := time.After(d)
	for {
		select {
		case <-w.Changes():
			at = append(at, time.Since(begin))
		case <-over:
			return at
		}
	}
}

func TestSignalComesAfterQuiet(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, change func()) {
		change()
		for range 3 {
			time.Sleep(40 * time.Millisecond)
			change()
		}
		got := signals(w, time.Minute)
		if want := []time.Duration{50 * time.Millisecond}; !slices.Equal(got, want) {
			t.Errorf("signals at %v after the last change, want %v", got, want)
		}
	})
}

func TestSignalComesWithinTheCeiling(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, change func()) {
		go func() {
			for range 125 { // until 2.48 s
				change()
				time.Sleep(20 * time.Millisecond)
			}
		}()
		got := signals(w, time.Minute)
		const ms = time.Millisecond
		// A batch begins with its first change, the one after the last signal.
		if len(got) != 3 || got[0] != 1000*ms || got[1] < 2000*ms || got[1] > 2020*ms || got[2] != 2530*ms {
			t.Errorf("signals at %v, want 1s, some 2s, 2.53s", got)
		}
	})
}

func TestNoSignalWithoutChange(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, _ func()) {
		if got := signals(w, 10*time.Minute); got != nil {
			t.Errorf("signals at %v", got)
		}
	})
}

func TestNoSignalIsLost(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, change func()) {
		change()
		time.Sleep(time.Second) // the signal waits to be read
		change()
		time.Sleep(time.Second) // and stands for both
		if got := signals(w, time.Second); !slices.Equal(got, []time.Duration{0}) {
			t.Errorf("signals at %v, want one that was waiting", got)
		}
		change()
		if got := signals(w, time.Second); !slices.Equal(got, []time.Duration{50 * time.Millisecond}) {
			t.Errorf("signals at %v, want one for the later change", got)
		}
	})
}

func TestDirtyNeverWaitsForQuietNorSwallowsTheSignal(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, change func()) {
		for range 5 {
			change()
			begin := time.Now()
			changed, all := w.Dirty()
			if !slices.Equal(changed, []string{"content/practicas/agua.md"}) || all {
				t.Errorf("Dirty() = %q, %v", changed, all)
			}
			if took := time.Since(begin); took != 0 {
				t.Errorf("Dirty waited for %v", took)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if got := signals(w, time.Minute); !slices.Equal(got, []time.Duration{40 * time.Millisecond}) {
			t.Errorf("signals at %v, want one", got)
		}
	})
}

func TestChangesIsClosedWithTheWatcher(t *testing.T) {
	quietly(t, func(t *testing.T, w *Watcher, change func()) {
		change()
		w.Close()
		if _, ok := <-w.Changes(); ok {
			t.Error("a signal after Close")
		}
		if changed, all := w.Dirty(); changed != nil || !all {
			t.Errorf("Dirty() = %q, %v after Close", changed, all)
		}
		w.Close()
	})
}
