package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"vitrina/internal/sample"
)

// BenchmarkServe measures the preview end to end: a file is written on a real
// disk, and a client that asks again and again over HTTP waits for a page that
// shows it; another waits for the signal on the stream of events. Figures are
// medians in milliseconds, one edit of each kind in every round:
//
//	go test ./cmd/vitrina -run - -bench Serve -benchtime 30x
func BenchmarkServe(b *testing.B) {
	for _, size := range []sample.Size{{Practices: 1_000, Municipalities: 189}, {Practices: 10_000, Municipalities: 1_890}} {
		b.Run(strconv.Itoa(size.Practices), func(b *testing.B) { benchmarkServe(b, size) })
	}
}

func benchmarkServe(b *testing.B, size sample.Size) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, sample.Content(size)); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"templates", "static"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS("../../"+name)); err != nil {
			b.Fatal(err)
		}
	}
	slug := sample.Slug(size.Practices / 2)
	entry := filepath.Join(dir, "content/practicas", slug+".md")
	original, err := os.ReadFile(entry)
	if err != nil {
		b.Fatal(err)
	}
	template := filepath.Join(dir, "templates/pages/practica.html")
	page, err := os.ReadFile(template)
	if err != nil {
		b.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	began := time.Now()
	p := startPreview(b, dir)
	if p.get("/practicas/"+slug+"/").status != 200 {
		b.Fatal("no page")
	}
	cold := time.Since(began)

	list := p.listOf(slug)
	times := map[string][]float64{}
	measure := func(kind, address string, edit func(mark string)) {
		mark := fmt.Sprintf("marca%d", time.Now().UnixNano())
		began := time.Now()
		edit(mark)
		for !bytes.Contains(p.get(address).body, []byte(mark)) {
			if time.Since(began) > time.Minute {
				b.Fatalf("%s: the edit never shows", kind)
			}
		}
		times[kind] = append(times[kind], float64(time.Since(began).Microseconds())/1000)
	}
	round := 0
	for b.Loop() {
		round++
		measure("body-ms", "/practicas/"+slug+"/", func(mark string) {
			write(entry, append(slices.Clone(original), "\n\n"+mark+"\n"...))
		})
		measure("title-in-list-ms", list, func(mark string) {
			write(entry, bytes.Replace(original, []byte("titulo: "), []byte("titulo: "+mark+" "), 1))
		})
		measure("template-ms", "/practicas/"+slug+"/", func(mark string) {
			write(template, append(bytes.TrimSuffix(page, []byte("{{end}}\n")), "<p>"+mark+"</p>\n{{end}}\n"...))
		})
		events := p.follow("/practicas/" + slug + "/")
		began := time.Now()
		write(entry, append(slices.Clone(original), fmt.Sprintf("\n\nvuelta %d\n", round)...))
		if kind := events.next(); kind != "pagina" {
			b.Fatalf("event %q", kind)
		}
		times["signal-ms"] = append(times["signal-ms"], float64(time.Since(began).Microseconds())/1000)
		events.close()
	}
	for kind, list := range times {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], kind)
	}
	b.ReportMetric(cold.Seconds(), "cold-s")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "heap-MB")
	b.ReportMetric(float64(m.Sys)/1e6, "MB-from-os")
	b.ReportMetric(0, "ns/op")
}
