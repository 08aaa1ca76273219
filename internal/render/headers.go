package render

import (
	"fmt"
	"slices"
	"strings"
)

// ContentSecurityPolicy is what every page is served under; netlify.toml has
// the same line, and a test holds the two equal.
const ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// How long readers may keep a file.
const (
	cacheForEver = "Cache-Control: public, max-age=31536000, immutable" // its name changes with its bytes
	cacheAskAnew = "Cache-Control: public, max-age=0, must-revalidate"  // kept, and asked for each time whether it is still good
	cacheBriefly = "Cache-Control: public, max-age=600"
	cacheNever   = "Cache-Control: no-store"
)

// headers is the _headers file: security for everything, how long each file may
// be kept, and what hosts cannot guess. Machines are the names of the files that
// are not pages.
//
// Hosts join the values of all rules that match, and two lifetimes in one header
// mean nothing. So there is no rule for everything with exceptions after it:
// every file is matched by exactly one that says Cache-Control. Nor is there one
// for "/busqueda/c/*", which Netlify lets match "/busqueda/cliente.js" too.
func (b *builder) headers(machines []string) []byte {
	var w strings.Builder
	base := strings.TrimSuffix(b.s.BasePath, "/")
	rule := func(path string, lines ...string) {
		fmt.Fprintf(&w, "%s%s\n", base, path)
		for _, l := range lines {
			fmt.Fprintf(&w, "  %s\n", l)
		}
	}
	all := []string{
		"Content-Security-Policy: " + ContentSecurityPolicy,
		"X-Content-Type-Options: nosniff",
		"X-Frame-Options: DENY",
		"Referrer-Policy: strict-origin-when-cross-origin",
		"Permissions-Policy: camera=(), geolocation=(), microphone=()",
		"Cross-Origin-Opener-Policy: same-origin",
	}
	if b.s.NoIndex {
		all = append(all, "X-Robots-Tag: noindex")
	}
	rule("/*", all...)
	for _, path := range b.askedAnew(machines) {
		rule(path, cacheAskAnew)
	}
	rule("/recursos/*", cacheForEver)
	rule("/imagenes/*", cacheForEver)
	// The index is for any page that embeds the search. All but its manifest and
	// the client is named by content.
	rule("/busqueda/*", "Access-Control-Allow-Origin: *")
	rule("/busqueda/indice.json", cacheNever)
	rule("/busqueda/cliente.js", cacheBriefly)
	for _, hashed := range []string{"c/:archivo", "e/*", "f/*", "l/*", "o/*", "p/*", "t/*"} {
		rule("/busqueda/"+hashed, cacheForEver)
	}
	for _, l := range b.s.Liaisons { // a * in the middle of a path is not read by all hosts
		rule(l.Calendar, "Content-Type: "+CalendarType)
	}
	return []byte(w.String())
}

// askedAnew are the paths of what keeps its name when it changes: every page,
// the files for machines and those of static/ that stay as they are. What is in
// a folder goes by the folder.
func (b *builder) askedAnew(machines []string) []string {
	paths := map[string]bool{"/": true}
	add := func(name string) {
		folder, _, inFolder := strings.Cut(name, "/")
		switch {
		case inFolder:
			paths["/"+folder+"/*"] = true
		case !strings.HasPrefix(name, "_"): // hosts keep those to themselves
			paths["/"+name] = true
		}
	}
	for _, r := range b.s.Routes() {
		add(r.File())
	}
	for _, name := range machines {
		add(name)
	}
	for _, name := range b.r.assets.Kept {
		add(name)
	}
	var list []string
	for path := range paths {
		list = append(list, path)
	}
	slices.Sort(list)
	return list
}
