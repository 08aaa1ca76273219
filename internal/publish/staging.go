package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
)

// A build works in a box: a hidden folder beside the target, named
// .<target>.vitrina-<pid>-<random> (the pid is for people; nothing reads it), in
// which there are
//
//	lock   locked with flock by the build that owns the box, as long as it lives
//	new    the site being written; after an exchange, the old one being deleted
//	old    the old site, when the two are swapped by two renames
//	trash  sites being deleted
//
// The lock, not the pid, tells the living from the dead: pids are used again, and
// mean nothing in another container that shares the disk.
//
// Whoever holds the lock of a box, and has seen that the locked file still is the
// one called lock, owns all of it. It deletes what is inside first, then the
// lock, then the box if that is empty, and touches nothing after letting go of
// the lock. So neither two sweepers nor a sweeper and a build that is just
// starting can harm each other: at worst the build finds its box gone before it
// held the lock, and takes another.
type box struct {
	*target
	name string // in target.root
	lock *os.File
}

func (b *box) path(part string) string { return path.Join(b.name, part) }

// boxes matches the names of the boxes of this target, and of no other: the
// target "a.vitrina-1" has boxes whose names begin like those of "a".
func (t *target) boxes() *regexp.Regexp {
	return regexp.MustCompile(`^\.` + regexp.QuoteMeta(t.name) + `\.vitrina-[0-9]+-[0-9a-f]{16}$`)
}

// newBox makes a box for this build and locks it.
func (t *target) newBox() (*box, error) {
	for {
		name := fmt.Sprintf(".%s.vitrina-%d-%016x", t.name, os.Getpid(), rand.Uint64())
		if err := t.step("mkdir", name); err != nil {
			return nil, err
		}
		// 0700: what is not yet published is nobody else's to read.
		err := t.root.Mkdir(name, 0o700)
		if err != nil {
			return nil, fmt.Errorf("crear la carpeta de trabajo %s: %w", name, bare(err))
		}
		b := &box{target: t, name: name}
		err = b.acquire(true)
		if err == nil {
			return b, nil
		}
		if !errors.Is(err, errTaken) && !errors.Is(err, fs.ErrNotExist) {
			t.root.Remove(b.path("lock"))
			t.root.Remove(name)
			return nil, fmt.Errorf("crear la carpeta de trabajo %s: %w", name, bare(err))
		}
		// A sweeper found the box before it was locked, and has it now.
	}
}

// errTaken says that a box has an owner.
var errTaken = errors.New("en uso")

// acquire locks the box, or returns errTaken. With lenient, a file system without
// locks does: sweepers cannot lock either, and leave everything alone.
func (b *box) acquire(lenient bool) error {
	f, err := b.root.OpenFile(b.path("lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := b.claim(f, lenient); err != nil {
		f.Close()
		return err
	}
	b.lock = f
	return nil
}

// claim locks f, which was opened as the box's lock, and sees that it still is. A
// sweeper may have deleted that one, and someone made another.
func (b *box) claim(f *os.File, lenient bool) error {
	if err := lockFile(f); err != nil && (!lenient || errors.Is(err, errTaken)) {
		return err
	}
	mine, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := b.root.Lstat(b.path("lock"))
	if err != nil {
		return err
	}
	if !os.SameFile(mine, named) {
		return errTaken
	}
	return nil
}

// discard deletes the box, which must be locked, with all in it, and lets go of
// it in any case. A box with the only copy of the site is left for recover.
func (b *box) discard() error {
	if b.stranded() {
		b.lock.Close()
		return errTaken
	}
	err := b.empty()
	if !removeWhileOpen {
		b.lock.Close()
	}
	if err == nil {
		err = b.root.Remove(b.path("lock"))
	}
	if err == nil {
		// A sweeper may have seen the box without its lock, and put one there.
		if err = b.root.Remove(b.name); errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	b.lock.Close()
	return err
}

// empty deletes everything in the box but the lock.
func (b *box) empty() error {
	// Halfway through deleting, old must not pass for a site to put back.
	if err := b.toTrash("old"); err != nil {
		return err
	}
	entries, err := readDir(b.root, b.name)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == "lock" {
			continue
		}
		if err := b.step("remove", b.path(e.Name())); err != nil {
			return err
		}
		if err := b.root.RemoveAll(b.path(e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// toTrash renames a part of the box, if it is there, to a name that means nothing.
func (b *box) toTrash(part string) error {
	trash := b.path(fmt.Sprintf("trash-%016x", rand.Uint64()))
	if err := b.root.Rename(b.path(part), trash); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// sweep deletes the boxes of builds that died, and first brings back the site
// that one of them was swapping by renames when it died. It returns how many
// boxes it deleted. What cannot be deleted is left for another time: it is hidden
// and does no harm but take space.
func (t *target) sweep() (int, error) {
	ours := t.boxes()
	entries, err := readDir(t.root, ".")
	if err != nil {
		return 0, err
	}
	swept := 0
	for _, e := range entries {
		if !e.IsDir() || !ours.MatchString(e.Name()) {
			continue
		}
		b := &box{target: t, name: e.Name()}
		if b.acquire(false) != nil {
			continue
		}
		if err := b.recover(); err != nil {
			b.lock.Close()
			return swept, err
		}
		if b.discard() == nil {
			swept++
		}
	}
	return swept, nil
}

// stranded tells whether a swap by renames was cut between the two: the box has
// the old site and the new one, both whole, and the target is missing.
func (b *box) stranded() bool {
	return b.exists(b.path("old")) && b.exists(b.path("new")) && !b.exists(b.target.name)
}

// recover finishes such a swap. It goes forward, as the build had done all its
// work, unless what was moved away turns out not to be a site of ours.
func (b *box) recover() error {
	if !b.stranded() {
		return nil
	}
	site := "new"
	if b.checkContents(b.root, b.path("old")) != nil {
		site = "old"
	}
	err := b.rename(b.path(site), b.target.name)
	if errors.Is(err, fs.ErrExist) {
		return nil // another build has published in the meantime
	}
	return err
}

func (t *target) exists(name string) bool {
	_, err := t.root.Lstat(name)
	return err == nil
}

func readDir(root *os.Root, name string) ([]fs.DirEntry, error) {
	d, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

// bare takes a *fs.PathError or *os.LinkError off an error, for a message that
// names the file in its own way.
func bare(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
