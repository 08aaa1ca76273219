// Package watch tells a preview which paths below a source folder may have
// changed since it last asked, in such a way that nothing is ever missed.
//
// In goes a root and the names of the folders in it that matter. Out come sets
// of paths to read again. The package never reads a file for its meaning, never
// keeps one, never decides what a change leads to, and never prints.
//
//	w, err := watch.New(ctx, watch.Options{Root: dir, Folders: []string{"content", "templates", "static"}})
//	// read everything for the first time: after New, so that no change falls between
//	…
//	// on every request, one at a time:
//	changed, all := w.Dirty()
//	// read again what is named, or everything; then answer
//	…
//	for range w.Changes() { /* tell the browsers to ask again */ }
//
// # What Dirty promises
//
// A change that was complete before Dirty was called, by whatever process, is in
// its answer or in that of an earlier call. Marks are taken, not shared: whoever
// calls must have applied an answer before anybody else asks and replies, so one
// lock goes around Dirty and what is done with it.
//
// A path that is named may turn out to be the same as before (a touch, a chmod, a
// save without an edit). A folder that is named stands for all that is, or was,
// below it. A path that is named need not exist any more.
//
// On Linux the promise rests on the order of inotify. Events arrive when they
// like, but those of one instance arrive in order, and the kernel queues an event
// before the call that caused it returns. So Dirty has a private temporary file
// touched, which the same instance watches, and waits for that event: all that
// happened before has been seen by then (see bell). Calls that
// come together share the wait. It costs microseconds, whatever the number of
// files, but not nanoseconds: the kernel has to be asked.
//
// Where events come in no such order (macOS, BSD, Windows), and where there are
// none, Dirty compares the whole tree with what was last seen of it: it asks for
// the state of every file, and events only hasten Changes. That takes two or three
// milliseconds for every 1,000 files, and promises the same. The state of a file is
// its size, mode, inode, and times of content and of inode (Windows has no more than
// size, mode and time of content to show); as clocks of file systems tick coarsely
// (2 s on FAT), a file that changed within the last moments is compared by its
// content as well.
//
// Beside that, all files are compared in the background, for what no event tells:
// every two seconds, or less often if it would take more than 2 % of the time. These
// are the only changes that Dirty may report late, by that interval:
//
//   - a write through another name of the file, from outside the watched folders:
//     a hard link, or another mount of the same folder
//   - a file system mounted on, or unmounted from, a watched folder
//   - a write through a memory mapping, which the kernel dates when it pleases
//
// On a network disk, what another machine writes exists for us when our own
// kernel shows it; that may take the seconds of its cache.
//
// # When events cannot be had
//
// If the system refuses to watch (limits of inotify), or the folders are on a
// file system that does not tell of all changes (NFS, SMB, 9p, FUSE and other
// shared disks), the Watcher polls, and Mode says so and why. It can happen at any
// time, as every new folder takes a watch. After lost events or any other doubt
// the Watcher starts afresh and Dirty answers that everything must be read again.
//
// # What is followed
//
// Folders, at any depth, that exist or come to exist, come back, are moved in, or
// have been replaced; the root too. Symbolic links are never followed: a link is a
// file whose change is that of its target's name. Droppings of editors are passed
// over (see package dropping), folders with such names are not.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Options says what to watch. Root and Folders are needed.
type Options struct {
	Root    string   // the source folder; a link is resolved once, by New
	Folders []string // slash-separated, relative to Root; they need not exist

	Quiet   time.Duration // Changes waits for that much quiet; 50 ms if 0
	Ceiling time.Duration // but no longer than this; 1 s if 0
	Compare time.Duration // how often the tree is compared; 2 s if 0

	// Seams for tests. The zero values are the real thing.
	open    func() (backend, error)  // where events come from
	remote  func(path string) string // name of a file system that hides changes, or ""
	unorder bool                     // behave as where events come in no order
}

// Watcher follows the folders of its Options. Its methods can be called from any
// goroutine.
type Watcher struct {
	asks    chan chan answer // from Dirty to the loop
	changes chan struct{}
	mode    atomic.Pointer[mode]
	cancel  context.CancelFunc
	done    chan struct{} // closed when the loop has let everything go
	err     error         // of closing; read after done
}

type mode struct {
	text    string
	polling bool
}

// New starts to follow the folders: what changes after it returns is reported.
// The Watcher works until ctx ends or Close is called.
func New(ctx context.Context, o Options) (*Watcher, error) {
	if err := o.complete(); err != nil {
		return nil, fmt.Errorf("watch %s: %w", o.Root, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{
		asks:    make(chan chan answer),
		changes: make(chan struct{}, 1),
		cancel:  cancel,
		done:    make(chan struct{}),
	}
	l := newLoop(w, o)
	l.start()
	go l.run(ctx)
	return w, nil
}

// Dirty takes the paths that may have changed since the last call: relative to
// Root, slash-separated, sorted, each once, none below another. If all is true
// everything may have changed, and no path is named. A Watcher that is closed
// knows nothing, and says that everything may have.
func (w *Watcher) Dirty() (changed []string, all bool) {
	reply := make(chan answer, 1)
	select {
	case w.asks <- reply:
	case <-w.done:
		return nil, true
	}
	select {
	case a := <-reply:
		return a.changed, a.all
	case <-w.done:
		return nil, true
	}
}

// Changes sends once for each batch of changes, when nothing more has happened
// for Options.Quiet, or after Options.Ceiling if it goes on. A batch that ends
// while the last signal is unread adds none. It says when to ask, not what: a
// Dirty in between may have taken it all. The channel is closed with the Watcher.
func (w *Watcher) Changes() <-chan struct{} { return w.changes }

// Mode says, in Spanish for the terminal, how changes are noticed, and whether by
// polling. It can turn to polling later: ask again after a signal of Changes.
func (w *Watcher) Mode() (text string, polling bool) {
	m := w.mode.Load()
	return m.text, m.polling
}

// Close stops the Watcher. When it returns no goroutine, descriptor or file of
// it is left.
func (w *Watcher) Close() error {
	w.cancel()
	<-w.done
	return w.err
}

// complete checks o and fills in what was left out.
func (o *Options) complete() error {
	if len(o.Folders) == 0 {
		return errors.New("no folders named")
	}
	for _, f := range o.Folders {
		if !fs.ValidPath(f) || f == "." {
			return fmt.Errorf("invalid folder %q", f)
		}
	}
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return err
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return err
	}
	if st, err := lstat(root); err != nil {
		return err
	} else if st.kind != isFolder {
		return errors.New("not a folder")
	}
	o.Root = root
	o.Folders = outermost(o.Folders)
	for _, d := range []struct {
		given *time.Duration
		usual time.Duration
	}{{&o.Quiet, 50 * time.Millisecond}, {&o.Ceiling, time.Second}, {&o.Compare, 2 * time.Second}} {
		if *d.given <= 0 {
			*d.given = d.usual
		}
	}
	if o.open == nil {
		o.open = openSystem
		// fsnotify is inotify on Linux only.
		o.unorder = o.unorder || runtime.GOOS != "linux"
	}
	if o.remote == nil {
		o.remote = remoteKind
	}
	return nil
}

// outermost returns the paths sorted, without those at or below another of them.
func outermost(paths []string) []string {
	given := make(map[string]bool, len(paths))
	for _, p := range paths {
		given[p] = true
	}
	var kept []string
	for p := range given {
		covered := false
		for i := strings.LastIndexByte(p, '/'); i > 0 && !covered; i = strings.LastIndexByte(p[:i], '/') {
			covered = given[p[:i]]
		}
		if !covered {
			kept = append(kept, p)
		}
	}
	slices.Sort(kept)
	return kept
}
