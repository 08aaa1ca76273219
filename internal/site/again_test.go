package site

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/sample"
)

// TestAnEarlierSiteChangesNothing edits content at random and assembles it
// twice each time: after an earlier Site, and from nothing. Both must be the
// same in every reference, order, address and problem, and no object of the
// earlier Site may be part of the later one.
func TestAnEarlierSiteChangesNothing(t *testing.T) {
	taken := 0
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 4))
		source := sample.Content(sample.Size{Practices: 150, Municipalities: 40})
		files, err := content.ReadAll(t.Context(), source)
		if err != nil {
			t.Fatal(err)
		}
		converter := markdown.New()
		texts, documents := map[string]content.Body{}, map[string]*markdown.Document{}
		var before *Site
		for step := range 25 {
			entries, _ := files.Entries()
			for _, b := range entries.Bodies {
				if texts[b.File] != b {
					address, _ := markdown.AddressOf(b.File)
					texts[b.File] = b
					documents[b.File], _ = converter.Convert([]byte(b.Text), markdown.Options{File: b.File, Line: b.Line, Address: address})
				}
			}
			o := Options{Now: now.Add(time.Duration(rng.IntN(3)) * time.Hour)}
			if rng.IntN(3) == 0 {
				o.Show = []State{Draft, Withdrawn, Embargoed}
			}
			in := Input{Entries: entries, Documents: documents}
			fresh := Assemble(in, o)
			in.Before = before
			again := Assemble(in, o)
			if a, b := written(t, fresh), written(t, again); a != b {
				t.Fatalf("seed %d, step %d: with an earlier Site it is another\n%s", seed, step, firstDifference(a, b))
			}
			for i := range again.Site.joined {
				if again.Site.joined[i].known.checked {
					taken++
				}
			}
			before = again.Site
			if files, err = files.Reread(t.Context(), source, editAnything(rng, source)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if taken < 4_000 {
		t.Errorf("only %d practices were taken over: the test holds nothing", taken)
	}
}

// TestAgainKnowsEveryFieldOfAPractice fails when a Practice gets a field that
// again does not know: what it follows from must be thought of there.
func TestAgainKnowsEveryFieldOfAPractice(t *testing.T) {
	const known = "Entry Doc State Address Municipality Partners Edition Themes Goals Replicas Images Eases Downloads known"
	var names []string
	for f := range reflect.TypeFor[Practice]().Fields() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != known {
		t.Errorf("fields %s, want %s: look whether again.go takes the new one over rightly, and say so here", got, known)
	}
}

// editAnything changes what other entries depend on, and what they do not.
func editAnything(rng *rand.Rand, source fstest.MapFS) (changed []string) {
	pick := func(prefix string) string {
		var names []string
		for name := range source {
			if strings.HasPrefix(name, prefix) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		if len(names) == 0 {
			return "content/practicas/ninguna.md"
		}
		return names[rng.IntN(len(names))]
	}
	put := func(name, text string) {
		source[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		changed = append(changed, name)
	}
	for range 1 + rng.IntN(3) {
		name := pick("content/practicas/")
		if source[name] == nil {
			continue
		}
		text := string(source[name].Data)
		replace := func(old, new string) { put(name, strings.Replace(text, old, new, 1)) }
		switch rng.IntN(16) {
		case 0:
			put(name, text+"\n\nMás.\n")
		case 1:
			put(name, text+"\n\nVea [otra](practica-00007.md#que-se-hizo) y [esta](practica-00008.md#no-hay).\n")
		case 2:
			replace("## Qué se hizo", "## Qué se hará")
		case 3:
			replace("actualizada: 20", "actualizada: 19")
		case 4:
			replace("estado: publicada", "estado: borrador")
		case 5:
			replace("estado: publicada", "estado: publicada\nembargo: "+now.Add(time.Hour).Format(time.RFC3339))
		case 6:
			replace("temas: [", "temas: [tema-5, no-hay, ")
		case 7:
			replace("estado: publicada", "estado: publicada\nalias: [/practicas/vieja/, /practicas/practica-00009/]")
		case 8:
			delete(source, name)
			changed = append(changed, name)
		case 9:
			put(strings.TrimSuffix(name, ".md")+"-b.md", text)
		case 10: // the places that others are in
			name := pick("content/municipalidades/")
			put(name, strings.Replace(string(source[name].Data), "ejemplo: true", "ejemplo: false", 1))
		case 11:
			name := pick("content/municipalidades/")
			delete(source, name)
			changed = append(changed, name)
		case 12:
			name := pick("content/temas/")
			put(name, strings.Replace(string(source[name].Data), "nombre: ", "nombre: Z", 1))
		case 13:
			put("content/temas/tema-0.md", "---\nnombre: Primero\ndescripcion: Uno que va delante de los demás.\n---\n")
		case 14:
			name := pick("content/ediciones/")
			put(name, strings.Replace(string(source[name].Data), "anio_inicio: 20", "anio_inicio: 19", 1))
		case 15:
			name := pick("content/metas/")
			delete(source, name)
			changed = append(changed, name)
		}
	}
	return changed
}

// written says everything that a Result holds, by name. It fails when an object
// that something refers to is not the one of the Site.
func written(t *testing.T, r Result) string {
	t.Helper()
	s := r.Site
	var b strings.Builder
	practices := func(what string, list []*Practice) {
		fmt.Fprintf(&b, "\n  %s:", what)
		for _, p := range list {
			if s.Practice(p.Entry.Slug) != p {
				t.Fatalf("%s of another Site in %s", p.Entry.Slug, what)
			}
			b.WriteString(" " + p.Entry.Slug)
		}
	}
	municipality := func(m *Municipality) {
		if s.Municipality(m.Entry.Ubigeo) != m {
			t.Fatalf("municipality %s of another Site", m.Entry.Ubigeo)
		}
		b.WriteString(" " + m.Entry.Ubigeo)
	}
	for _, p := range s.Practices {
		fmt.Fprintf(&b, "\n%s %s %d %p %p", p.Entry.Slug, p.Address, p.State, p.Entry, p.Doc)
		municipality(p.Municipality)
		if p.Edition != s.Edition(p.Edition.Entry.ID) {
			t.Fatal("edition of another Site")
		}
		b.WriteString(" " + p.Edition.Entry.ID)
		for _, m := range p.Partners {
			municipality(m)
		}
		for _, x := range p.Themes {
			if x != s.Theme(x.Entry.ID) {
				t.Fatal("theme of another Site")
			}
			b.WriteString(" " + x.Entry.ID)
		}
		for _, x := range p.Goals {
			if x != s.Goal(x.Entry.ID) {
				t.Fatal("goal of another Site")
			}
			b.WriteString(" " + x.Entry.ID)
		}
		for _, x := range p.Replicas {
			municipality(x.Municipality)
			fmt.Fprintf(&b, " %v", x.Entry)
		}
	}
	for _, m := range s.Municipalities {
		practices(m.Entry.Ubigeo, m.Practices)
		practices("with its help", m.Partnered)
		practices("taken up", m.Replicated)
	}
	for _, d := range s.Departments {
		practices(d.Slug, d.Practices)
	}
	for _, p := range s.Provinces {
		practices(p.Code, p.Practices)
	}
	for _, e := range s.Editions {
		practices(e.Entry.ID, e.Practices)
	}
	for _, x := range s.Themes {
		practices(x.Entry.ID+x.Entry.Name, x.Practices)
	}
	for _, x := range s.Goals {
		practices(x.Entry.ID+x.Entry.Name, x.Practices)
	}
	fmt.Fprintf(&b, "\n%v\n%v\n%v\n", s.Redirects, r.Hidden, s.Record())
	for _, route := range s.Routes() {
		found, ok := s.Lookup(route.Address())
		fmt.Fprintln(&b, route, found, ok)
	}
	fmt.Fprintln(&b, len(s.address), slices.Sorted(maps.Keys(s.address)))
	for _, p := range r.Problems.Sorted() {
		fmt.Fprintln(&b, p, p.Hint, p.Hidden, p.Severity == diag.Error)
	}
	return b.String()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "fresh: " + x[i] + "\nagain: " + y[i]
		}
	}
	return fmt.Sprint(len(x), " and ", len(y), " lines")
}
