package watch

import (
	"errors"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
)

// bell proves that all events of the past have been seen. It is a pair of private
// temporary files, watched by the same inotify instance as the site. Ringing is a
// chmod of one of them that changes nothing. Its event is queued behind those of
// all system calls that had returned before, in any process, and fsnotify hands
// events on in the order of the queue; so when it arrives, so have they.
//
// One ring is under way at a time, and the files take turns, so no event of an
// earlier ring can pass for a later one.
//
// The files have no name any more: they are deleted once they are watched, and
// live while they are open. Nobody can touch them, and however the process ends
// it leaves nothing behind.
type bell struct {
	files [2]*os.File
	turn  int
}

// patience is how long a ring may take before it is doubted.
const patience = time.Second

// hangBell makes a bell that is known to be heard by b. Nothing else may be
// watched by b as yet.
func hangBell(b backend) (*bell, error) {
	reason := errNoPlace
	// The first is in memory on most desktops, so no journal can hold up a ring.
	for _, place := range []string{os.Getenv("XDG_RUNTIME_DIR"), os.TempDir()} {
		if place == "" {
			continue
		}
		bell := new(bell)
		err := bell.cast(b, place)
		if err == nil {
			err = bell.prove(b)
		}
		if err == nil {
			return bell, nil
		}
		bell.close()
		if errors.Is(err, errNoPlace) {
			continue
		}
		reason = err
		// A refusal is final; a place may be one of which no events are told.
		if !errors.Is(err, errSilent) {
			break
		}
	}
	return nil, reason
}

// cast makes the files.
func (b *bell) cast(by backend, place string) error {
	for i := range b.files {
		f, err := os.CreateTemp(place, "vitrina-avisos-")
		if err != nil {
			return errNoPlace
		}
		b.files[i] = f
		err = by.Add(f.Name())
		if err := errors.Join(err, os.Remove(f.Name())); err != nil {
			return err
		}
	}
	return nil
}

// prove rings and waits, before anything depends on it.
func (b *bell) prove(from backend) error {
	if err := b.ring(); err != nil {
		return err
	}
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		select {
		case ev, ok := <-from.Events():
			if !ok {
				return errSilent
			}
			// Perhaps it tells of the deletion, which is a change of the file like
			// a ring, but earlier ones than all that will ever be waited for.
			if b.rung(ev) {
				return nil
			}
		case err := <-from.Errors():
			if err == nil {
				err = errSilent
			}
			return err
		case <-timeout.C:
			return errSilent
		}
	}
}

func (b *bell) ring() error {
	b.turn = 1 - b.turn
	return b.files[b.turn].Chmod(0o600)
}

// rung reports whether ev is the answer to the last ring.
func (b *bell) rung(ev fsnotify.Event) bool {
	return ev.Has(fsnotify.Chmod) && ev.Name == b.files[b.turn].Name()
}

// owns reports whether ev is about the bell at all.
func (b *bell) owns(ev fsnotify.Event) bool {
	return ev.Name == b.files[0].Name() || ev.Name == b.files[1].Name()
}

func (b *bell) close() error {
	var err error
	for _, f := range b.files {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}
