package build

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"vitrina/internal/sample"
	"vitrina/internal/site"
)

// headerRules are the headers that a host is asked for, by path.
type headerRules map[string]map[string]string

func readHeaders(t *testing.T, text []byte) headerRules {
	t.Helper()
	rules := headerRules{}
	path := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, " ") {
			path = line
			if rules[path] == nil {
				rules[path] = map[string]string{}
			}
			continue
		}
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if _, twice := rules[path][key]; !ok || twice {
			t.Errorf("_headers, under %s: %q", path, line)
		}
		rules[path][key] = value
	}
	return rules
}

func netlifyHeaders(t *testing.T) headerRules {
	t.Helper()
	var c struct {
		Headers []struct {
			For    string
			Values map[string]string
		}
	}
	if _, err := toml.DecodeFile("../../netlify.toml", &c); err != nil {
		t.Fatal(err)
	}
	rules := headerRules{}
	for _, h := range c.Headers {
		if rules[h.For] != nil {
			t.Errorf("netlify.toml names %s twice", h.For)
		}
		rules[h.For] = h.Values
	}
	return rules
}

// and is what Netlify makes of _headers and netlify.toml: rules for the same
// path are one, in which the second wins.
func (r headerRules) and(more headerRules) headerRules {
	out := headerRules{}
	for _, rules := range []headerRules{r, more} {
		for path, headers := range rules {
			if out[path] == nil {
				out[path] = map[string]string{}
			}
			maps.Copy(out[path], headers)
		}
	}
	return out
}

// The two ways in which hosts read a path. Cloudflare's is that of the
// documents: * is anything, :name anything within a folder. Netlify's own code
// lets the last slash before a * be absent, and adds one at the end.
var hostsMatch = map[string]func(rule string) *regexp.Regexp{
	"Cloudflare": func(rule string) *regexp.Regexp { return pathPattern(rule, `.*`, "") },
	"Netlify":    func(rule string) *regexp.Regexp { return pathPattern(rule, `?(.*)`, "/?") },
}

func pathPattern(rule, star, end string) *regexp.Regexp {
	var parts []string
	for part := range strings.SplitSeq(strings.Trim(rule, "/"), "/") {
		switch {
		case part == "*":
			part = star
		case strings.HasPrefix(part, ":"):
			part = `[^/]+`
		default:
			part = regexp.QuoteMeta(part)
		}
		parts = append(parts, part)
	}
	pattern := "^/" + strings.Join(parts, "/")
	if strings.HasSuffix(rule, "/") && rule != "/" {
		pattern += "/"
	}
	return regexp.MustCompile(`(?i)` + pattern + end + `$`)
}

// lifetime is what Cache-Control should be for a file.
func lifetime(name string) string {
	switch folder, rest, _ := strings.Cut(name, "/"); {
	case folder == "recursos", folder == "imagenes", folder == "busqueda" && strings.Contains(rest, "/"):
		return "public, max-age=31536000, immutable"
	case name == "busqueda/indice.json":
		return "no-store"
	case name == "busqueda/cliente.js":
		return "public, max-age=600"
	}
	return "public, max-age=0, must-revalidate"
}

// wantLifetimes holds that each file has exactly one lifetime, the right one, at
// each address under which it is served. Those that only is nil for, or true, are
// looked at.
func wantLifetimes(t *testing.T, rules headerRules, names []string, base string, only func(string) bool) {
	t.Helper()
	for host, match := range hostsMatch {
		patterns := map[string]*regexp.Regexp{}
		for rule, headers := range rules {
			if headers["Cache-Control"] != "" {
				patterns[rule] = match(rule)
			}
		}
		for _, name := range names {
			if strings.HasPrefix(name, "_") || only != nil && !only(name) {
				continue
			}
			addresses := []string{base + "/" + name}
			if folder, file := path.Split(name); file == "index.html" {
				addresses = append(addresses, base+"/"+folder)
			}
			for _, address := range addresses {
				var got, from []string
				for rule, pattern := range patterns {
					if pattern.MatchString(address) {
						got, from = append(got, rules[rule]["Cache-Control"]), append(from, rule)
					}
				}
				if len(got) != 1 || got[0] != lifetime(name) {
					t.Errorf("%s: %s has Cache-Control %q from %q, want %q", host, address, got, from, lifetime(name))
				}
			}
		}
	}
}

func TestEveryFileHasOneLifetime(t *testing.T) {
	out, _ := outputOf(t, shipped(t), site.Options{Now: day, BaseURL: "https://ejemplo.pe/"})
	names := slices.Sorted(maps.Keys(out))
	own := readHeaders(t, out["_headers"])
	wantLifetimes(t, own, names, "", nil)
	wantLifetimes(t, own.and(netlifyHeaders(t)), names, "", nil)
	if len(own) > 100 {
		t.Errorf("_headers has %d rules, Cloudflare reads 100", len(own))
	}
	// netlify.toml alone says it of all that is not of the search.
	wantLifetimes(t, netlifyHeaders(t), names, "", func(name string) bool { return !strings.HasPrefix(name, "busqueda/") })
}

func TestEveryFileHasOneLifetimeBelowAFolder(t *testing.T) {
	out, _ := outputOf(t, shipped(t), site.Options{Now: day, BaseURL: "https://ejemplo.pe/premio/"})
	wantLifetimes(t, readHeaders(t, out["_headers"]), slices.Sorted(maps.Keys(out)), "/premio", nil)
}

func TestFilesOfStaticThatKeepTheirNameHaveOneLifetime(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../static")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, ".well-known"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"favicon.ico", ".well-known/security.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	own, err := NewLook(os.DirFS("../../templates"), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	w := Open(sample.Content(sample.Size{Practices: 3, Municipalities: 2}), "")
	if err := w.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	result, err := w.Assemble(t.Context(), site.Options{Now: day})
	if err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(result.Site, own, nil)
	if err != nil {
		t.Fatal(err)
	}
	headers, err := tree.ReadFile("_headers")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"favicon.ico", ".well-known/security.txt"} {
		if !slices.Contains(tree.Names(), name) {
			t.Errorf("%s is not published", name)
		}
	}
	wantLifetimes(t, readHeaders(t, headers), tree.Names(), "", nil)
}
