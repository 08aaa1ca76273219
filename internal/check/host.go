package check

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// The files that tell a host how to serve the site.
const (
	headersFile   = "_headers"
	redirectsFile = "_redirects"
)

// lines are the lines of a text with the place of each, without comments.
func lines(data []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		off := 0
		for line := range bytes.Lines(data) {
			text := strings.TrimRight(string(line), "\r\n")
			if bare := strings.TrimSpace(text); bare != "" && !strings.HasPrefix(bare, "#") && !yield(off, text) {
				return
			}
			off += len(line)
		}
	}
}

// robots checks robots.txt: it speaks to someone, and names the sitemap unless
// it keeps everybody out.
func (f *file) robots() {
	agents, sitemaps, closed := 0, 0, false
	for off, line := range lines(f.data) {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			f.report(off, fmt.Sprintf("línea que no se entiende: «%s»", short(line)), "")
			continue
		}
		value, _, _ = strings.Cut(value, "#")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			agents++
		case "disallow":
			closed = closed || value == "/"
		case "sitemap":
			sitemaps++
			f.publish(off, "el mapa que nombra robots.txt", value, true)
		}
	}
	if agents == 0 {
		f.reportFile("no dice a qué buscadores se dirige (User-agent)", "")
	}
	if _, has := f.x.at["sitemap.xml"]; has && sitemaps == 0 && !closed {
		f.reportFile("no nombra el mapa del sitio", "agregue «Sitemap: "+f.x.base.scheme+"://"+f.x.base.host+f.x.base.path+"sitemap.xml»")
	}
}

// headers checks _headers: a content security policy goes with every file, and
// leaves no door open to inline code.
func (f *file) headers() {
	path := ""
	covered := false
	for off, line := range lines(f.data) {
		if line[0] != ' ' && line[0] != '\t' {
			path = strings.TrimSpace(line)
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || path == "" {
			f.report(off, fmt.Sprintf("línea que no se entiende: «%s»", short(line)), "")
			continue
		}
		if !strings.EqualFold(strings.TrimSpace(key), "Content-Security-Policy") {
			continue
		}
		covered = covered || path == "/*" || path == f.x.base.path+"*"
		f.policy(off, value)
	}
	if !covered {
		f.reportFile("falta la política de seguridad (Content-Security-Policy) para todo el sitio", "póngala bajo «"+f.x.base.path+"*»")
	}
}

func (f *file) policy(off int, policy string) {
	loads := false
	for directive := range strings.SplitSeq(policy, ";") {
		says := words(directive)
		if len(says) == 0 {
			continue
		}
		loads = loads || says[0] == "default-src"
		for _, source := range says[1:] {
			if strings.HasPrefix(source, "'unsafe-") || source == "*" || strings.HasSuffix(source, ":") {
				f.report(off, fmt.Sprintf("la política de seguridad permite demasiado: «%s %s»", says[0], short(source)), "")
			}
		}
	}
	if !loads {
		f.report(off, "la política de seguridad no tiene «default-src»", "")
	}
}

// redirect is an old address that a host answers with a new one.
type redirect struct {
	from, to string // below the base
}

// redirections checks _redirects: old addresses lead to files, and are not
// addresses of files themselves.
func (f *file) redirections() {
	seen := map[string]bool{}
	for off, line := range lines(f.data) {
		fields := strings.Fields(line)
		at := slices.IndexFunc(fields[1:], func(s string) bool {
			return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "https:") || strings.HasPrefix(s, "http:")
		}) + 1
		if at == 0 {
			f.report(off, fmt.Sprintf("línea que no se entiende: «%s»", short(line)), "escriba «/antigua/ /nueva/ 301»")
			continue
		}
		from, to := fields[0], fields[at]
		if seen[from] {
			f.report(off, fmt.Sprintf("la dirección «%s» ya se redirige más arriba", short(from)), "")
		}
		seen[from] = true
		source := f.x.base.resolve("", from)
		fixed := !strings.ContainsAny(from, "*:") || source.form == absolute
		switch {
		case source.reach != inside:
			f.report(off, fmt.Sprintf("«%s» no es una dirección de este sitio", short(from)), "")
		case fixed:
			if _, how := f.x.find(source.path); how == there {
				f.report(off, fmt.Sprintf("«%s» es una página del sitio: no se puede redirigir", short(from)), "")
			}
		}
		f.redirectTarget(off, to)
		if target := f.x.base.resolve("", to); source.reach == inside && target.reach == inside && fixed {
			f.redirects = append(f.redirects, redirect{source.path, target.path})
		}
	}
}

func (f *file) redirectTarget(off int, to string) {
	a := f.x.base.resolve("", to)
	switch {
	case a.reach == malformed || a.reach == outside:
		f.report(off, fmt.Sprintf("«%s» no es una dirección de este sitio", short(to)), "")
	case a.reach == external || strings.Contains(to, "/:"):
	default:
		f.arrive(off, to, a, true)
	}
}
