package photos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// sample is a picture with two variants, and their bytes.
func sample(t testing.TB) (data []byte, p Photo, want [][]byte) {
	t.Helper()
	data = encodePNG(t, landscape(490, 90))
	p, err := Inspect("x.png", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range p.Variants {
		b, err := encode(data, p, v)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, b)
	}
	if len(want) != 2 {
		t.Fatalf("%d variants", len(want))
	}
	return data, p, want
}

func same(a, b [][]byte) bool { return fmt.Sprintf("%x", a) == fmt.Sprintf("%x", b) }

// kept is the file in which the first variant of a photo is kept.
func kept(c *Cache, p Photo) string {
	name, _ := entry(p.Hash, p.Variants[0])
	return c.folder.Path(name)
}

func entries(t testing.TB, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestCacheRemembers(t *testing.T) {
	data, p, want := sample(t)
	dir := filepath.Join(t.TempDir(), "not", "yet", "there")
	if got, err := NewCache(dir).Variants(t.Context(), data, p); err != nil || !same(got, want) {
		t.Fatalf("cold: other bytes, or %v", err)
	}
	if n := len(entries(t, dir)); n != 2 {
		t.Fatalf("%d files in the cache, want 2 and no leftovers", n)
	}
	// Without the original, only what is remembered can answer.
	if got, err := NewCache(dir).Variants(t.Context(), nil, p); err != nil || !same(got, want) {
		t.Fatalf("warm: other bytes, or %v", err)
	}
	for i, v := range p.Variants {
		if got, err := NewCache(dir).Variant(t.Context(), nil, p, v); err != nil || !bytes.Equal(got, want[i]) {
			t.Fatalf("warm, one: other bytes, or %v", err)
		}
	}
}

func TestOneVariantBringsTheOthers(t *testing.T) {
	data, p, want := sample(t)
	c := NewCache(t.TempDir())
	if got, err := c.Variant(t.Context(), data, p, p.Variants[1]); err != nil || !bytes.Equal(got, want[1]) {
		t.Fatalf("other bytes, or %v", err)
	}
	if got, err := c.Variant(t.Context(), nil, p, p.Variants[0]); err != nil || !bytes.Equal(got, want[0]) {
		t.Fatalf("the other variant was not made: %v", err)
	}
	if got, err := NewCache("").Variant(t.Context(), data, p, p.Variants[1]); err != nil || !bytes.Equal(got, want[1]) {
		t.Fatalf("without a folder: other bytes, or %v", err)
	}
}

func TestDamagedEntriesAreMadeAnew(t *testing.T) {
	data, p, want := sample(t)
	other := encodePNG(t, quadrants(490, 90))
	otherPhoto, err := Inspect("y.png", other)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func(c *Cache, file string) error{
		"truncated": func(_ *Cache, f string) error { return os.Truncate(f, 200) },
		"cut to the header": func(_ *Cache, f string) error {
			return os.Truncate(f, 10)
		},
		"empty": func(_ *Cache, f string) error { return os.Truncate(f, 0) },
		"one bit": func(_ *Cache, f string) error {
			b, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			b[len(b)-9] ^= 4
			return os.WriteFile(f, b, 0o644)
		},
		"something else": func(_ *Cache, f string) error { return os.WriteFile(f, []byte("<html>"), 0o644) },
		"the entry of another picture": func(c *Cache, f string) error {
			if _, err := c.Variants(t.Context(), other, otherPhoto); err != nil {
				return err
			}
			b, err := os.ReadFile(kept(c, otherPhoto))
			if err != nil {
				return err
			}
			return os.WriteFile(f, b, 0o644)
		},
		"gone":     func(_ *Cache, f string) error { return os.Remove(f) },
		"all gone": func(c *Cache, _ string) error { return os.RemoveAll(filepath.Dir(filepath.Dir(kept(c, p)))) },
		"a folder": func(_ *Cache, f string) error { return errors.Join(os.Remove(f), os.Mkdir(f, 0o755)) },
	} {
		c := NewCache(t.TempDir())
		if _, err := c.Variants(t.Context(), data, p); err != nil {
			t.Fatal(err)
		}
		if err := damage(c, kept(c, p)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := c.Variants(t.Context(), data, p); err != nil || !same(got, want) {
			t.Errorf("%s: other bytes, or %v", name, err)
		}
		if name == "a folder" {
			continue // it cannot be replaced, and nobody minds
		}
		if got, err := c.Variants(t.Context(), nil, p); err != nil || !same(got, want) {
			t.Errorf("%s: the entry was not mended: %v", name, err)
		}
	}
}

func TestAFolderThatCannotBeWrittenOnlyCostsTime(t *testing.T) {
	data, p, want := sample(t)
	file := filepath.Join(t.TempDir(), "a file, not a folder")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := NewCache(file).Variants(t.Context(), data, p); err != nil || !same(got, want) {
		t.Errorf("other bytes, or %v", err)
	}
}

// With a spare folder, a picture is encoded once even where nothing can be
// remembered, and nothing is left at the end.
func TestASpareFolderRemembersWhatTheOtherCannot(t *testing.T) {
	data, p, want := sample(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	file := filepath.Join(t.TempDir(), "a file, not a folder")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "a link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"none": "", "a file": file, "a link": link} {
		c := NewCache(dir)
		end := c.Spare()
		if got, err := c.Variants(t.Context(), data, p); err != nil || !same(got, want) {
			t.Errorf("%s: other bytes, or %v", name, err)
		}
		// Without the original, only what is remembered can answer.
		for i, v := range p.Variants {
			if got, err := c.Variant(t.Context(), nil, p, v); err != nil || !bytes.Equal(got, want[i]) {
				t.Errorf("%s: not remembered: %v", name, err)
			}
		}
		end()
		if left := entries(t, temp); len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	c := NewCache(t.TempDir())
	defer c.Spare()()
	if _, err := c.Variants(t.Context(), data, p); err != nil || len(entries(t, temp)) > 0 {
		t.Errorf("a good folder: the spare one is used too, or %v", err)
	}
}

func TestManyAtOnceInTwoCaches(t *testing.T) {
	data, p, want := sample(t)
	dir := t.TempDir()
	caches := []*Cache{NewCache(dir), NewCache(dir)} // as two processes would
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			c := caches[i%2]
			if i%3 == 0 {
				got, err := c.Variant(t.Context(), data, p, p.Variants[1])
				if err != nil || !bytes.Equal(got, want[1]) {
					t.Errorf("other bytes, or %v", err)
				}
				return
			}
			got, err := c.Variants(t.Context(), data, p)
			if err != nil || !same(got, want) {
				t.Errorf("other bytes, or %v", err)
			}
		})
	}
	wg.Wait()
	if n := len(entries(t, dir)); n != 2 {
		t.Errorf("%d files in the cache, want 2", n)
	}
	if n := len(caches[0].busy); n != 0 {
		t.Errorf("%d originals still claimed", n)
	}
}

func TestMemoryIsWaitedForAndCancelled(t *testing.T) {
	data, p, want := sample(t)
	c := NewCache(t.TempDir())
	if !c.memory.TryAcquire(decodeMemory) {
		t.Fatal("memory is taken at the start")
	}
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error)
	for range 2 { // one waits for memory, the other for the first
		go func() {
			_, err := c.Variants(ctx, data, p)
			errs <- err
		}()
	}
	cancel()
	for range 2 {
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want %v", err, context.Canceled)
		}
	}
	c.memory.Release(decodeMemory)
	if got, err := c.Variants(t.Context(), data, p); err != nil || !same(got, want) {
		t.Errorf("afterwards: other bytes, or %v", err)
	}
}

func TestACancelledBuildStops(t *testing.T) {
	data, p, _ := sample(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if _, err := NewCache(dir).Variants(ctx, data, p); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if n := len(entries(t, dir)); n != 0 {
		t.Errorf("%d files were left", n)
	}
}

func TestTwoOfTheLargestAtMost(t *testing.T) {
	h, err := readHeader(append(pngHeader(8000, 5000), pngChunk("IEND", nil)...))
	if err != nil {
		t.Fatal(err)
	}
	if n := decodeMemory / h.cost; n != 2 {
		t.Errorf("%d pictures of %d bytes at once, want 2", n, h.cost)
	}
}

// A strip is where a scaler that keeps a whole intermediate picture takes most.
func TestScalingTakesLittleMemory(t *testing.T) {
	data := encodePNG(t, quadrants(490, 2000))
	p, err := Inspect("x.png", data)
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := NewCache("").Variants(t.Context(), data, p); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	const decoded, scaled = 490 * 2000 * 4, (480*1959 + 490*2000) * 4
	if took := after.TotalAlloc - before.TotalAlloc; took > 2*(decoded+scaled) {
		t.Errorf("took %d MB for %d", took>>20, (decoded+scaled)>>20)
	}
}

func TestAnUnfitHashNamesNoFile(t *testing.T) {
	data, p, _ := sample(t)
	p.Hash = "../../../../fuera"
	if _, err := NewCache(t.TempDir()).Variants(t.Context(), data, p); err == nil {
		t.Error("accepted")
	}
}
