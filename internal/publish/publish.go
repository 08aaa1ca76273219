// Package publish names the whole output of a build and writes it to disk in one
// step that either happens or does not.
//
// In goes a list of Files: a name and a function that makes the bytes. NewTree
// turns it into a Tree, an fs.FS whose files are made when they are opened, so a
// preview renders only what is looked at, a check reads the same output that is
// published, and nothing holds all of it in memory. Write puts a Tree in a
// folder. The package never renders, never decides what is in the output, never
// prints, and knows nothing of the rest of Vitrina.
//
// # What Write promises
//
// The new site is written whole into a hidden folder beside the target, on the
// same file system, with every write and every Close checked; then the two
// folders trade names, and the old site, now under the hidden name, is deleted.
// If anything fails, or ctx is cancelled, before they trade, the hidden folder is
// removed and the target has not been touched.
//
// On Linux they trade by renameat2 with RENAME_EXCHANGE, one step of the kernel.
// A process killed at any instant leaves under the target's name the old site or
// the new one, whole. Elsewhere, and on the Linux file systems that refuse it,
// two renames do it: the old site goes into the hidden folder, the new one takes
// its place. Killed exactly between them, the target is missing; both sites are
// then in the hidden folder, and the next Write to the same target puts the new
// one in place before it does anything else, even if it then fails.
//
// This is about processes that die. After a power cut the guarantee is that of
// the file system: data is not forced to the disk, as a site can be built again.
//
// A reader that opens the target folder once and reads everything through that
// handle (os.OpenRoot, a server's root descriptor) gets files of one version only,
// never a part of a file and never a mixture. The old version is deleted after
// the trade, so such a reader may stop finding files; opening the target again
// gives the newer version, whole. A reader that looks up the whole path for every
// file gets, for each, the version that is current at that moment.
//
// Several builds may write to one target at once. Each has its own hidden folder;
// the last to trade wins, whole. The hidden folder of a build that died is
// deleted by the next Write to that target; that of a living one never is, as its
// owner holds a lock in it that ends with the process (see box).
//
// # What has not changed
//
// A file that the site before has already, byte for byte, is not written again: on
// Linux it gets a second name in the new site, and keeps its date, so that servers
// can tell a reader who has it that it is still the same. The old site's deletion
// leaves it that one name. Only a file that was read and compared just then is
// taken, and only if it has the owner and the mode of those that are written and
// no other name; whatever else there is, and whatever goes wrong, it is written.
//
// # What Write replaces
//
// A folder that does not exist (with the folders above it, if need be), an empty
// one, or one that Write made before, which it knows by the file called Marker.
// Anything else is refused with a *TargetError. What people put in a published
// folder is lost with the next Write; the marker's text warns them.
//
// Same Tree, same folder, byte for byte and mode for mode: files are 0644 and
// folders 0755 whatever the umask, and the marker is always the same.
package publish

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
)

// Options says how to write. The zero value is fine.
type Options struct {
	// Progress, if not nil, is told after each file how many of the total are
	// done: 1, 2, … total, one call at a time, though on different goroutines.
	// Files wait for it, so it should be quick.
	Progress func(done, total int)

	// Workers is how many files are made and written at once; 0 is GOMAXPROCS.
	Workers int

	// Protect lists folders, such as the source, that the target must neither be
	// nor contain. The home folder and the current one always are protected.
	Protect []string

	// Accept, if not nil, is asked once every file has been made and written,
	// before anything is replaced. Its error leaves the target as it was.
	Accept func() error

	seam seam
}

// Result says what Write wrote.
type Result struct {
	Files int   // files of the Tree, so without the marker
	Kept  int   // of those, the ones the site before had already, byte for byte
	Bytes int64 // the bytes of all of them

	Swept int // folders left by builds that died, now deleted

	// Leftover, if not "", is the hidden folder beside the target in which some
	// of the old site remains, as it could not be deleted. The new site is in
	// place all the same, and the next Write tries again.
	Leftover string
}

// seam is where tests step between Write and the disk. Zero means nowhere.
type seam struct {
	// step is asked before every change to the disk: mkdir, create, write, chmod,
	// close, exchange, rename and remove. Its error becomes that of the change,
	// which is not made. It is also asked before a file is looked for in the old
	// site, take; an error then means that it is written.
	step func(op, name string) error

	// write writes data to w instead of w.Write.
	write func(w io.Writer, data []byte) (int, error)

	renames bool // swap by two renames even where EXCHANGE works
}

func (t *target) step(op, name string) error {
	if t.seam.step == nil {
		return nil
	}
	return t.seam.step(op, name)
}

// Write makes every file of t and publishes them as the folder dir; see the
// package comment for what it promises. The errors are one line in Spanish that
// says what to do, and wrap their cause: *TargetError when dir must not be
// replaced, the error of ctx when it was cancelled, that of the first file that
// could not be made, with its name, or that of the disk. After an error, dir is as
// it was (or, if a swap by renames failed and could not be taken back, as if killed
// between them). An empty Tree is an error, not an empty site.
func Write(ctx context.Context, t *Tree, dir string, o Options) (Result, error) {
	if t.Len() == 0 {
		return Result{}, fmt.Errorf("publicar en %s: no hay nada que publicar: revise que content/ no esté vacío", dir)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	target, err := openTarget(dir, o)
	if err != nil {
		return Result{}, explain(dir, err)
	}
	defer target.close()
	res, err := target.publish(ctx, t, o)
	if err != nil {
		target.removeParents()
		return Result{}, explain(dir, err)
	}
	return res, nil
}

// publish does the work of Write: sweep, fill a box, swap, delete the old site.
func (t *target) publish(ctx context.Context, tree *Tree, o Options) (Result, error) {
	swept, err := t.sweep()
	if err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	b, err := t.newBox()
	if err != nil {
		return Result{}, err
	}
	res, err := b.fill(ctx, tree, o)
	if err == nil {
		err = ctx.Err() // the last chance to leave everything as it was
	}
	if err == nil && o.Accept != nil {
		err = o.Accept()
	}
	if err == nil {
		err = b.swap()
	}
	if err != nil {
		b.discard()
		return Result{}, err
	}
	res.Swept = swept
	if err := b.discard(); err != nil {
		res.Leftover = filepath.Join(filepath.Dir(t.abs), b.name)
	}
	return res, nil
}
