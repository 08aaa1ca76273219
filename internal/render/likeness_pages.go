package render

import (
	"encoding/json"
	"html/template"
	"strings"

	"vitrina/internal/likeness"
	"vitrina/internal/site"
)

// likeView is the page where one finds one's municipality, or says what it is
// like.
type likeView struct {
	frame
	Data        string // the file that the search by name loads
	Script      string
	Root        string
	Departments []countedLink
	Lands       []linkGroup
	Method      []fact // what is compared, and how much it counts
}

// linkGroup are links under a title.
type linkGroup struct {
	Title string
	Links []link
}

// likeData is where the names of all municipalities stand, for the search.
const likeData = "/como-la-mia/municipalidades.json"

func (b *builder) like() framed {
	v := likeView{Data: b.href(likeData), Script: b.href(b.r.assets.Likeness), Root: b.root}
	for _, d := range b.s.Departments {
		if n := len(d.Municipalities); n > 0 {
			r := site.Route{Kind: site.KindLikeDepartment, ID: d.Slug}
			v.Departments = append(v.Departments, countedLink{link: link{b.href(r.Address()), d.Name}, Count: count(n)})
		}
	}
	for _, land := range likeness.Lands() {
		if n := len(v.Lands); n == 0 || v.Lands[n-1].Title != b.t("region."+land.Region) {
			v.Lands = append(v.Lands, linkGroup{Title: b.t("region." + land.Region)})
		}
		g := &v.Lands[len(v.Lands)-1]
		r := site.Route{Kind: site.KindLikeQuestions, ID: land.ID}
		g.Links = append(g.Links, link{b.href(r.Address()), b.t("como.tierra." + land.ID)})
	}
	set := b.likes().set
	for _, f := range likeness.Facts() {
		if set.Counts(f) {
			v.Method = append(v.Method, fact{Label: b.t("como.dato." + f.String()), Value: number(set.Share(f), 0) + nbsp + "%"})
		}
	}
	v.frame = b.frame(head{title: b.t("como.titulo"), description: b.t("como.descripcion")})
	return &v
}

// likeDepartmentView lists the municipalities of a department by province.
type likeDepartmentView struct {
	frame
	Provinces []linkGroup
}

func (b *builder) likeDepartment(d *site.Department) framed {
	v := likeDepartmentView{}
	for _, p := range d.Provinces {
		g := linkGroup{Title: p.Name}
		for _, m := range p.Municipalities {
			name := m.Entry.Name
			if m.Entry.Example {
				name += " (" + strings.ToLower(b.t("ejemplo.corto")) + ")"
			}
			g.Links = append(g.Links, link{b.href(m.Address) + "#v-parecidas", name})
		}
		v.Provinces = append(v.Provinces, g)
	}
	v.frame = b.frame(head{
		title: b.t("como.departamento", "nombre", d.Name), description: b.t("como.departamentodescripcion", "nombre", d.Name),
		crumbs: []link{b.crumb(site.KindLike, b.t("como.titulo"))},
	})
	v.frame.Here = d.Name
	return &v
}

// likeQuestionsView asks the last two of the four questions.
type likeQuestionsView struct {
	frame
	Change link // to the first two
	Sizes  []linkGroup
}

func (b *builder) likeQuestions(land likeness.Choice) framed {
	v := likeQuestionsView{Change: link{b.href("/como-la-mia/") + "#v-preguntas", b.t("como.cambiar")}}
	for _, a := range likeness.AnswersFor(land) {
		if name := b.t("como.poblacion." + a.Size.ID); len(v.Sizes) == 0 || v.Sizes[len(v.Sizes)-1].Title != name {
			v.Sizes = append(v.Sizes, linkGroup{Title: name})
		}
		g := &v.Sizes[len(v.Sizes)-1]
		r := site.Route{Kind: site.KindLikeAnswers, ID: a.ID()}
		g.Links = append(g.Links, link{b.href(r.Address()), b.t("como.vida." + a.Life.ID)})
	}
	title := b.t("como.tierra." + land.ID)
	v.frame = b.frame(head{
		title: title, description: b.t("como.preguntasdescripcion", "tierra", title), noIndex: true,
		crumbs: []link{b.crumb(site.KindLike, b.t("como.titulo"))},
	})
	return &v
}

// likeAnswersView shows what is most alike to the municipality described.
type likeAnswersView struct {
	frame
	Answers template.HTML
	Change  []link
	Alike   alikeView
	All     link
}

func (b *builder) likeAnswers(a likeness.Answers) framed {
	land, size, life := b.t("como.tierra."+a.Land.ID), b.t("como.poblacion."+a.Size.ID), b.t("como.vida."+a.Life.ID)
	questions := site.Route{Kind: site.KindLikeQuestions, ID: a.Land.ID}.Address()
	p := a.Place()
	v := likeAnswersView{
		Answers: b.facts([]fact{{Label: b.t("como.pregunta.tierra"), Value: land}, {Label: b.t("como.pregunta.poblacion"), Value: size}, {Label: b.t("como.pregunta.vida"), Value: life}}),
		Change:  []link{{b.href("/como-la-mia/") + "#v-preguntas", b.t("como.cambiartierra")}, {b.href(questions), b.t("como.cambiargente")}},
		Alike:   b.alike(&p, nil, alikeOnAnswers),
		All:     link{b.href("/practicas/"), b.n("practicas.todas", len(b.s.Practices))},
	}
	v.Alike.Title, v.Alike.TitleOthers = b.t("parecidas.practicassuya"), b.t("parecidas.municipalidadessuya")
	v.frame = b.frame(head{
		title: b.t("como.respuestas"), description: land + ". " + size + ". " + life + ". " + b.t("como.respuestasdescripcion"), noIndex: true,
		crumbs: []link{b.crumb(site.KindLike, b.t("como.titulo")), {b.href(questions), land}},
	})
	v.frame.Title = b.t("como.respuestastitulo", "que", land+", "+strings.ToLower(size)+", "+strings.ToLower(life)) + " — " + b.s.Config.Title
	v.frame.Here = size + ", " + strings.ToLower(life)
	return &v
}

// likeNames is the file that the search by name loads: for each department its
// name and provinces, for each province its name, code and municipalities, each
// as the last two digits of its ubigeo and its name, other spellings after "|".
func (b *builder) likeNames() ([]byte, error) {
	departments := [][]any{}
	for _, d := range b.s.Departments {
		provinces := [][]any{}
		for _, p := range d.Provinces {
			names := []string{}
			for _, m := range p.Municipalities {
				name := m.Entry.Ubigeo[4:] + strings.ReplaceAll(m.Entry.Name, "|", " ")
				for _, other := range m.Entry.OtherNames {
					name += "|" + strings.ReplaceAll(other, "|", " ")
				}
				names = append(names, name)
			}
			provinces = append(provinces, []any{p.Name, p.Code, names})
		}
		if len(provinces) > 0 {
			departments = append(departments, []any{d.Name, provinces})
		}
	}
	return json.Marshal(departments)
}
