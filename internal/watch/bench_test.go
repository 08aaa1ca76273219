package watch

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"
)

// bigSite is a site of 12,000 files, most of them in one folder.
func bigSite(b *testing.B) (site, []string) {
	s := newSite(b)
	all := names("content/practicas/practica-%05d.md", 10_000)
	all = append(all, names("content/municipalidades/%06d.md", 2_000)...)
	s.mkdir("content/municipalidades")
	for _, name := range all {
		s.must(os.WriteFile(s.path(name), []byte("---\ntitulo: Agua segura\n---\n"), 0o644))
	}
	return s, all
}

// quantiles reports the middle and the edge of the times taken, in ns.
func quantiles(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(took[len(took)/2]), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns")
}

func eachManner(b *testing.B, bench func(b *testing.B, s site, all []string, w *Watcher)) {
	s, all := bigSite(b)
	for _, m := range manners {
		b.Run(m.name, func(b *testing.B) {
			o := s.options()
			o.Compare = 0 // with sweeps, as in use
			m.apply(&o)
			w, err := New(b.Context(), o)
			s.must(err)
			defer w.Close()
			for end := time.Now().Add(time.Second); time.Now().Before(end); {
				w.Dirty() // until new files have settled
			}
			bench(b, s, all, w)
		})
	}
}

func BenchmarkDirtyClean(b *testing.B) {
	eachManner(b, func(b *testing.B, _ site, _ []string, w *Watcher) {
		var took []time.Duration
		b.ReportAllocs()
		for b.Loop() {
			begin := time.Now()
			changed, all := w.Dirty()
			took = append(took, time.Since(begin))
			if changed != nil || all {
				b.Fatalf("Dirty() = %s, %v", brief(changed), all)
			}
		}
		quantiles(b, took)
	})
}

// From the moment a write has returned until Dirty has named the file.
func BenchmarkWriteToDirty(b *testing.B) {
	eachManner(b, func(b *testing.B, s site, all []string, w *Watcher) {
		var took []time.Duration
		for i := 0; b.Loop(); i++ {
			name := all[i*7919%len(all)]
			s.must(os.WriteFile(s.path(name), fmt.Appendf(nil, "%d", i), 0o644))
			begin := time.Now()
			changed, everything := w.Dirty()
			took = append(took, time.Since(begin))
			if len(changed) != 1 || changed[0] != name || everything {
				b.Fatalf("Dirty() = %s, %v after writing %s", brief(changed), everything, name)
			}
		}
		quantiles(b, took)
	})
}

// From the moment a write begins until the signal to reload.
func BenchmarkWriteToSignal(b *testing.B) {
	s, all := bigSite(b)
	w, err := New(b.Context(), Options{Root: s.root, Folders: folders})
	s.must(err)
	defer w.Close()
	for i := 0; b.Loop(); i++ {
		s.must(os.WriteFile(s.path(all[i%len(all)]), fmt.Appendf(nil, "%d", i), 0o644))
		<-w.Changes()
	}
}

func BenchmarkNew(b *testing.B) {
	s, _ := bigSite(b)
	for b.Loop() {
		w, err := New(b.Context(), Options{Root: s.root, Folders: folders})
		s.must(err)
		b.StopTimer()
		s.must(w.Close())
		b.StartTimer()
	}
}

func BenchmarkSweep(b *testing.B) {
	s, _ := bigSite(b)
	o := s.options()
	s.must(o.complete())
	tree := newTree(o, func(rel string) { b.Error("marked", rel) })
	tree.reset(nil, false)
	b.ReportAllocs()
	for b.Loop() {
		for sweep := newSweep(tree); !sweep.step(); {
		}
	}
}
