// Package render turns one route of a Site into the bytes of its page, and the
// Site as a whole into the files that machines read (feeds, data, sitemap).
//
// Rendering is a pure function of (Site, Route): a Renderer holds parsed
// templates, texts and the names of the assets, and changes nothing after New.
// `build` calls it for every route, the preview for the page that is asked for.
//
// Each kind of page has one view, a plain struct of finished strings, and one
// template, templates/pages/<kind>.html. Views decide, templates lay out. All
// text reaches a page as html/template escapes it (see form.go); the only ready-made
// HTML is that of internal/markdown, and what was made before (see kept.go).
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"vitrina/internal/likeness"
	"vitrina/internal/site"
	"vitrina/internal/texts"
)

// Renderer makes pages. It is safe for concurrent use, and what it remembers
// never shows: the same Site and Route give the same bytes.
type Renderer struct {
	texts  *texts.Texts
	pages  map[string]*template.Template
	assets Assets
	search Search
	common *template.Template // the partials, for what is executed by itself
	forms  *forms
	kept   *kept
	codes  *qrPlans
	photos PhotoSize
}

// PhotoSize says how many bytes the narrowest size of a photo takes, or 0 when
// that is not known. The answer may depend on the photo alone.
type PhotoSize func(img site.Image) int64

// Assets names the published files that every page refers to, from the site's
// root: "recursos/sitio-0a1b2c3d4e.css".
type Assets struct {
	CSS, JS, Icon, ShareImage string
	Likeness                  string // the script that finds a municipality by name
	Early                     string // the script that runs before anything is shown
	// Kept are the files that are published under the names that they have.
	Kept []string
}

// New parses a templates folder: base.html, partials/*.html and pages/*.html.
// A template that does not parse, or names a text that does not exist, is an
// error that says where.
func New(fsys fs.FS, assets Assets) (*Renderer, error) {
	t, err := texts.Load(fsys)
	if err != nil {
		return nil, err
	}
	r := &Renderer{
		texts:  t,
		pages:  make(map[string]*template.Template),
		assets: assets,
		kept:   &kept{},
		codes:  new(qrPlans),
	}
	common := template.New("").Funcs(r.funcs()).Option("missingkey=error")
	partials, err := fs.Glob(fsys, "partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("plantillas: %w", err)
	}
	for _, name := range append([]string{"base.html"}, partials...) {
		if err := parseInto(common, fsys, name); err != nil {
			return nil, err
		}
	}
	r.forms = &forms{fillable: fillable(common)}
	names, err := fs.Glob(fsys, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("plantillas: %w", err)
	}
	for _, name := range names {
		set, err := common.Clone()
		if err != nil {
			return nil, fmt.Errorf("plantillas: %w", err)
		}
		if err := parseInto(set, fsys, name); err != nil {
			return nil, err
		}
		if err := onlyItsOwn(set, common); err != nil {
			return nil, err
		}
		for _, tmpl := range set.Templates() {
			if err := r.layConstants(tmpl); err != nil {
				return nil, err
			}
		}
		r.pages[strings.TrimSuffix(path.Base(name), ".html")] = set
	}
	for _, kind := range kinds {
		if r.pages[string(kind)] == nil {
			return nil, fmt.Errorf("plantillas: falta pages/%s.html", kind)
		}
	}
	for _, tmpl := range common.Templates() {
		if err := r.layConstants(tmpl); err != nil {
			return nil, err
		}
	}
	r.common = common
	return r, nil
}

// onlyItsOwn reports what a page defines that base.html or a partial does: those are
// executed for all pages, so the page's would not be seen.
func onlyItsOwn(set, common *template.Template) error {
	for _, t := range common.Templates() {
		if mine := set.Lookup(t.Name()); t.Tree != nil && mine.Tree.ParseName != t.Tree.ParseName {
			location, _ := mine.Tree.ErrorContext(mine.Tree.Root)
			return fmt.Errorf("plantillas: %s: define «%s», que ya está en %s; póngale otro nombre", location, t.Name(), t.Tree.ParseName)
		}
	}
	return nil
}

func parseInto(set *template.Template, fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("plantillas: %w", err)
	}
	if _, err := set.New(name).Parse(string(data)); err != nil {
		return fmt.Errorf("plantillas: %w", err)
	}
	return nil
}

// WithSearch returns a Renderer whose search page knows the index of its Site.
func (r *Renderer) WithSearch(s Search) *Renderer {
	with := *r
	with.search = s
	return &with
}

// WithPhotos returns a Renderer that says how much each photo weighs.
func (r *Renderer) WithPhotos(size PhotoSize) *Renderer {
	with := *r
	with.photos = size
	return &with
}

// Text returns a text of the interface, or its key when there is none.
func (r *Renderer) Text(key string) string {
	text, err := r.texts.Get(key)
	if err != nil {
		return key
	}
	return text
}

// kinds are all kinds of page; each has its template.
var kinds = []site.Kind{
	site.KindHome, site.KindPractices, site.KindPractice, site.KindMunicipalities, site.KindMunicipality,
	site.KindDepartments, site.KindDepartment, site.KindProvince, site.KindEditions, site.KindEdition,
	site.KindThemes, site.KindTheme, site.KindGoals, site.KindGoal, site.KindLiaisons, site.KindLiaison,
	site.KindPage, site.KindSearch, site.KindData, site.KindNotFound, site.KindStyle,
	site.KindDepartmentBooklet, site.KindThemeBooklet,
	site.KindNeeds, site.KindNeed, site.KindLike, site.KindLikeDepartment, site.KindLikeQuestions, site.KindLikeAnswers,
	site.KindCoverage, site.KindCoverageOf,
}

// Page renders one page of the site.
func (r *Renderer) Page(s *site.Site, route site.Route) ([]byte, error) {
	return r.AppendPage(nil, s, route)
}

// AppendPage is Page in memory that is there already: it appends to dst.
func (r *Renderer) AppendPage(dst []byte, s *site.Site, route site.Route) ([]byte, error) {
	page, err := r.page(dst, s, route)
	if err != nil {
		return nil, fmt.Errorf("página %s: %w", route.Address(), err)
	}
	return page, nil
}

func (r *Renderer) page(dst []byte, s *site.Site, route site.Route) ([]byte, error) {
	b := r.builder(s, route)
	view, err := b.view()
	if err != nil {
		return nil, err
	}
	around, err := r.around(b)
	if err != nil {
		return nil, err
	}
	buf := bytes.NewBuffer(dst)
	set := r.pages[string(route.Kind)]
	var frame any = *view.outer()
	buf.WriteString(string(b.fill("cabeza", frame)))
	buf.Write(around.before)
	buf.WriteString(string(b.fill("camino", frame)))
	if b.err != nil {
		return nil, b.err
	}
	if err := set.ExecuteTemplate(buf, "contenido", view); err != nil {
		return nil, err
	}
	buf.Write(around.after)
	return buf.Bytes(), nil
}

// framed is a view: every one has a frame.
type framed interface{ outer() *frame }

// view builds what the template of the route's kind is given.
func (b *builder) view() (framed, error) {
	s, route := b.s, b.route
	var view framed
	switch route.Kind {
	case site.KindHome:
		view = b.home()
	case site.KindPractices:
		view = b.practices()
	case site.KindPractice:
		view = b.practice(s.Practice(route.ID))
	case site.KindMunicipalities:
		view = b.municipalities()
	case site.KindMunicipality:
		view = b.municipality(s.Municipality(route.ID))
	case site.KindDepartments:
		view = b.departments()
	case site.KindDepartment:
		view = b.department(s.Department(route.ID))
	case site.KindProvince:
		view = b.province(s.Province(route.ID))
	case site.KindEditions:
		view = b.editions()
	case site.KindEdition:
		view = b.edition(s.Edition(route.ID))
	case site.KindThemes:
		view = b.themes()
	case site.KindTheme:
		view = b.theme(s.Theme(route.ID))
	case site.KindGoals:
		view = b.goals()
	case site.KindGoal:
		view = b.goal(s.Goal(route.ID))
	case site.KindLiaisons:
		view = b.liaisons()
	case site.KindLiaison:
		view = b.liaison(s.Liaison(route.ID))
	case site.KindCoverage:
		view = b.coverage()
	case site.KindCoverageOf:
		view = b.coverageOf(s.Department(route.ID))
	case site.KindPage:
		view = b.page(s.Page(route.ID))
	case site.KindSearch:
		view = b.search()
	case site.KindData:
		view = b.data()
	case site.KindNotFound:
		view = b.notFound()
	case site.KindStyle:
		view = b.style()
	case site.KindDepartmentBooklet:
		view = b.departmentBooklet(s.Department(route.ID))
	case site.KindThemeBooklet:
		view = b.themeBooklet(s.Theme(route.ID))
	case site.KindNeeds:
		view = b.needs()
	case site.KindNeed:
		view = b.need(s.Need(route.ID))
	case site.KindLike:
		view = b.like()
	case site.KindLikeDepartment:
		view = b.likeDepartment(s.Department(route.ID))
	case site.KindLikeQuestions:
		land, _ := likeness.LandOf(route.ID)
		view = b.likeQuestions(land)
	case site.KindLikeAnswers:
		answers, _ := likeness.AnswersOf(route.ID)
		view = b.likeAnswers(answers)
	default:
		return nil, fmt.Errorf("clase de página desconocida %q", route.Kind)
	}
	return view, b.err
}
