package check

import "strings"

// fetchedRels are the relations for which a browser loads, or greets, what a
// link element names.
var fetchedRels = set("stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload",
	"prefetch", "preconnect", "dns-prefetch", "prerender")

// linkTag checks a link element by what it is for.
func (p *page) linkTag(e *element, href string) {
	rels := words(e.val("rel"))
	for _, rel := range rels {
		if fetchedRels[rel] {
			p.fetch(e.off, href, false)
			return
		}
	}
	if len(rels) == 1 && rels[0] == "canonical" {
		p.head.canonical, p.head.hasCanon = p.publish(e.off, "la dirección canónica", href, true)
		return
	}
	p.visit(e.off, href)
}

// metaTag checks the addresses that pages give to those who share them.
func (p *page) metaTag(e *element, content string) {
	key := strings.ToLower(e.val("property"))
	if key == "" {
		key = strings.ToLower(e.val("name"))
	}
	switch key {
	case "og:url":
		p.publish(e.off, "«og:url»", content, true)
	case "og:image", "og:image:url", "og:image:secure_url", "twitter:image":
		p.publish(e.off, "«"+key+"»", content, true)
	case "og:video", "og:video:url", "og:audio", "og:audio:url", "og:see_also":
		p.publish(e.off, "«"+key+"»", content, false)
	}
}
