package check

import (
	"fmt"
	"strings"

	"vitrina/internal/diag"
)

// follow checks every address that an element has.
func (p *page) follow(e *element) {
	for _, a := range e.attrs {
		switch a.key {
		case "href", "xlink:href":
			switch {
			case e.name == "link":
				p.linkTag(e, a.val)
			case e.foreign && e.name != "a":
				p.fetch(e.off, a.val, true)
			default:
				p.visit(e.off, a.val)
			}
		case "src", "poster", "background":
			p.fetch(e.off, a.val, false)
		case "srcset", "imagesrcset":
			for _, raw := range srcset(a.val) {
				p.fetch(e.off, raw, false)
			}
		case "action", "formaction":
			p.submit(e.off, a.val)
		case "cite":
			p.visit(e.off, a.val)
		case "ping":
			p.report(e.off, "«ping» avisa a un servidor de quién pulsa el enlace", "quítelo")
		case "content":
			if e.name == "meta" {
				p.metaTag(e, a.val)
			}
		default:
			if e.foreign && strings.Contains(strings.ToLower(a.val), "url(") {
				for _, u := range cssAddresses([]byte(a.val)) {
					p.fetch(e.off, u.raw, true)
				}
			}
		}
	}
}

// visit checks a link that a reader follows.
func (f *file) visit(off int, raw string) {
	a := f.x.base.resolve(f.served, raw)
	switch a.reach {
	case malformed:
		f.report(off, fmt.Sprintf("la dirección «%s» no es válida", short(raw)), "")
	case outside:
		f.report(off, fmt.Sprintf("el enlace «%s» sale del sitio", short(raw)), f.instead(a))
	case other:
		f.scheme(off, raw, a, "mailto", "tel")
	case inside:
		f.manner(off, raw, a)
		f.arrive(off, raw, a, true)
	}
}

// fetch checks what a browser loads to show the page. Drawings are fetched for
// one id in them.
func (f *file) fetch(off int, raw string, drawing bool) {
	a := f.x.base.resolve(f.served, raw)
	switch {
	case strings.TrimSpace(raw) == "":
		f.report(off, "una dirección vacía donde debe ir un archivo", "")
	case a.reach == malformed:
		f.report(off, fmt.Sprintf("la dirección «%s» no es válida", short(raw)), "")
	case a.reach == outside:
		f.report(off, fmt.Sprintf("«%s» sale del sitio", short(raw)), f.instead(a))
	case a.reach == external:
		what := "es un recurso de otro servidor"
		if a.scheme == "http" {
			what += ", y además sin cifrar (http)"
		}
		f.report(off, fmt.Sprintf("«%s» %s", short(raw), what), "copie el archivo al sitio")
	case a.reach == other:
		f.scheme(off, raw, a)
	default:
		f.manner(off, raw, a)
		f.arrive(off, raw, a, drawing)
	}
}

// submit checks where a form sends what a reader writes.
func (f *file) submit(off int, raw string) {
	a := f.x.base.resolve(f.served, raw)
	switch a.reach {
	case external, outside, malformed:
		f.report(off, fmt.Sprintf("el formulario envía datos fuera del sitio: «%s»", short(raw)), "")
	case other:
		f.scheme(off, raw, a)
	case inside:
		f.manner(off, raw, a)
		f.arrive(off, raw, a, false)
	}
}

// publish checks an address that machines take away with them: it must say the
// whole way. Some may only lead to this site. It returns the file it leads to.
func (f *file) publish(off int, what, raw string, own bool) (int32, bool) {
	a := f.x.base.resolve(f.served, raw)
	b := f.x.base
	switch {
	case a.reach == malformed || a.reach == other || a.form != absolute || strings.HasPrefix(strings.TrimSpace(raw), "//"):
		f.report(off, fmt.Sprintf("%s debe ser una dirección completa, no «%s»", what, short(raw)), "escríbala desde «"+b.scheme+"://»")
	case a.reach == external && own:
		f.report(off, fmt.Sprintf("%s lleva fuera del sitio: «%s»", what, short(raw)), "las direcciones de este sitio empiezan por «"+b.scheme+"://"+b.host+b.path+"»")
	case a.reach == inside && a.scheme != b.scheme:
		f.report(off, fmt.Sprintf("%s empieza por «%s:» y el sitio por «%s:»", what, a.scheme, b.scheme), "")
	case a.reach == inside:
		return f.arrive(off, raw, a, false)
	}
	return 0, false
}

// scheme refuses the schemes that do not belong where they are.
func (f *file) scheme(off int, raw string, a address, allowed ...string) {
	switch a.scheme {
	case "javascript", "vbscript", "data", "blob", "filesystem":
		f.report(off, fmt.Sprintf("dirección peligrosa «%s»: «%s:» no está permitido", short(raw), a.scheme), "")
		return
	}
	for _, ok := range allowed {
		if a.scheme == ok {
			return
		}
	}
	f.report(off, fmt.Sprintf("«%s» empieza por «%s:», que no está permitido aquí", short(raw), a.scheme), "")
}

// manner checks that an address inside the site is written so that it works
// wherever the site stands, or wherever 404.html is shown.
func (f *file) manner(off int, raw string, a address) {
	switch {
	case a.form == sameDocument:
	case f.name404():
		if a.form == relative {
			f.report(off, fmt.Sprintf("«%s» es relativa, y 404.html se muestra en cualquier carpeta", short(raw)), f.instead(a))
		}
	case a.form != relative:
		f.report(off, fmt.Sprintf("«%s» no es relativa: deja de servir si el sitio cambia de dirección", short(raw)), f.instead(a))
	}
}

// instead is the relative address of the same place, if there is one.
func (f *file) instead(a address) string {
	if a.reach != inside || a.path == f.served {
		return ""
	}
	path := a.path
	switch _, how := f.x.find(path); how {
	case nowhere:
		return ""
	case addSlash:
		path += "/"
	}
	if a.fragment != "" {
		path += "#" + a.fragment
	}
	if f.name404() {
		return "escriba «" + f.x.base.path + path + "»"
	}
	return "escriba «" + relativeTo(f.served, path) + "»"
}

// arrive checks that there is something at an address of the site, and keeps
// the fragment to be looked for.
func (f *file) arrive(off int, raw string, a address, fragments bool) (int32, bool) {
	target, how := f.id, there
	if a.form != sameDocument {
		target, how = f.x.find(a.path)
	}
	switch how {
	case nowhere:
		f.note(off, diag.Error, fmt.Sprintf("«%s» no lleva a ningún archivo del sitio", short(raw)), "", a.path)
		return 0, false
	case addSlash:
		f.note(off, diag.Warning, fmt.Sprintf("«%s» es una carpeta: el servidor tiene que redirigir", short(raw)), "agregue «/» al final", "")
	}
	if fragments && !anywhere(a.fragment) {
		f.fragments = append(f.fragments, fragment{target, a.fragment, raw, f.pos(off)})
	}
	return target, true
}

// srcset splits the addresses of a srcset attribute from their descriptors.
func srcset(s string) []string {
	var out []string
	for {
		s = strings.TrimLeft(s, ", \t\n\f\r")
		if s == "" {
			return out
		}
		end := strings.IndexAny(s, " \t\n\f\r")
		if end < 0 {
			end = len(s)
		}
		raw := strings.TrimRight(s[:end], ",")
		out = append(out, raw)
		if s = s[end:]; end > len(raw) {
			continue // a comma right after it: there is no descriptor
		}
		if comma := strings.IndexByte(s, ','); comma >= 0 {
			s = s[comma+1:]
		} else {
			s = ""
		}
	}
}
