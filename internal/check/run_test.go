package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// watched is a site that calls opened for each file, before it is read.
type watched struct {
	fstest.MapFS
	opened func(name string) error
}

func (w watched) ReadFile(name string) ([]byte, error) {
	if err := w.opened(name); err != nil {
		return nil, err
	}
	return w.MapFS.ReadFile(name)
}

func TestTheEndOfTheContextStopsTheInspection(t *testing.T) {
	for name, run := range map[string]func(context.Context, fs.FS) error{
		"Site": func(ctx context.Context, f fs.FS) error {
			_, err := Site(ctx, f, Options{BaseURL: testBase})
			return err
		},
		"Contains": func(ctx context.Context, f fs.FS) error { _, err := Contains(ctx, f, []string{canary}); return err },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		var opened atomic.Int32
		fsys := watched{bigSite(200), func(string) error {
			if opened.Add(1) == 3 {
				cancel()
			}
			return nil
		}}
		if err := run(ctx, fsys); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", name, err)
		}
		if n := int(opened.Load()); n > 3+runtime.GOMAXPROCS(0) {
			t.Errorf("%s: %d files were opened after it", name, n-3)
		}
	}
}

func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	broken := errors.New("broken disk")
	fsys := watched{cleanSite(), func(name string) error {
		if name == "feed.xml" {
			return broken
		}
		return nil
	}}
	if _, err := Site(t.Context(), fsys, Options{BaseURL: testBase}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "feed.xml") {
		t.Errorf("Site: error %v", err)
	}
	if _, err := Contains(t.Context(), fsys, []string{canary}); !errors.Is(err, broken) {
		t.Errorf("Contains: error %v", err)
	}
}

func TestEachFileIsReadOnceAndPicturesNever(t *testing.T) {
	var pictures, pages atomic.Int32
	fsys := watched{cleanSite(), func(name string) error {
		if strings.HasSuffix(name, ".jpg") {
			pictures.Add(1)
		}
		if name == practiceFile {
			pages.Add(1)
		}
		return nil
	}}
	if _, err := Site(t.Context(), fsys, Options{BaseURL: testBase}); err != nil {
		t.Fatal(err)
	}
	if pictures.Load() != 0 || pages.Load() != 1 {
		t.Errorf("%d pictures were read, and a page %d times", pictures.Load(), pages.Load())
	}
}

func TestAFolderOnDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, cleanSite()); err != nil {
		t.Fatal(err)
	}
	list, err := Site(t.Context(), os.DirFS(dir), Options{BaseURL: testBase})
	if err != nil || len(list) > 0 {
		t.Fatalf("%v\n%s", err, printed(list))
	}
	if err := os.Symlink("feed.xml", filepath.Join(dir, "canal.xml")); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("this user may make no symbolic links")
		}
		t.Fatal(err)
	}
	list, err = Site(t.Context(), os.DirFS(dir), Options{BaseURL: testBase})
	if err != nil || len(list) != 1 || list[0].File != "canal.xml" {
		t.Errorf("a symbolic link: %v\n%s", err, printed(list))
	}
}

// bigSite is the clean site with n practices of some size, all in the sitemap.
func bigSite(n int) fstest.MapFS {
	fsys := cleanSite()
	var list, sitemap strings.Builder
	for i := range n {
		name := fmt.Sprintf("practicas/practica-%d/", i)
		main := fmt.Sprintf("<h1>Práctica %d</h1>\n", i)
		for k := range 12 {
			main += fmt.Sprintf("<section class=\"apartado\" aria-labelledby=\"parte-%d\">\n<h2 id=\"parte-%d\">Parte %d</h2>\n"+
				"<p class=\"prosa\">%s <a class=\"enlace\" href=\"../practica-%d/#parte-%d\">otra práctica</a>.</p>\n"+
				"<ul class=\"lista\">\n<li><a href=\"#parte-%d\">Parte</a></li>\n<li><a href=\"../\">Lista</a></li>\n</ul>\n</section>\n",
				k, k, k, strings.Repeat("El comité cuida el agua, día tras día. ", 8), (i*7+k)%n, (k+i)%12, (k+1)%12)
		}
		fsys[name+"index.html"] = &fstest.MapFile{Data: []byte(cleanPage(name, "../../", main))}
		fmt.Fprintf(&list, "<li><a href=\"practica-%d/\">%d</a></li>\n", i, i)
		fmt.Fprintf(&sitemap, "<url><loc>%s%s</loc></url>\n", testBase, name)
	}
	put := func(name, before, text string) {
		fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys[name].Data), before, text+before, 1))}
	}
	put("practicas/index.html", "</ul>\n</main>", list.String())
	put("sitemap.xml", "</urlset>", sitemap.String())
	return fsys
}

func TestABigSite(t *testing.T) {
	if list := inspectSite(t, bigSite(300)); len(list) > 0 {
		t.Errorf("%d problems:\n%s", len(list), printed(list[:min(len(list), 20)]))
	}
}

func BenchmarkSite(b *testing.B) {
	const pages = 2000
	fsys := bigSite(pages)
	size := 0
	for _, f := range fsys {
		size += len(f.Data)
	}
	for _, c := range []struct {
		name string
		o    Options
	}{{"pages=2000", Options{BaseURL: testBase}}, {"pages=2000/weighed", Options{BaseURL: testBase, MaxHTML: 1000}}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Site(b.Context(), fsys, c.o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/pages, "µs/page")
		})
	}
}

func BenchmarkContains(b *testing.B) {
	fsys := bigSite(200)
	size := 0
	for _, f := range fsys {
		size += len(f.Data)
	}
	words := []string{canary, "Segundo secreto", "999888777"}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if list, err := Contains(b.Context(), fsys, words); err != nil || len(list) > 0 {
			b.Fatal(list, err)
		}
	}
}
