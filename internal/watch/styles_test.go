package watch

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// style is a way in which programs change files. Where events are in order the
// answer is want; elsewhere it is what a full comparison finds. Either may name
// parents: the answer covers what differs, and says no more.
type style struct {
	name string
	do   func(s site)
	want []string
}

var styles = []style{
	{"truncate and write", func(s site) {
		s.write("content/practicas/agua.md", "otra")
	}, []string{"content/practicas/agua.md"}},

	{"append", func(s site) {
		f, err := os.OpenFile(s.path("content/practicas/agua.md"), os.O_APPEND|os.O_WRONLY, 0)
		s.must(err)
		_, err = f.WriteString("más")
		s.must(err)
		s.must(f.Close())
	}, []string{"content/practicas/agua.md"}},

	{"write beside and rename over, x.md.tmp", func(s site) {
		s.write("content/practicas/agua.md.tmp", "otra")
		s.rename("content/practicas/agua.md.tmp", "content/practicas/agua.md")
	}, []string{"content/practicas/agua.md"}},

	{"write beside and rename over, x.tmp", func(s site) {
		s.write("content/practicas/agua.tmp", "otra")
		s.rename("content/practicas/agua.tmp", "content/practicas/agua.md")
	}, []string{"content/practicas/agua.md", "content/practicas/agua.tmp"}},

	{"write beside and rename over, gedit", func(s site) {
		s.write("content/practicas/.goutputstream-ABC123", "otra")
		s.rename("content/practicas/.goutputstream-ABC123", "content/practicas/agua.md")
	}, []string{"content/practicas/agua.md"}},

	{"write elsewhere and rename over", func(s site) {
		s.write("fuera/agua.md", "otra")
		s.rename("fuera/agua.md", "content/practicas/agua.md")
	}, []string{"content/practicas/agua.md"}},

	{"delete and recreate", func(s site) {
		s.remove("content/practicas/agua.md")
		s.write("content/practicas/agua.md", "otra")
	}, []string{"content/practicas/agua.md"}},

	{"delete and recreate with the same bytes", func(s site) {
		s.remove("content/practicas/agua.md")
		s.write("content/practicas/agua.md", "al principio: content/practicas/agua.md")
	}, []string{"content/practicas/agua.md"}},

	{"Vim", func(s site) {
		s.write("content/practicas/.agua.md.swp", "b0VIM")
		s.write("content/practicas/4913", "")
		s.remove("content/practicas/4913")
		s.rename("content/practicas/agua.md", "content/practicas/agua.md~")
		s.write("content/practicas/agua.md", "otra")
		s.remove("content/practicas/agua.md~")
	}, []string{"content/practicas/agua.md"}},

	{"Emacs", func(s site) {
		s.must(os.Symlink("ana@oficina.123:4", s.path("content/practicas/.#agua.md")))
		s.write("content/practicas/#agua.md#", "ot")
		s.must(os.Link(s.path("content/practicas/agua.md"), s.path("content/practicas/agua.md~")))
		s.write("content/practicas/agua.md", "otra")
		s.remove("content/practicas/#agua.md#")
		s.remove("content/practicas/.#agua.md")
	}, []string{"content/practicas/agua.md"}},

	{"a change of nothing but droppings", func(s site) {
		for _, name := range []string{".agua.md.swp", "4913", ".DS_Store", "._agua.md", "agua.md~"} {
			s.write("content/practicas/"+name, "x")
		}
	}, nil},

	{"a folder with the name of a dropping", func(s site) {
		s.write("content/practicas/4913/index.md", "una")
	}, []string{"content/practicas/4913"}},

	{"touch without change", func(s site) {
		now := time.Now()
		s.must(os.Chtimes(s.path("content/practicas/agua.md"), now, now))
	}, []string{"content/practicas/agua.md"}},

	{"touch of a folder", func(s site) {
		now := time.Now()
		s.must(os.Chtimes(s.path("content/practicas"), now, now))
	}, nil},

	{"chmod", func(s site) {
		s.must(os.Chmod(s.path("content/practicas/agua.md"), 0o600))
	}, []string{"content/practicas/agua.md"}},

	{"chmod of a folder", func(s site) {
		s.must(os.Chmod(s.path("content/practicas"), 0o700))
	}, []string{"content/practicas"}},

	{"same size, old time put back", func(s site) {
		name := s.path("content/practicas/agua.md")
		fi, err := os.Stat(name)
		s.must(err)
		s.must(os.WriteFile(name, []byte(strings.Repeat("x", int(fi.Size()))), 0o644))
		s.must(os.Chtimes(name, fi.ModTime(), fi.ModTime()))
	}, []string{"content/practicas/agua.md"}},

	{"rename of a file", func(s site) {
		s.rename("content/practicas/agua.md", "content/practicas/agua-segura.md")
	}, []string{"content/practicas/agua-segura.md", "content/practicas/agua.md"}},

	{"rename that changes case only", func(s site) {
		s.rename("content/practicas/agua.md", "content/practicas/Agua.md")
	}, []string{"content/practicas/Agua.md", "content/practicas/agua.md"}},

	{"folder moved in", func(s site) {
		s.write("fuera/nueva/a/b/c.md", "una")
		s.rename("fuera/nueva", "content/practicas/nueva")
	}, []string{"content/practicas/nueva"}},

	{"folder moved out", func(s site) {
		s.rename("content/practicas/riego", "fuera/riego")
	}, []string{"content/practicas/riego"}},

	{"folder moved out, then changed there", func(s site) {
		s.rename("content/practicas/riego", "fuera/riego")
		s.write("fuera/riego/index.md", "otra")
	}, []string{"content/practicas/riego"}},

	{"folder moved out and deleted", func(s site) {
		s.rename("content/practicas/riego", "fuera/riego")
		s.remove("fuera/riego")
	}, []string{"content/practicas/riego"}},

	{"folder renamed", func(s site) {
		s.rename("content/practicas", "content/buenas")
	}, []string{"content/buenas", "content/practicas"}},

	{"folder renamed and renamed back", func(s site) {
		s.rename("content/practicas", "content/buenas")
		s.write("content/buenas/riego/index.md", "otra")
		s.rename("content/buenas", "content/practicas")
	}, []string{"content/buenas", "content/practicas"}},

	{"folder moved into a new one", func(s site) {
		s.mkdir("content/archivo/2024")
		s.rename("content/practicas/riego", "content/archivo/2024/riego")
		s.write("content/archivo/2024/riego/index.md", "otra")
	}, []string{"content/archivo", "content/practicas/riego"}},

	{"two folders trade names", func(s site) {
		s.rename("content/practicas", "fuera/p")
		s.rename("content/temas", "content/practicas")
		s.rename("fuera/p", "content/temas")
	}, []string{"content/practicas", "content/temas"}},

	{"nested folders, written into at once", func(s site) {
		s.write("content/practicas/x/y/z/w.md", "una")
		s.write("content/practicas/x/y/otra.md", "una")
	}, []string{"content/practicas/x"}},

	{"folder deleted", func(s site) {
		s.remove("content/practicas")
	}, []string{"content/practicas"}},

	{"folder deleted and recreated", func(s site) {
		s.remove("content/practicas")
		s.write("content/practicas/agua.md", "otra")
	}, []string{"content/practicas"}},

	{"watched folder vanishes and comes back", func(s site) {
		s.rename("content", "fuera/content")
		s.rename("fuera/content", "content")
		s.write("content/practicas/agua.md", "otra")
	}, []string{"content"}},

	{"watched folder vanishes", func(s site) {
		s.remove("templates")
	}, []string{"templates"}},

	{"watched folder appears", func(s site) {
		s.write("static/css/base.css", "a{}")
	}, []string{"static"}},

	{"other folders of the root", func(s site) {
		s.write("public/index.html", "a")
		s.write("contents/agua.md", "a")
		s.write("LEEME.md", "a")
	}, nil},

	{"file becomes folder, folder becomes file", func(s site) {
		s.remove("content/practicas/agua.md")
		s.write("content/practicas/agua.md/index.md", "una")
		s.remove("content/practicas/riego")
		s.write("content/practicas/riego", "una")
	}, []string{"content/practicas/agua.md", "content/practicas/riego"}},

	{"links are files", func(s site) {
		s.write("fuera/lejos/agua.md", "una")
		s.must(os.Symlink(s.path("fuera/lejos"), s.path("content/lejos")))
		s.write("fuera/lejos/agua.md", "otra")
	}, []string{"content/lejos"}},

	{"1,000 files at once", func(s site) {
		for i := range 1000 {
			s.write(fmt.Sprintf("content/practicas/n-%03d.md", i), "una")
		}
	}, names("content/practicas/n-%03d.md", 1000)},

	{"1,000 files moved at once", func(s site) {
		for i := range 1000 {
			s.write(fmt.Sprintf("fuera/todas/n-%03d.md", i), "una")
		}
		s.rename("fuera/todas", "content/todas")
	}, []string{"content/todas"}},
}

func names(format string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf(format, i))
	}
	return all
}

func TestEveryWayOfSavingIsFound(t *testing.T) {
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			for _, style := range styles {
				t.Run(style.name, func(t *testing.T) {
					t.Parallel()
					s := newSite(t)
					o := s.options()
					m.apply(&o)
					w := s.watch(o)
					w.Dirty()
					before := s.snapshot()
					style.do(s)
					changed := s.expectDirty(w, before)
					if m.name == "events" && !slices.Equal(changed, style.want) {
						t.Errorf("Dirty() = %s, want %s", brief(changed), brief(style.want))
					}
					s.expectFollowed(w)
				})
			}
		})
	}
}

// expectDirty fails the test unless Dirty answers with what changed since the
// snapshot, and with nothing when it is asked again.
func (s site) expectDirty(w *Watcher, before map[string]string) []string {
	s.t.Helper()
	changed, all := w.Dirty()
	if all {
		s.t.Fatal("Dirty() = all")
	}
	differ := differences(before, s.snapshot())
	for _, path := range differ {
		if !covers(changed, path) {
			s.t.Errorf("Dirty() = %s misses %s", brief(changed), path)
		}
	}
	_, polling := w.Mode()
	for _, c := range changed {
		if polling && !slices.ContainsFunc(differ, func(d string) bool { return covers([]string{c}, d) }) {
			s.t.Errorf("Dirty() = %s, but below %s nothing changed", brief(changed), c)
		}
	}
	if again, all := w.Dirty(); again != nil || all {
		s.t.Errorf("second Dirty() = %s, %v", brief(again), all)
	}
	return changed
}

// expectFollowed fails the test unless new files in all folders are noticed.
func (s site) expectFollowed(w *Watcher) {
	s.t.Helper()
	var probes []string
	for _, folder := range folders {
		filepath.WalkDir(s.path(folder), func(path string, d os.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				rel, _ := filepath.Rel(s.root, path)
				probes = append(probes, filepath.ToSlash(rel)+"/prueba.md")
			}
			return nil
		})
	}
	for _, p := range probes {
		s.write(p, "una")
	}
	slices.Sort(probes)
	if changed, all := w.Dirty(); !slices.Equal(changed, probes) || all {
		s.t.Errorf("Dirty() = %s, %v after writing %s", brief(changed), all, brief(probes))
	}
}

func TestPartsOfASaveAreFound(t *testing.T) {
	t.Parallel()
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			s := newSite(t)
			o := s.options()
			m.apply(&o)
			w := s.watch(o)
			before := s.snapshot()
			f, err := os.Create(s.path("content/practicas/agua.md"))
			s.must(err)
			defer f.Close()
			s.expectDirty(w, before)
			for _, part := range []string{"la primera parte, ", "y al rato ", "el resto"} {
				before = s.snapshot()
				_, err := f.WriteString(part)
				s.must(err)
				s.expectDirty(w, before)
			}
		})
	}
}

// Two saves of the same size within one tick of the clock differ in content only.
func TestSavesInQuickSuccessionAreFound(t *testing.T) {
	t.Parallel()
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			s := newSite(t)
			o := s.options()
			m.apply(&o)
			for i := range 3 {
				s.write(fmt.Sprintf("content/practicas/n-%d.md", i), "0000")
			}
			w := s.watch(o)
			for i := range 150 {
				name := fmt.Sprintf("content/practicas/n-%d.md", i%3)
				s.write(name, fmt.Sprintf("%04d", i))
				if changed, all := w.Dirty(); !slices.Equal(changed, []string{name}) || all {
					t.Fatalf("Dirty() = %q, %v after writing %s", changed, all, name)
				}
			}
		})
	}
}

// The answer is read at the wrong moment: nothing has changed when all is over,
// but what was read is wrong.
func TestFoldersThatTradePlacesAndBackAreReadAgain(t *testing.T) {
	for _, m := range manners {
		t.Run(m.name, func(t *testing.T) {
			s := newSite(t)
			s.write("fuera/otra/index.md", "de otra")
			o := s.options()
			m.apply(&o)
			w := s.watch(o)
			r := newReader(s, w)
			s.write("content/practicas/riego/index.md", "nueva")
			changed, all := w.Dirty()
			if !slices.Equal(changed, []string{"content/practicas/riego/index.md"}) || all {
				t.Fatalf("Dirty() = %q, %v", changed, all)
			}
			s.rename("content/practicas/riego", "fuera/riego")
			s.rename("fuera/otra", "content/practicas/riego")
			r.read(changed[0])
			s.rename("content/practicas/riego", "fuera/otra")
			s.rename("fuera/riego", "content/practicas/riego")
			r.update()
			r.expectTruth("all is back")
		})
	}
}

func TestCheckoutBackAndForthIsFound(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip(err)
	}
	s := newSite(t)
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command(git, append([]string{"-c", "user.name=x", "-c", "user.email=x@x"}, args...)...)
		cmd.Dir = s.root
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	run("init", "-q", "-b", "una")
	for i := range 300 {
		s.write(fmt.Sprintf("content/practicas/n-%03d.md", i), "una")
		s.write(fmt.Sprintf("content/viejas/n-%02d/%d.md", i%20, i), "una")
	}
	run("add", ".")
	run("commit", "-q", "-m", "una")
	run("checkout", "-q", "-b", "otra")
	for i := range 300 {
		s.write(fmt.Sprintf("content/practicas/n-%03d.md", i), "dos")
	}
	s.remove("content/viejas")
	s.write("content/nuevas/a/b.md", "dos")
	run("add", ".")
	run("commit", "-q", "-m", "otra")

	var watchers []*Watcher
	for _, m := range manners {
		o := s.options()
		m.apply(&o)
		watchers = append(watchers, s.watch(o))
	}
	for range 2 {
		for _, branch := range []string{"una", "otra"} {
			before := s.snapshot()
			run("checkout", "-q", branch)
			for _, w := range watchers {
				s.expectDirty(w, before)
			}
		}
	}
	run("checkout", "-q", "una")
	watchers[0].Dirty()
	s.expectFollowed(watchers[0])
}
