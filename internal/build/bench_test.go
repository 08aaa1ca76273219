//go:build unix

package build

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"vitrina/internal/sample"
	"vitrina/internal/site"
	"vitrina/static"
	"vitrina/templates"
)

// BenchmarkBuild measures a whole build of 10,000 practices and 1,890
// municipalities from disk to disk, as after an edit: the share cards are there
// already, and the output folder holds the site before, here with every file the
// same. So on Linux every file is made and compared, and none is written.
//
//	go test ./internal/build -run - -bench ^BenchmarkBuild/10000 -benchtime 3x
//
// To measure the program itself beside another one, write the same content with
// go run ./internal/sample/write. The profile by which Go compiles the program,
// cmd/vitrina/default.pgo, is taken from this benchmark and the next:
//
//	go test ./internal/build -run - -bench Build/1000$ -benchtime 20x -trimpath -o /dev/null -cpuprofile $PWD/cmd/vitrina/default.pgo
func BenchmarkBuild(b *testing.B) { benchmarkBuild(b, false) }

// BenchmarkFirstBuild is BenchmarkBuild with nothing from before, as on a host that
// begins with a clean clone: every share card is drawn, and every file is written.
func BenchmarkFirstBuild(b *testing.B) { benchmarkBuild(b, true) }

func benchmarkBuild(b *testing.B, first bool) {
	for _, size := range []sample.Size{{Practices: 1_000, Municipalities: 189}, {Practices: 10_000, Municipalities: 1_890}} {
		b.Run(strconv.Itoa(size.Practices), func(b *testing.B) {
			dir, made := b.TempDir(), b.TempDir()
			if err := os.CopyFS(dir, sample.Content(size)); err != nil {
				b.Fatal(err)
			}
			o := Options{
				Source: os.DirFS(dir), Templates: templates.FS, Static: static.FS,
				Output: filepath.Join(made, "public"), CacheDir: filepath.Join(made, "cache"), Site: site.Options{Now: day},
			}
			if !first {
				if _, problems, err := Build(b.Context(), o); err != nil {
					b.Fatal(err, problems)
				}
			}
			pages, cpu := 0, 0.0
			for b.Loop() {
				if first {
					b.StopTimer()
					if err := os.RemoveAll(made); err != nil {
						b.Fatal(err)
					}
					if err := os.Mkdir(made, 0o755); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				before := cpuSeconds()
				report, problems, err := Build(b.Context(), o)
				if err != nil {
					b.Fatal(err, problems)
				}
				cpu += cpuSeconds() - before
				pages = report.Pages
			}
			b.ReportMetric(cpu/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(pages), "pages")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys)/1e6, "MB-from-os") // the most of this process so far
		})
	}
}

// BenchmarkEdit measures what an edit costs before a page can be rendered:
// read one file again, convert it, assemble the Site.
func BenchmarkEdit(b *testing.B) {
	source := sample.Content(sample.Size{Practices: 10_000, Municipalities: 1_890})
	w := Open(source, "")
	if err := w.Read(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	name := "content/practicas/" + sample.Slug(123) + ".md"
	text := string(source[name].Data)
	if _, err := w.Assemble(b.Context(), site.Options{Now: day}); err != nil {
		b.Fatal(err)
	}
	i := 0
	before := cpuSeconds()
	for b.Loop() {
		i++
		source[name].Data = []byte(text + "\n\nEdición " + strconv.Itoa(i) + ".\n")
		if err := w.Read(b.Context(), []string{name}); err != nil {
			b.Fatal(err)
		}
		if _, err := w.Assemble(b.Context(), site.Options{Now: day}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpuSeconds()-before)/float64(b.N)*1e3, "cpu-ms/op")
}

// cpuSeconds is the processor time that this process has used.
func cpuSeconds() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return float64(r.Utime.Sec+r.Stime.Sec) + float64(r.Utime.Usec+r.Stime.Usec)/1e6
}
