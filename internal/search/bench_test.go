//go:build unix

package search_test

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"

	"vitrina/internal/search"
	"vitrina/internal/search/invented"
)

// cpu is the processor time that the program has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// inUse is the memory that the program holds from the system.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// BenchmarkBuild reports documents per second of processor time, the bytes of
// the index, and by how much the program grew at most while it built.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			docs := invented.New(60000).Practices(n, 430)
			runtime.GC()
			start, peak := inUse(), uint64(0)
			done := make(chan bool)
			go func() {
				tick := time.NewTicker(5 * time.Millisecond)
				defer tick.Stop()
				for {
					select {
					case <-tick.C:
						peak = max(peak, inUse())
					case <-done:
						done <- true
						return
					}
				}
			}()
			b.ReportAllocs()
			before := cpu()
			var bytes int
			for b.Loop() {
				ix, err := search.Build(context.Background(), docs, invented.Options())
				if err != nil {
					b.Fatal(err)
				}
				bytes = 0
				for _, f := range ix.Files() {
					bytes += len(f.Data)
				}
			}
			used := (cpu() - before).Seconds()
			done <- true
			<-done
			b.ReportMetric(float64(n*b.N)/used, "docs/cpu-s")
			b.ReportMetric(float64(bytes), "index-bytes")
			b.ReportMetric(float64(peak-min(peak, start))/(1<<20), "peak-MiB")
		})
	}
}
