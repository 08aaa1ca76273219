package render

import (
	"html/template"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/site"
	"vitrina/internal/weave"
)

// The page of the look, /estilo/: every component with its extremes, from values
// that stand here. The preview shows it to whoever changes a template or a
// style; it is no route of a Site, so no build ever writes it.

type styleView struct {
	frame
	Colors   []string // names of intents
	Families []styleFamily
	Dyes     []styleFamily
	Pictos   []string
	Cards    template.HTML
	Known    styleNeeds
	Unknown  styleNeeds
	Results  template.HTML
	Facts    template.HTML
	Contact  contactView
	Map      *tileMap
	Themes   ways
	Pager    pager
}

type styleFamily struct {
	Name         string
	Band, Square template.HTML
}

type styleNeeds struct{ Cost, Team, Internet, Power, Vehicle need }

// longTitle has the 120 characters that a title may have at most.
const longTitle = "Agua segura y constante para los caseríos altos: turnos, cloro por goteo, un cuaderno y la prueba del día seco en casa"

func (b *builder) style() framed {
	unknown := need{Value: b.t("noconsta")}
	v := styleView{
		Colors: []string{
			"ground", "raised", "text", "muted", "line", "line-strong", "link", "accent", "accent-text", "focus-ground", "warn", "warn-ground",
			"mark", "free", "before", "costa", "sierra", "selva", "otra", "map-empty", "map-some", "map-many",
		},
		Pictos: []string{"costo", "equipo", "internet", "energia", "vehiculo", "telefono"},
		Known: styleNeeds{
			need{Known: true, Value: soles(12500), Note: "Primer año. Después, unos S/ 3 000."}, need{Known: true, Value: b.n("necesita.personas", 1)},
			need{Known: true, Free: true, Value: b.t("necesita.valor.no-necesita")}, need{Known: true, Value: b.t("necesita.valor.a-veces")}, unknown,
		},
		Unknown: styleNeeds{unknown, unknown, unknown, unknown, unknown},
		Facts: b.facts(b.gather([]fact{
			{Label: b.t("municipalidad.poblacion"), Value: "2 184 habitantes"}, {Label: b.t("municipalidad.altitud")}, {Label: b.t("municipalidad.superficie")},
		})),
		Contact: contactOf(content.Contact{Area: "Oficina de ejemplo", Phone: "(01) 000 0000", Email: "oficina@vitrina.example", Hours: "lunes a viernes, de 8:00 a 13:00"}),
		Map:     b.tiles(),
		Pager:   pager{Page: 2, Pages: 9, Previous: link{"./", b.t("lista.anterior")}, Next: link{"./", b.t("lista.siguiente")}, Position: b.t("lista.pagina", "n", "2", "total", "9")},
	}
	v.Themes.add(countedLink{link: link{"./", "Agua y saneamiento"}, Count: count(1204)})
	v.Themes.add(countedLink{link: link{"./", "Riesgo de desastres"}, Count: count(0), Zero: true})
	for _, name := range weave.Families() {
		w, band := weave.Theme(weave.ThemeOf(name))
		v.Families = append(v.Families, styleFamily{name, b.cloth(w, band), b.cloth(w, w.Square())})
	}
	for i, region := range []string{"costa", "sierra", "selva", ""} {
		for _, slug := range []string{"a", "b", "c"} {
			w := weave.Of(weave.ThemeOf(weave.Families()[3*i]), region, slug)
			v.Dyes = append(v.Dyes, styleFamily{w.Dye.Class, b.cloth(w, w.Band()), ""})
		}
	}
	for _, f := range [...][2]float64{{18, 91}, {0, 1}, {1, 0}, {31, 31}, {1, 12000}, {96, 4}, {50, 51}, {3, 7}, {1000, 250}} {
		v.Results += b.results([]content.Result{{
			Indicator: "Sistemas de agua con cloro suficiente", Unit: "sistemas", Period: "2021 a 2023", Source: "Registro de ejemplo",
			Before: content.Figure{Known: true, IsNumber: true, Number: f[0]}, After: content.Figure{Known: true, IsNumber: true, Number: f[1]},
		}}, true)
	}
	for i, c := range []card{
		{Title: longTitle, Takes: "S/ 286 000 · 5 personas", Without: strings.Join([]string{b.t("sin.internet"), b.t("sin.energia"), b.t("sin.vehiculo")}, " · "), Region: "sierra", Example: true},
		{Title: "Banco de sillas", Region: "costa"},
		{Title: "Bajo embargo", Band: b.t("banda.borrador"), Region: "selva", Takes: "S/ 900"},
	} {
		w := weave.Of(weave.ThemeOf(weave.Families()[i]), c.Region, c.Title)
		c.Href, c.Place, c.Award, c.Cloth = "./", "Nuevo Kusu Chico, Amazonas", b.t("reconocimiento.ganadora")+" · 2019–2021", b.cloth(w, w.Band())
		v.Cards += b.partial("tarjeta", c)
	}
	v.frame = b.frame(head{title: b.t("estilo.titulo"), description: b.t("estilo.descripcion"), noIndex: true})
	return &v
}

// StyleRoute is the page of the look. It is no route of any Site.
var StyleRoute = site.Route{Kind: site.KindStyle}
