//go:build unix

package publish

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// benchPages is the number of pages a site of 10,000 practices has.
const benchPages = 25_000

func benchName(i int) string { return fmt.Sprintf("practicas/practica-%05d/index.html", i) }

// benchTree is a site of small pages whose bytes cost nothing to make. No page of
// it is like one of a site about something else.
func benchTree(b *testing.B, about string) *Tree {
	b.Helper()
	page := bytes.Repeat([]byte("<p>"+about+"</p>\n"), 1000)
	files := make([]File, benchPages)
	for i := range files {
		data := page[:3000+i*7919%7000]
		files[i] = File{Name: benchName(i), Make: func(context.Context) ([]byte, error) { return data, nil }}
	}
	t, err := NewTree(files)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// measure reports the CPU time of work per run; prepare is not counted.
func measure(b *testing.B, prepare, work func()) {
	var spent time.Duration
	for b.Loop() {
		b.StopTimer()
		prepare()
		before := cpuTime()
		b.StartTimer()
		work()
		spent += cpuTime() - before
	}
	b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "cpu-ms/op")
}

func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkWrite is to be compared with BenchmarkFloor, by CPU time. "again" also
// swaps with, and deletes, a site of the same size, of which every page is another;
// "unchanged" a site of which every page is the same. Both need 400 MB where TMPDIR
// says, by default in memory, where figures repeat better than on a disk.
func BenchmarkWrite(b *testing.B) {
	t, other := benchTree(b, "agua"), benchTree(b, "luz!")
	dir := filepath.Join(b.TempDir(), "public")
	write := func(t *Tree) {
		if _, err := Write(b.Context(), t, dir, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		measure(b, func() { os.RemoveAll(dir) }, func() { write(t) })
	})
	b.Run("again", func(b *testing.B) {
		measure(b, func() { t, other = other, t }, func() { write(t) })
	})
	b.Run("unchanged", func(b *testing.B) {
		measure(b, func() {}, func() { write(t) })
	})
}

// BenchmarkFloor does the least that can be done: a folder and a file per page.
// "again" deletes what was there before, as Write has to.
func BenchmarkFloor(b *testing.B) {
	t := benchTree(b, "agua")
	dir := filepath.Join(b.TempDir(), "public")
	remove := func() { os.RemoveAll(dir) }
	write := func() {
		if err := os.MkdirAll(filepath.Join(dir, "practicas"), 0o755); err != nil {
			b.Fatal(err)
		}
		for _, f := range t.files {
			data, _ := f.Make(b.Context())
			path := filepath.Join(dir, f.Name)
			if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("new", func(b *testing.B) { measure(b, remove, write) })
	b.Run("again", func(b *testing.B) { measure(b, func() {}, func() { remove(); write() }) })
}

// BenchmarkNewTree is part of every edit in the preview.
func BenchmarkNewTree(b *testing.B) {
	files := benchTree(b, "agua").files
	for b.Loop() {
		if _, err := NewTree(files); err != nil {
			b.Fatal(err)
		}
	}
}
