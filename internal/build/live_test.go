package build

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/race"
	"vitrina/internal/sample"
	"vitrina/internal/site"
	"vitrina/static"
	"vitrina/templates"
)

// desk is a source that a test edits, with the Live site that follows it.
type desk struct {
	t     testing.TB
	mu    sync.RWMutex
	files fstest.MapFS
	dirty []string
	all   bool
	live  *Live
}

// guarded lets the Live site read while the test edits.
type guarded struct{ d *desk }

func (g guarded) Open(name string) (fs.File, error) {
	g.d.mu.RLock()
	defer g.d.mu.RUnlock()
	return maps.Clone(g.d.files).Open(name)
}

func newDesk(t testing.TB, files fstest.MapFS) *desk {
	d := &desk{t: t, files: files}
	d.live = NewLive(LiveOptions{
		Source: d.files, Templates: templates.FS, Static: static.FS,
		Dirty: func() ([]string, bool) {
			changed, all := d.dirty, d.all
			d.dirty, d.all = nil, false
			return changed, all
		},
	})
	return d
}

func (d *desk) put(name, text string) {
	d.files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	d.dirty = append(d.dirty, name)
}

func (d *desk) remove(name string) {
	delete(d.files, name)
	d.dirty = append(d.dirty, name)
}

func (d *desk) text(name string) string { return string(d.files[name].Data) }

func (d *desk) at(m Moment) *View {
	d.t.Helper()
	if m.Now.IsZero() {
		m.Now = day
	}
	v, err := d.live.At(d.t.Context(), m)
	if err != nil {
		d.t.Fatal(err)
	}
	return v
}

func (d *desk) page(v *View, name string) string {
	d.t.Helper()
	data, err := v.ReadFile(name)
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	return string(data)
}

const (
	entry = "content/practicas/practica-00003.md"
	page  = "practicas/practica-00003/index.html"
)

func small(t testing.TB) *desk {
	return newDesk(t, sample.Content(sample.Size{Practices: 12, Municipalities: 6}))
}

// TestLiveEqualsFresh holds the law: after any edits the public view is, file by
// file, what a build from nothing gives, as long as there are no errors.
func TestLiveEqualsFresh(t *testing.T) {
	size := sample.Size{Practices: 26, Municipalities: 8}
	d := newDesk(t, sample.Content(size))
	original := sample.Content(size)
	rng := rand.New(rand.NewPCG(5, 6))
	compared := 0
	for range 30 / race.Slow {
		d.dirty = append(d.dirty, edit(rng, d.files)...)
		v := d.at(Moment{Public: true})
		fresh, result := outputOf(t, d.files, site.Options{Now: day})
		if !slices.Equal(v.editors.found, d.at(Moment{}).found) {
			t.Fatal("the public view tells other problems")
		}
		if result.Problems.HasErrors() {
			for name := range d.files { // as it was, so that the next rounds compare
				if original[name] == nil {
					d.remove(name)
				}
			}
			for name, f := range original {
				d.put(name, string(f.Data))
			}
			continue
		}
		compared++
		names, err := v.Names()
		if err != nil {
			t.Fatal(err)
		}
		live := map[string][]byte{}
		for _, name := range names {
			live[name] = []byte(d.page(v, name))
		}
		wantSame(t, live, fresh)
		if t.Failed() {
			t.FailNow()
		}
	}
	if compared < 10/race.Slow {
		t.Errorf("only %d states were compared", compared)
	}
}

// TestLiveInAStorm asks from many goroutines while the content changes.
func TestLiveInAStorm(t *testing.T) {
	files := sample.Content(sample.Size{Practices: 40, Municipalities: 20})
	d := newDesk(t, files)
	source := guarded{d}
	d.live = NewLive(LiveOptions{
		Source: source, Templates: templates.FS, Static: static.FS,
		Dirty: func() ([]string, bool) {
			d.mu.Lock()
			defer d.mu.Unlock()
			changed := d.dirty
			d.dirty = nil
			return changed, false
		},
	})
	d.at(Moment{})
	var group sync.WaitGroup
	stop := make(chan struct{})
	for i := range 6 {
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				v, err := d.live.At(t.Context(), Moment{Now: day.Add(time.Duration(n%3) * time.Hour), Public: i%2 == 0})
				if err != nil {
					t.Error(err)
					return
				}
				for _, name := range []string{"index.html", "practicas/index.html", "sitemap.xml", page} {
					if _, err := v.ReadFile(name); err != nil && name != page {
						t.Errorf("%s: %v", name, err)
					}
				}
				v.Problems()
				v.Hidden()
			}
		})
	}
	rng := rand.New(rand.NewPCG(7, 8))
	for range 60 {
		d.mu.Lock()
		next := maps.Clone(d.files)
		for name, f := range next {
			c := *f
			next[name] = &c
		}
		d.dirty = append(d.dirty, edit(rng, next)...)
		d.files = next
		d.mu.Unlock()
		if _, err := d.live.At(t.Context(), Moment{Now: day}); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	group.Wait()
	v := d.at(Moment{Public: true})
	fresh, result := outputOf(t, d.files, site.Options{Now: day})
	if !slices.Equal(v.Problems(), result.Problems) && !result.Problems.HasErrors() {
		t.Errorf("problems differ")
	}
	for name, want := range fresh {
		if _, stale := v.stale[addressOf(name)]; stale || v.broken["content/sitio.yaml"] {
			continue
		}
		if got, err := v.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v)", name, err)
		}
	}
}

func TestPageStaysWhenItsFileIsBroken(t *testing.T) {
	d := small(t)
	good := d.page(d.at(Moment{}), page)
	text := d.text(entry)
	d.put(entry, strings.Replace(text, "titulo: ", "titulo: Agua: ", 1))
	v := d.at(Moment{})
	if d.page(v, page) != good {
		t.Error("the page is not the last good one")
	}
	if info := v.Page("/practicas/practica-00003/"); !info.Stale || info.File != entry {
		t.Errorf("page: %+v", info)
	}
	if !v.Problems().HasErrors() {
		t.Error("no problem is told")
	}
	// Another edit that leaves it broken, and one of another file.
	d.put(entry, strings.Replace(text, "titulo: ", "titulo: Agua: más: ", 1))
	d.at(Moment{})
	other := "content/practicas/practica-00005.md"
	d.put(other, d.text(other)+"\n\nOtra frase.\n")
	v = d.at(Moment{})
	if d.page(v, page) != good || !strings.Contains(d.page(v, "practicas/practica-00005/index.html"), "Otra frase.") {
		t.Error("an edit elsewhere loses the last good page, or is not shown")
	}
	d.put(entry, strings.Replace(text, "titulo: ", "titulo: Mejor ", 1))
	v = d.at(Moment{})
	if v.Page("/practicas/practica-00003/").Stale || !strings.Contains(d.page(v, page), "Mejor ") || len(v.Problems()) > 0 {
		t.Error("the mended page is not shown")
	}
}

func TestSiteStaysWithoutItsConfigOrContent(t *testing.T) {
	d := small(t)
	good := d.page(d.at(Moment{}), "index.html")
	config := d.text("content/sitio.yaml")
	d.put("content/sitio.yaml", "titulo: [\n")
	v := d.at(Moment{})
	if d.page(v, "index.html") != good || !v.Problems().HasErrors() {
		t.Error("a broken sitio.yaml takes the site away")
	}
	d.put("content/sitio.yaml", config)
	if v = d.at(Moment{}); len(v.Problems()) > 0 {
		t.Errorf("problems after mending: %v", v.Problems())
	}
	kept := maps.Clone(d.files)
	clear(d.files)
	d.all = true
	v = d.at(Moment{})
	if d.page(v, "index.html") != good || !v.Problems().HasErrors() {
		t.Error("a missing content folder takes the site away")
	}
	maps.Copy(d.files, kept)
	d.all = true
	if v = d.at(Moment{}); d.page(v, "index.html") != good || len(v.Problems()) > 0 {
		t.Error("the site does not come back")
	}
}

// addLook gives the source its own templates and styles.
func addLook(t *testing.T, d *desk) {
	t.Helper()
	for name, from := range map[string]fs.FS{"templates": templates.FS, "static": static.FS} {
		err := fs.WalkDir(from, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := fs.ReadFile(from, p)
			d.put(name+"/"+p, string(data))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestLookStaysWhenItIsBroken(t *testing.T) {
	d := small(t)
	builtIn := d.page(d.at(Moment{}), page)
	addLook(t, d)
	if d.page(d.at(Moment{}), page) != builtIn {
		t.Error("the same templates in the source give another page")
	}
	const template, partial = "templates/pages/practica.html", "templates/partials/ficha.html"
	whole := d.text(template)
	for _, c := range []struct{ name, broken, file string }{
		{"unclosed", whole + "{{if}}", template},
		{"no such field", strings.Replace(whole, "<article", "{{.NoHay}}<article", 1), template},
		{"no such field of a part", strings.Replace(d.text(partial), "<h1", "{{.NoHay}}<h1", 1), partial},
		{"no such text", whole + `{{define "x"}}{{t "no.hay"}}{{end}}`, template},
		{"another's name", whole + `{{define "cabeza"}}x{{end}}`, template},
		{"gone", "", template},
	} {
		t.Run(c.name, func(t *testing.T) {
			template, text := c.file, d.text(c.file)
			d.put(template, c.broken)
			if c.broken == "" {
				d.remove(template)
			}
			v := d.at(Moment{})
			if d.page(v, page) != builtIn {
				t.Error("the last good templates do not stay")
			}
			problems := v.Problems()
			if len(problems) != 1 || !strings.HasPrefix(problems[0].File, "templates") || c.name != "gone" && (problems[0].File != c.file || problems[0].Line == 0) {
				t.Errorf("problems: %v", problems)
			}
			d.put(template, text)
			if v := d.at(Moment{}); len(v.Problems()) > 0 || d.page(v, page) != builtIn {
				t.Errorf("after mending: %v", v.Problems())
			}
		})
	}
	css := "static/css/base.css"
	style := d.text(css)
	d.put(css, "body { color: red")
	v := d.at(Moment{})
	if p := v.Problems(); len(p) == 0 || p[0].File != css || d.page(v, page) != builtIn {
		t.Errorf("a broken style sheet: %v", p)
	}
	d.put(css, style+"\nbody{outline:0}\n")
	v = d.at(Moment{})
	if p := v.Problems(); len(p) > 0 || d.page(v, page) == builtIn {
		t.Errorf("the mended style sheet is not used: %v", p)
	}
}

func TestEditorsSeeWhatThePublicDoesNot(t *testing.T) {
	d := small(t)
	text := d.text(entry)
	until := day.Add(48 * time.Hour)
	d.put(entry, strings.Replace(text, "estado: publicada\n", "estado: publicada\nembargo: "+until.Format(time.RFC3339)+"\n", 1))
	public := func(now time.Time) bool {
		_, err := d.at(Moment{Now: now, Public: true}).ReadFile(page)
		return err == nil
	}
	for range 2 { // from memory, the second time
		v := d.at(Moment{})
		if info := v.Page("/practicas/practica-00003/"); info.State != "embargo" || !info.Until.Equal(until) || !v.Until().Equal(until) {
			t.Errorf("page: %+v, until %v", info, v.Until())
		}
		if !strings.Contains(d.page(v, page), `class="banda"`) {
			t.Error("no band")
		}
		if h := v.Hidden(); len(h) != 1 || h[0].Address != "/practicas/practica-00003/" {
			t.Errorf("hidden: %v", h)
		}
		if public(day) || public(until.Add(-time.Second)) || !public(until) || !public(until.Add(time.Hour)) {
			t.Error("the rehearsal shows the entry at the wrong hours")
		}
	}
	if h := d.at(Moment{Now: until}).Hidden(); len(h) != 0 {
		t.Errorf("hidden after the embargo: %v", h)
	}
	// What was public at another hour is no last good page for this one.
	d.put(entry, strings.Replace(d.text(entry), "titulo: ", "titulo: Agua: ", 1))
	if public(day) {
		t.Error("an error shows an embargoed entry to the public")
	}
	if !strings.Contains(strings.Join(slices.Collect(maps.Keys(d.at(Moment{}).stale)), " "), "practica-00003") {
		t.Error("the editor lost the last good page")
	}
}

func TestSnapshotStays(t *testing.T) {
	d := small(t)
	before := d.at(Moment{})
	want := d.page(before, page)
	list := d.page(before, "practicas/index.html")
	d.put(entry, strings.Replace(d.text(entry), "titulo: ", "titulo: Otro ", 1))
	after := d.at(Moment{})
	if before.Version() == after.Version() || d.page(before, page) != want || d.page(before, "practicas/index.html") != list {
		t.Error("an older View changes with the source")
	}
	if again := d.at(Moment{}); again.Version() != after.Version() {
		t.Error("the Version changes without a change")
	}
}

// TestAnErrorNeverTakesAPageAway holds that a file that is half written, empty
// or worse than before leaves its page where it was.
func TestAnErrorNeverTakesAPageAway(t *testing.T) {
	d := small(t)
	text := d.text(entry)
	good := d.page(d.at(Moment{}), page)
	front := strings.Index(text[4:], "---") + 8
	for n := 0; n < front; n += 1 + n/5 {
		d.put(entry, text[:n])
		if v := d.at(Moment{}); d.page(v, page) != good || !v.Page("/practicas/practica-00003/").Stale {
			t.Fatalf("the page is not as it was after %d bytes of its file", n)
		}
		if n%3 == 0 {
			d.put(entry, text)
			d.at(Moment{})
		}
	}
	// With an error that leaves the page in its place from the first reading on.
	d = small(t)
	bad := text + "\n\nVea [esto](/no/existe/).\n"
	d.put(entry, bad)
	before := d.page(d.at(Moment{}), page)
	d.put(entry, "")
	if v := d.at(Moment{}); d.page(v, page) != before {
		t.Error("another error takes the page away")
	}
	// A page that never was leads to its file all the same.
	d.put("content/practicas/nueva.md", "---\n")
	if info := d.at(Moment{}).Page("/practicas/nueva/"); info.File != "content/practicas/nueva.md" {
		t.Errorf("the page of a new file with an error: %+v", info)
	}
	d.remove("content/practicas/nueva.md")
	d.put(entry, bad+"\n\nMás.\n")
	if v := d.at(Moment{}); d.page(v, page) != before || !v.Page("/practicas/practica-00003/").Stale {
		t.Error("the page is not kept until its file has no error")
	}
}

func TestFolderThatCannotBeUsedKeepsItsPage(t *testing.T) {
	d := small(t)
	const folder = "content/practicas/practica-00003"
	text := strings.ReplaceAll(d.text(entry), "](practica-", "](../practica-")
	d.remove(entry)
	d.put(folder+"/index.md", text)
	good := d.page(d.at(Moment{}), page)
	d.remove(folder + "/index.md")
	d.put(folder+"/practica.md", text)
	if v := d.at(Moment{}); !v.Problems().HasErrors() || d.page(v, page) != good {
		t.Error("a wrong name in the folder takes the page away")
	}
}

// TestKeptPageFollowsTheLook holds that a page which stays as it was is still
// shown with the newest styles: its older ones may be gone.
func TestKeptPageFollowsTheLook(t *testing.T) {
	d := small(t)
	addLook(t, d)
	good := d.page(d.at(Moment{}), page)
	d.put(entry, "")
	for i := range 3 {
		d.put("static/css/base.css", d.text("static/css/base.css")+fmt.Sprintf("\nh6{margin:%dpx}\n", i+1))
		v := d.at(Moment{})
		now := d.page(v, page)
		if now == good {
			t.Fatalf("round %d: the kept page has the old styles", i)
		}
		good = now
		_, rest, _ := strings.Cut(now, `<link rel="stylesheet" href="../../`)
		name, _, _ := strings.Cut(rest, `"`)
		if _, err := v.ReadFile(name); err != nil {
			t.Errorf("round %d: %v", i, err)
		}
	}
}

// TestRehearsalDoesNotDisturbTheEditor holds that a window which rehearses
// another hour does not decide what the others keep.
func TestRehearsalDoesNotDisturbTheEditor(t *testing.T) {
	d := small(t)
	text := d.text(entry)
	until := day.Add(48 * time.Hour)
	d.put(entry, strings.Replace(text, "estado: publicada\n", "estado: publicada\nembargo: "+until.Format(time.RFC3339)+"\n", 1))
	editor := d.page(d.at(Moment{}), page)
	public := d.page(d.at(Moment{Now: until, Public: true}), page)
	if editor == public {
		t.Fatal("no band")
	}
	d.put(entry, "")
	for range 2 {
		if d.page(d.at(Moment{Now: until, Public: true}), page) != public {
			t.Error("the rehearsal loses the last good page")
		}
		if d.page(d.at(Moment{}), page) != editor {
			t.Error("the editor sees the page of another hour")
		}
		d.put(entry, "---\n")
	}
}

// TestWhoGoesAwayLosesNoEdit holds that an edit which was heard of by a request
// that ended too early is shown to the next.
func TestWhoGoesAwayLosesNoEdit(t *testing.T) {
	d := small(t)
	d.at(Moment{})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	d.put(entry, d.text(entry)+"\n\nRecién escrito.\n")
	if _, err := d.live.At(gone, Moment{Now: day}); err == nil {
		t.Fatal("a cancelled request was answered")
	}
	if !strings.Contains(d.page(d.at(Moment{}), page), "Recién escrito.") {
		t.Error("the edit is lost")
	}
}
