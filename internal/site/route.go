package site

import (
	"fmt"
	"slices"
	"strings"

	"vitrina/internal/likeness"
)

// Kind is a kind of page.
type Kind string

// The kinds of page, by the name of their template in templates/pages.
const (
	KindHome           Kind = "inicio"
	KindPractices      Kind = "practicas"
	KindPractice       Kind = "practica"
	KindMunicipalities Kind = "municipalidades"
	KindMunicipality   Kind = "municipalidad"
	KindDepartments    Kind = "departamentos"
	KindDepartment     Kind = "departamento"
	KindProvince       Kind = "provincia"
	KindEditions       Kind = "ediciones"
	KindEdition        Kind = "edicion"
	KindThemes         Kind = "temas"
	KindTheme          Kind = "tema"
	KindGoals          Kind = "metas"
	KindGoal           Kind = "meta"
	KindLiaisons       Kind = "enlaces"
	KindLiaison        Kind = "enlace"
	KindCoverage       Kind = "cobertura"
	KindCoverageOf     Kind = "cobertura-departamento"
	KindPage           Kind = "pagina"
	KindSearch         Kind = "buscar"
	KindData           Kind = "datos"
	// KindStyle is the page of the look: the preview shows it, and it is never
	// one of the routes of a Site.
	KindStyle    Kind = "estilo"
	KindNotFound Kind = "404"

	// Booklets: the practices of a department or of a theme, to be printed.
	KindDepartmentBooklet Kind = "cuaderno-departamento"
	KindThemeBooklet      Kind = "cuaderno-tema"
	// The ways by what one has, and by what one's municipality is like.
	KindNeeds          Kind = "necesidades"
	KindNeed           Kind = "necesidad"
	KindLike           Kind = "como-la-mia"
	KindLikeDepartment Kind = "como-la-mia-departamento" // find one's municipality
	KindLikeQuestions  Kind = "como-la-mia-preguntas"    // its ID is a likeness.Choice of land
	KindLikeAnswers    Kind = "como-la-mia-respuestas"   // its ID is that of likeness.Answers
)

// PageSize is the number of entries on one page of a list.
const PageSize = 24

// Route is one page of the site: what it shows and where it stands. Routes are
// plain values that can be compared.
type Route struct {
	Kind Kind
	// ID is the slug, ubigeo, code or id that the page is about; empty for lists.
	ID string
	// Page is the page of a list, from 1; 0 for pages that are not paged.
	Page int
}

// folder is the first segment of each kind's address.
var folder = map[Kind]string{
	KindPractices: "practicas", KindPractice: "practicas",
	KindMunicipalities: "municipalidades", KindMunicipality: "municipalidades",
	KindDepartments: "departamentos", KindDepartment: "departamentos", KindDepartmentBooklet: "departamentos",
	KindProvince: "provincias",
	KindEditions: "ediciones", KindEdition: "ediciones",
	KindThemes: "temas", KindTheme: "temas", KindThemeBooklet: "temas",
	KindGoals: "metas", KindGoal: "metas",
	KindLiaisons: "enlaces", KindLiaison: "enlaces",
	KindCoverage: "cobertura", KindCoverageOf: "cobertura",
	KindStyle: "estilo", KindPage: "paginas", KindSearch: "buscar", KindData: "datos",
	KindNeeds: "necesidades", KindNeed: "necesidades",
	KindLike: "como-la-mia", KindLikeDepartment: "como-la-mia", KindLikeQuestions: "como-la-mia", KindLikeAnswers: "como-la-mia",
}

// Address is where the page stands on the site, from its root: "/practicas/agua/".
func (r Route) Address() string {
	var b strings.Builder
	b.WriteByte('/')
	switch {
	case r.Kind == KindHome:
		return "/"
	case r.Kind == KindNotFound:
		return "/404.html"
	}
	b.WriteString(folder[r.Kind])
	b.WriteByte('/')
	if r.ID != "" {
		b.WriteString(r.ID)
		b.WriteByte('/')
	}
	if r.Kind == KindDepartmentBooklet || r.Kind == KindThemeBooklet {
		b.WriteString("cuaderno/")
	}
	if r.Page > 1 {
		fmt.Fprintf(&b, "pagina/%d/", r.Page)
	}
	return b.String()
}

// File is the name of the page's file: "practicas/agua/index.html".
func (r Route) File() string {
	a := r.Address()[1:]
	if strings.HasSuffix(a, ".html") {
		return a
	}
	return a + "index.html"
}

// IsBooklet reports whether a file of the output is a booklet: a page that is
// long on purpose.
func IsBooklet(file string) bool { return strings.HasSuffix(file, "/cuaderno/index.html") }

// First is the route of the first page of the same list.
func (r Route) First() Route {
	if r.Page > 1 {
		r.Page = 1
	}
	return r
}

// Pages is the number of pages that a list of n entries takes; an empty list
// has one, which says that it is empty.
func Pages(n int) int {
	return max(1, (n+PageSize-1)/PageSize)
}

// Window returns the part of a list that stands on its given page, from 1.
func Window[T any](list []T, page int) []T {
	from := (max(page, 1) - 1) * PageSize
	if from >= len(list) {
		return nil
	}
	return list[from:min(from+PageSize, len(list))]
}

// Routes are all pages of the site, ordered by kind and then as their lists
// are. The caller must not change them.
func (s *Site) Routes() []Route { return s.routes }

// Lookup finds the page at an address of the site, "/practicas/agua/".
func (s *Site) Lookup(address string) (Route, bool) {
	r, ok := s.address[address]
	return r, ok
}

// MachineAddresses are the addresses of the files for machines that texts may
// link to: feeds, open data and the sitemap.
func (s *Site) MachineAddresses() []string {
	list := []string{"/feed.xml", "/datos/practicas.json", "/datos/practicas.csv", "/sitemap.xml"}
	for _, d := range s.Departments {
		list = append(list, d.Address+"feed.xml")
	}
	for _, t := range s.Themes {
		list = append(list, t.Address+"feed.xml")
	}
	for _, l := range s.Liaisons {
		list = append(list, l.Calendar)
	}
	return list
}

// setRoutes lists all pages. When they are those of an earlier Site, their
// addresses are too.
func (s *Site) setRoutes(before *Site) {
	size := (len(s.Practices)+len(s.Municipalities))*5/4 + 256
	s.routes = make([]Route, 0, size)
	add := func(k Kind, id string) { s.routes = append(s.routes, Route{Kind: k, ID: id}) }
	paged := func(k Kind, id string, n int) {
		for p := range Pages(n) {
			s.routes = append(s.routes, Route{Kind: k, ID: id, Page: p + 1})
		}
	}
	add(KindHome, "")
	paged(KindPractices, "", len(s.Practices))
	for _, p := range s.Practices {
		add(KindPractice, p.Entry.Slug)
	}
	paged(KindMunicipalities, "", len(s.Municipalities))
	for _, m := range s.Municipalities {
		add(KindMunicipality, m.Entry.Ubigeo)
	}
	add(KindDepartments, "")
	for _, d := range s.Departments {
		paged(KindDepartment, d.Slug, len(d.Practices))
		add(KindDepartmentBooklet, d.Slug)
	}
	for _, p := range s.Provinces {
		paged(KindProvince, p.Code, len(p.Practices))
	}
	add(KindEditions, "")
	for _, e := range s.Editions {
		paged(KindEdition, e.Entry.ID, len(e.Practices))
	}
	add(KindThemes, "")
	for _, t := range s.Themes {
		paged(KindTheme, t.Entry.ID, len(t.Practices))
		add(KindThemeBooklet, t.Entry.ID)
	}
	add(KindGoals, "")
	for _, g := range s.Goals {
		paged(KindGoal, g.Entry.ID, len(g.Practices))
	}
	if len(s.Liaisons) > 0 {
		add(KindLiaisons, "")
	}
	for _, l := range s.Liaisons {
		add(KindLiaison, l.Department.Code)
	}
	add(KindCoverage, "")
	for _, d := range s.Departments {
		if len(d.Municipalities) > 0 {
			add(KindCoverageOf, d.Slug)
		}
	}
	for _, p := range s.Pages {
		add(KindPage, p.Entry.Slug)
	}
	add(KindNeeds, "")
	for _, n := range s.Needs {
		paged(KindNeed, string(n.Ease), len(n.Practices))
	}
	add(KindLike, "")
	for _, d := range s.Departments {
		if len(d.Municipalities) > 0 {
			add(KindLikeDepartment, d.Slug)
		}
	}
	for _, land := range likeness.Lands() {
		add(KindLikeQuestions, land.ID)
		for _, answers := range likeness.AnswersFor(land) {
			add(KindLikeAnswers, answers.ID())
		}
	}
	add(KindSearch, "")
	add(KindData, "")
	add(KindNotFound, "")
	if before != nil && slices.Equal(s.routes, before.routes) {
		s.routes, s.address = before.routes, before.address
		return
	}
	s.address = make(map[string]Route, size)
	for _, r := range s.routes {
		s.address[r.Address()] = r
	}
}
