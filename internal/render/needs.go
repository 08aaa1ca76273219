package render

import (
	"strings"

	"vitrina/internal/site"
)

// easeNames writes eases as the marks of a practice: "Sin internet · Bajo costo".
func (b *builder) easeNames(list []site.Ease, separator string) string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = b.t("necesidad." + string(e) + ".nombre")
	}
	return strings.Join(names, separator)
}

// easeLinks are the marks of a practice, each leading to others that have it.
func (b *builder) easeLinks(eases []site.Ease) []link {
	list := make([]link, len(eases))
	for i, e := range eases {
		list[i] = link{b.href(site.Route{Kind: site.KindNeed, ID: string(e)}.Address()), b.t("necesidad." + string(e) + ".nombre")}
	}
	return list
}

// ways by what one has: each ease with how many practices have it.
func (b *builder) needWays() []countedLink {
	var list []countedLink
	for _, n := range b.s.Needs {
		list = append(list, countedLink{
			link: link{b.href(n.Address), b.t("necesidad." + string(n.Ease) + ".nombre")}, Count: count(len(n.Practices)), Zero: len(n.Practices) == 0,
		})
	}
	return list
}

func (b *builder) needs() framed {
	v := indexView{Intro: b.t("necesidades.descripcion")}
	var g indexGroup
	for _, n := range b.s.Needs {
		g.Items = append(g.Items, indexItem{
			countedLink{link{b.href(n.Address), b.t("necesidad." + string(n.Ease) + ".nombre")}, b.n("practicas.cuenta", len(n.Practices)), "", len(n.Practices) == 0},
			b.easeRule(n.Ease), "",
		})
	}
	v.Groups = []indexGroup{g}
	v.frame = b.frame(head{title: b.t("necesidades.titulo"), description: v.Intro})
	return &v
}

func (b *builder) need(n *site.Need) framed {
	v := b.list(n.Practices)
	v.Intro = b.easeRule(n.Ease)
	v.Compare = b.compare(n.Practices)
	v.frame = b.frame(head{
		title: b.pageTitle(b.t("necesidad." + string(n.Ease) + ".lista")), description: v.Intro + b.pageNote(),
		crumbs: []link{b.crumb(site.KindNeeds, b.t("necesidades.titulo"))},
	})
	return &v
}

// easeRule says when a practice has an ease.
func (b *builder) easeRule(e site.Ease) string {
	return b.t("necesidad."+string(e)+".regla", "soles", soles(site.LowCostLimit), "personas", count(site.SmallTeamLimit))
}
