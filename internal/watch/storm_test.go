package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vitrina/internal/dropping"
)

// reader stands for the preview: it knows the content of every file, and reads
// again only what Dirty names. Then it must know what is on the disk.
type reader struct {
	site
	w    *Watcher
	view map[string]string
}

func newReader(s site, w *Watcher) *reader {
	r := &reader{site: s, w: w, view: make(map[string]string)}
	for _, f := range folders {
		r.read(f)
	}
	return r
}

// update asks and reads. It returns what was named.
func (r *reader) update() []string {
	changed, all := r.w.Dirty()
	if all {
		changed = folders
	}
	for _, c := range changed {
		r.read(c)
	}
	return changed
}

// read replaces what is known of a path and all below it.
func (r *reader) read(rel string) {
	maps.DeleteFunc(r.view, func(p, _ string) bool { return covers([]string{rel}, p) })
	maps.Copy(r.view, r.contents(rel))
}

// contents reads a path and all below it. It may change meanwhile: then there
// will be another mark.
func (s site) contents(rel string) map[string]string {
	all := make(map[string]string)
	filepath.WalkDir(s.path(rel), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() && dropping.Is(d.Name()) {
			return nil
		}
		if p, err := filepath.Rel(s.root, path); err == nil {
			all[filepath.ToSlash(p)] = content(path, d.Type())
		}
		return nil
	})
	return all
}

// expectTruth fails the test unless the reader knows what is on the disk.
func (r *reader) expectTruth(after string) {
	r.t.Helper()
	disk := make(map[string]string)
	for _, f := range folders {
		maps.Copy(disk, r.contents(f))
	}
	if d := differences(r.view, disk); d != nil {
		r.t.Fatalf("the reader is wrong about %s, after %s", brief(d), after)
	}
}

// storm makes random changes in the folders, in a few names, so that they meet.
type storm struct {
	site
	*rand.Rand
	n int
}

func (s *storm) name() string {
	dirs := []string{"content", "content", "content", "templates", "static", "fuera"}
	words := []string{"a", "b", "c", "A", "4913", "x.md", "y.md", "X.md", "x.md~", "x.tmp"}
	parts := []string{dirs[s.IntN(len(dirs))]}
	for range 1 + s.IntN(3) {
		parts = append(parts, words[s.IntN(len(words))])
	}
	if s.IntN(100) == 0 {
		return parts[0]
	}
	return strings.Join(parts, "/")
}

// blow makes one change, or fails to, and returns what it did.
func (s *storm) blow() string {
	s.n++
	a, b := s.path(s.name()), s.path(s.name())
	text := []byte(fmt.Sprintf("%06d", s.n))
	flags := os.O_WRONLY | os.O_CREATE
	switch op := s.IntN(16); op {
	case 0, 1, 2:
		os.MkdirAll(filepath.Dir(a), 0o755)
		return fmt.Sprint("write ", a, os.WriteFile(a, text, 0o644))
	case 3:
		flags |= os.O_APPEND
		fallthrough
	case 4:
		if f, err := os.OpenFile(a, flags, 0o644); err == nil {
			f.Write(text[:s.IntN(len(text)+1)])
			f.Close()
		}
		return fmt.Sprint("write a part ", a)
	case 5:
		return fmt.Sprint("mkdir ", a, os.MkdirAll(a, 0o755))
	case 6:
		return fmt.Sprint("remove ", a, os.Remove(a))
	case 7:
		return fmt.Sprint("remove all ", a, os.RemoveAll(a))
	case 8, 9, 10, 11:
		return fmt.Sprint("rename ", a, " to ", b, os.Rename(a, b))
	case 12:
		return fmt.Sprint("trade ", a, " and ", b, exchange(a, b))
	case 13:
		return fmt.Sprint("link ", a, os.Symlink(b, a))
	case 14:
		mode := []os.FileMode{0o700, 0o755}[s.IntN(2)]
		return fmt.Sprint("chmod ", a, os.Chmod(a, mode))
	default:
		if fi, err := os.Lstat(a); err == nil && fi.Mode().IsRegular() {
			os.WriteFile(a, text, 0o644)
			os.Chtimes(a, fi.ModTime(), fi.ModTime())
		}
		return fmt.Sprint("write and put the time back ", a)
	}
}

const stormTime = 1000 * time.Millisecond

// After any changes, one question is enough to know the truth.
func TestStorms(t *testing.T) {
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			o := s.options()
			m.apply(&o)
			w := s.watch(o)
			r := newReader(s, w)
			seed := rand.Uint64()
			storm := &storm{site: s, Rand: rand.New(rand.NewPCG(seed, 0))}
			questions := 0
			for end := time.Now().Add(stormTime); time.Now().Before(end); questions++ {
				var done []string
				for range 1 + storm.IntN(12) {
					done = append(done, storm.blow())
				}
				r.update()
				r.expectTruth(fmt.Sprintf("seed %d:\n%s", seed, strings.Join(done, "\n")))
			}
			if m.name == "events" {
				s.expectFollowed(w)
				if text, polling := w.Mode(); polling {
					t.Error(text)
				}
			}
			t.Logf("%d changes, %d questions", storm.n, questions)
		})
	}
}

// The reader asks and reads while the changes go on, and so do the sweeps. Once
// they end, one more question is enough.
func TestStormsWhileReading(t *testing.T) {
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			o := s.options()
			o.Compare = 20 * time.Millisecond
			m.apply(&o)
			w := s.watch(o)
			r := newReader(s, w)
			seed := rand.Uint64()
			changes, questions := 0, 0
			for end := time.Now().Add(stormTime); time.Now().Before(end); {
				var storms sync.WaitGroup
				blown := make(chan int, 2)
				for i := range cap(blown) {
					storm := &storm{site: s, Rand: rand.New(rand.NewPCG(seed, uint64(questions+i)))}
					storms.Go(func() {
						for range 60 {
							storm.blow()
						}
						blown <- storm.n
					})
				}
				for len(blown) < cap(blown) {
					r.update()
					questions++
				}
				storms.Wait()
				changes += <-blown + <-blown
				r.update()
				r.expectTruth(fmt.Sprint("seed ", seed))
			}
			t.Logf("%d changes, %d questions", changes, questions)
		})
	}
}

// The watches are those of the folders there are: none is missing, none is left
// from a folder that moved away.
func TestWatchesMatchFolders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	o := s.options()
	var sys system
	o.open = func() (backend, error) {
		b, err := openSystem()
		if err == nil {
			sys = b.(system)
		}
		return b, err
	}
	w := s.watch(o)
	seed := rand.Uint64()
	storm := &storm{site: s, Rand: rand.New(rand.NewPCG(seed, 0))}
	for end := time.Now().Add(stormTime / 2); time.Now().Before(end); {
		for range 1 + storm.IntN(30) {
			storm.blow()
		}
		w.Dirty()
		want := []string{s.root}
		for _, f := range folders {
			filepath.WalkDir(s.path(f), func(path string, d fs.DirEntry, err error) error {
				if err == nil && d.IsDir() {
					want = append(want, path)
				}
				return nil
			})
		}
		slices.Sort(want)
		got := slices.DeleteFunc(sys.WatchList(), func(p string) bool { return strings.Contains(p, "vitrina-avisos-") })
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("watches %s\nfolders %s\nafter seed %d", brief(got), brief(want), seed)
		}
	}
}
