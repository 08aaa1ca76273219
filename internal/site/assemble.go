package site

import (
	"cmp"
	"net/url"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/photos"
)

// Input is what the stages before this one have made, file by file.
type Input struct {
	Entries *content.Entries
	// Documents holds the converted body of each entry, by the entry's file.
	Documents map[string]*markdown.Document
	// Photos holds the measured pictures, by their file.
	Photos map[string]photos.Photo
	// Sizes holds the bytes of the files beside practices that their pages offer,
	// by their path.
	Sizes map[string]int64
	// Disguised says what those of them are in truth that are not what their
	// names say, by their path: "una página web (HTML)".
	Disguised map[string]string
	// Before, when there is one, is a Site of mostly the same entries: what it
	// found out about those that are the same still is taken over (again.go).
	// The result is the same without it.
	Before *Site
}

// Result is an assembled Site with what was found on the way.
type Result struct {
	Site   *Site
	Hidden Hidden
	// Problems of entries that are not shown are marked as hidden: a log that can
	// be public must not name them.
	Problems diag.List
}

// Assemble joins the entries into the Site of what is public at o.Now. The
// Site is complete and usable even when there are problems, so that a preview
// can show it; what a broken reference points at is left out.
func Assemble(in Input, o Options) Result {
	visible, hidden, count := hide(in.Entries, o)
	a := &assembler{
		in:      in,
		options: o,
		all:     in.Entries,
		site:    &Site{Config: visible.Config, NoIndex: o.NoIndex},
		index: index{
			municipalities: make(map[string]*Municipality, len(visible.Municipalities)),
			departments:    make(map[string]*Department, 25),
			provinces:      make(map[string]*Province),
			editions:       make(map[string]*Edition, len(visible.Editions)),
			themes:         make(map[string]*Theme, len(visible.Themes)),
			goals:          make(map[string]*Goal, len(visible.Goals)),
			pages:          make(map[string]*Page, len(visible.Pages)),
			liaisons:       make(map[string]*Liaison, len(visible.Liaisons)),
		},
	}
	a.texts = sync.OnceValue(func() map[string]content.Body {
		texts := make(map[string]content.Body, len(in.Entries.Bodies))
		for _, b := range in.Entries.Bodies {
			texts[b.File] = b
		}
		return texts
	})
	a.setBase(o.BaseURL)
	a.addPlaces(visible)
	a.addSubjects(visible)
	a.addPractices(visible.Practices)
	a.addNeeds()
	a.sortLists()
	a.site.index = a.index
	a.site.published = in.Entries.Published
	a.site.setRoutes(in.Before)
	a.addSessions()
	a.site.setCoverage()

	a.checkPractices(hidden)
	a.checkLinks(visible, hidden)
	a.checkSessions()
	a.checkAliases(visible.Practices, hidden)
	a.checkPublished(hidden)
	a.checkOverdue()
	a.checkMenu()
	a.checkDates(hidden)
	a.checkExamples(visible)

	for p := range a.unplaced() {
		if p.Entry.Status == content.Draft {
			count.Drafts++ // it was asked for, and has no place to show
		}
	}
	return Result{Site: a.site, Hidden: count, Problems: o.MarkHidden(in.Entries, a.problems)}
}

type assembler struct {
	in       Input
	options  Options
	all      *content.Entries
	site     *Site
	problems diag.List
	before   *Site                          // Input.Before, if places and subjects are the same still
	texts    func() map[string]content.Body // by file; only what is wrong asks for them
	slabs

	index // becomes the Site's
}

func (a *assembler) setBase(override string) {
	a.site.BaseURL, a.site.BasePath = "/", "/"
	if base, _ := content.BaseAddress(cmp.Or(override, a.site.Config.URL)); base != "" {
		a.site.BaseURL = base
	}
	if u, err := url.Parse(a.site.BaseURL); err == nil && u.Path != "" {
		a.site.BasePath = u.EscapedPath()
	}
}

// addPlaces makes departments, provinces, municipalities and liaison offices.
func (a *assembler) addPlaces(v *content.Entries) {
	byCode := make(map[string]*Department, 25)
	for _, d := range content.Departments() {
		r := Route{Kind: KindDepartment, ID: d.Slug}
		dep := &Department{Code: d.Code, Name: d.Name, Slug: d.Slug, Address: r.Address()}
		byCode[d.Code] = dep
		a.departments[d.Slug] = dep
		a.site.Departments = append(a.site.Departments, dep)
	}
	for _, e := range v.Municipalities {
		dep := byCode[e.Ubigeo[:2]]
		if dep == nil { // said by content
			continue
		}
		code := e.Ubigeo[:4]
		pro := a.provinces[code]
		if pro == nil {
			pro = &Province{Code: code, Name: e.Province, Department: dep, Address: Route{Kind: KindProvince, ID: code}.Address()}
			a.provinces[code] = pro
			a.site.Provinces = append(a.site.Provinces, pro)
			dep.Provinces = append(dep.Provinces, pro)
		}
		m := &Municipality{
			Entry: e, Doc: a.in.Documents[e.File], Department: dep, Province: pro,
			Address: Route{Kind: KindMunicipality, ID: e.Ubigeo}.Address(), n: len(a.site.Municipalities),
		}
		a.municipalities[e.Ubigeo] = m
		a.site.Municipalities = append(a.site.Municipalities, m)
		pro.Municipalities = append(pro.Municipalities, m)
		dep.Municipalities = append(dep.Municipalities, m)
	}
	for _, e := range v.Liaisons {
		dep := byCode[e.Department]
		if dep == nil {
			continue
		}
		l := &Liaison{
			Entry: e, Doc: a.in.Documents[e.File], Department: dep,
			Address:  Route{Kind: KindLiaison, ID: dep.Code}.Address(),
			Calendar: Route{Kind: KindLiaisons}.Address() + dep.Code + ".ics",
		}
		a.liaisons[dep.Code] = l
		dep.Liaison = l
		a.site.Liaisons = append(a.site.Liaisons, l)
	}
}

// addSubjects makes editions, themes, goals and plain pages, and ties the
// recognitions of municipalities to their edition.
func (a *assembler) addSubjects(v *content.Entries) {
	s := a.site
	for _, e := range v.Editions {
		x := &Edition{Entry: e, Doc: a.in.Documents[e.File], Address: Route{Kind: KindEdition, ID: e.ID}.Address(), n: len(s.Editions)}
		a.editions[e.ID] = x
		s.Editions = append(s.Editions, x)
	}
	for _, e := range v.Themes {
		x := &Theme{Entry: e, Doc: a.in.Documents[e.File], Address: Route{Kind: KindTheme, ID: e.ID}.Address(), n: len(s.Themes)}
		a.themes[e.ID] = x
		s.Themes = append(s.Themes, x)
	}
	for _, e := range v.Goals {
		x := &Goal{Entry: e, Doc: a.in.Documents[e.File], Address: Route{Kind: KindGoal, ID: e.ID}.Address(), n: len(s.Goals)}
		if e.Edition.ID != "" {
			x.Edition = find(a, e.File, e.Edition, "edicion", a.editions, nounEdition)
		}
		a.goals[e.ID] = x
		s.Goals = append(s.Goals, x)
	}
	for _, e := range v.Pages {
		x := &Page{Entry: e, Doc: a.in.Documents[e.File], Address: Route{Kind: KindPage, ID: e.Slug}.Address()}
		a.pages[e.Slug] = x
		s.Pages = append(s.Pages, x)
	}
	for _, m := range s.Municipalities {
		for _, award := range m.Entry.Awards {
			e := find(a, m.Entry.File, award.Edition, "reconocimientos.edicion", a.editions, nounEdition)
			if e == nil {
				continue
			}
			m.Awards = append(m.Awards, Award{award, e})
			if n := len(e.Awarded); n == 0 || e.Awarded[n-1] != m {
				e.Awarded = append(e.Awarded, m)
			}
		}
	}
}

// addPractices joins each practice to what it refers to. A practice whose
// municipality or edition does not exist has no place on the site; the problem
// says so.
func (a *assembler) addPractices(list []*content.Practice) {
	a.before = a.comparable()
	a.site.joined = a.joinAll(list)
	a.site.order = a.sorted()
	a.site.Practices = make([]*Practice, len(a.site.order))
	for i, o := range a.site.order {
		a.site.Practices[i] = &a.site.joined[o]
	}
	for _, p := range a.site.Practices {
		m := p.Municipality
		m.Practices = append(m.Practices, p)
		m.Province.Practices = append(m.Province.Practices, p)
		m.Department.Practices = append(m.Department.Practices, p)
		p.Edition.Practices = append(p.Edition.Practices, p)
		for _, t := range p.Themes {
			t.Practices = append(t.Practices, p)
		}
		for _, g := range p.Goals {
			g.Practices = append(g.Practices, p)
		}
		for _, other := range p.Partners {
			other.Partnered = append(other.Partnered, p)
		}
		for _, r := range p.Replicas {
			if n := len(r.Municipality.Replicated); n == 0 || r.Municipality.Replicated[n-1] != p {
				r.Municipality.Replicated = append(r.Municipality.Replicated, p)
			}
		}
	}
}

// joinAll joins every practice, on all processors: most of the time that an
// assembly takes goes into looking things up.
func (a *assembler) joinAll(list []*content.Practice) []Practice {
	out := make([]Practice, len(list))
	a.shared(len(list), func(a *assembler, i int) {
		if !a.again(&out[i], list[i]) {
			a.join(&out[i], list[i])
		}
	})
	return out
}

// shared calls f for 0 to n-1 from several goroutines. Each has an assembler of
// its own, that may report problems and read everything else.
func (a *assembler) shared(n int, f func(a *assembler, i int)) {
	workers := max(1, min(runtime.GOMAXPROCS(0), n/256))
	parts := make([]assembler, workers)
	var wait sync.WaitGroup
	for w := range parts {
		parts[w] = *a
		parts[w].problems = nil
		wait.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				f(&parts[w], i)
			}
		})
	}
	wait.Wait()
	for _, p := range parts {
		a.problems = append(a.problems, p.problems...)
	}
}

// join looks up everything that a practice refers to, and reports what is not there.
func (a *assembler) join(p *Practice, e *content.Practice) {
	before := len(a.problems)
	*p = Practice{
		Entry: e, Doc: a.in.Documents[e.File], State: StateOf(e, a.options.Now),
		Address: Route{Kind: KindPractice, ID: e.Slug}.Address(), Eases: easesOf(e),
	}
	p.Municipality = find(a, e.File, e.Municipality, "municipalidad", a.municipalities, nounMunicipality)
	p.Edition = find(a, e.File, e.Edition, "edicion", a.editions, nounEdition)
	p.Partners = findAll(a, e.File, e.Partners, "municipalidades_asociadas", a.municipalities, nounMunicipality)
	p.Themes = findAll(a, e.File, e.Themes, "temas", a.themes, nounTheme)
	p.Goals = findAll(a, e.File, e.Goals, "metas", a.goals, nounGoal)
	for _, r := range e.Replicas {
		if m := find(a, e.File, r.Municipality, "replicas.municipalidad", a.municipalities, nounMunicipality); m != nil {
			p.Replicas = append(p.Replicas, Replica{r, m})
		}
	}
	a.addImages(p)
	a.addDownloads(p)
	p.known.key = sortKey(p)
	p.known.sound = len(a.problems) == before
}

// addImages gives a practice its pictures: those of its frontmatter, and those
// that only its text names.
func (a *assembler) addImages(p *Practice) {
	add := func(img content.Image) {
		file := p.Entry.Beside(img.File.ID)
		photo, ok := a.in.Photos[file]
		known := slices.ContainsFunc(p.Images, func(i Image) bool { return i.Entry.File.ID == img.File.ID })
		if ok && !known {
			p.Images = append(p.Images, Image{img, file, photo})
		}
	}
	for _, img := range p.Entry.Images {
		add(img)
	}
	if p.Doc == nil {
		return
	}
	for _, img := range p.Doc.Images {
		add(content.Image{File: content.Ref{ID: img.Name, At: img.Pos}, Alt: img.Alt})
	}
}

func (a *assembler) sortLists() {
	s := a.site
	// A Collator keeps state, so each assembly has its own.
	es := collate.New(language.Spanish)
	byName := func(x, y string) int { return cmp.Or(es.CompareString(x, y), cmp.Compare(x, y)) }
	slices.SortStableFunc(s.Departments, func(x, y *Department) int { return byName(x.Name, y.Name) })
	for _, d := range s.Departments {
		slices.SortStableFunc(d.Provinces, func(x, y *Province) int { return byName(x.Name, y.Name) })
	}
	slices.SortStableFunc(s.Themes, func(x, y *Theme) int { return byName(x.Entry.Name, y.Entry.Name) })
	slices.SortStableFunc(s.Goals, func(x, y *Goal) int { return byName(x.Entry.Name, y.Entry.Name) })
	slices.SortStableFunc(s.Editions, func(x, y *Edition) int {
		return cmp.Or(
			cmp.Compare(y.Entry.StartYear, x.Entry.StartYear),
			cmp.Compare(y.Entry.Number.Value, x.Entry.Number.Value),
		)
	})
	for _, m := range s.Municipalities {
		slices.SortStableFunc(m.Awards, func(x, y Award) int {
			return cmp.Compare(y.Edition.Entry.StartYear, x.Edition.Entry.StartYear)
		})
	}
}
