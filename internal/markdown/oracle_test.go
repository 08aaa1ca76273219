package markdown

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy allows exactly what this package writes, value by value.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "em", "strong", "del", "code", "pre", "blockquote", "ul", "li", "hr", "br",
		"table", "thead", "tbody", "tr", "figure", "figcaption")
	exactly := func(s string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + s + `)$`) }
	p.AllowAttrs("id").Matching(exactly(`[a-z][a-z0-9-]*`)).OnElements("h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(exactly(`[0-9]{1,9}`)).OnElements("ol")
	p.AllowElements("ol", "th", "td", "div")
	p.AllowAttrs("class").Matching(exactly(`table-scroll`)).OnElements("div")
	p.AllowAttrs("tabindex").Matching(exactly(`0`)).OnElements("div")
	p.AllowAttrs("role").Matching(exactly(`region`)).OnElements("div")
	p.AllowAttrs("aria-label").Matching(exactly(`Tabla [0-9]+(?: \(práctica 7\))?`)).OnElements("div")
	p.AllowAttrs("scope").Matching(exactly(`col`)).OnElements("th")
	p.AllowAttrs("class").Matching(exactly(`align-(right|center)`)).OnElements("th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("title").OnElements("a")
	p.AllowAttrs("rel").Matching(exactly(`external`)).OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowAttrs("alt", "src").OnElements("img")
	return p
}

// whole is a section as a page may show it, with plain images in their places.
func whole(s Section) string {
	var b strings.Builder
	for _, p := range s.Parts {
		b.WriteString(string(p.HTML))
		switch i := p.Image; {
		case i == nil:
		case i.Inline:
			fmt.Fprintf(&b, `<img src="x.jpg" alt="%s">`, html.EscapeString(i.Alt))
		default:
			fmt.Fprintf(&b, `<figure><img src="x.jpg" alt="%s"><figcaption>%s</figcaption></figure>`,
				html.EscapeString(i.Alt), html.EscapeString(i.Caption))
		}
	}
	return b.String()
}

// parsed reads a fragment as a browser does, repairs included.
func parsed(t *testing.T, s string) []*html.Node {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("parse: %v\n%s", err, s)
	}
	return nodes
}

func normal(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for _, n := range parsed(t, s) {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// tokens lists tags, attributes and text as written, without any repair.
func tokens(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type == html.SelfClosingTagToken {
			token.Type = html.StartTagToken // <br/> is <br>
		}
		fmt.Fprintf(&b, "%s\n", token)
	}
	return b.String()
}

// quotedSections are the sections as another page shows them.
func quotedSections(doc *Document) []Section {
	var out []Section
	for _, s := range doc.Sections {
		q := Section{ID: s.ID, Title: s.Title}
		for _, p := range s.Parts {
			p.HTML = Quote(p.HTML, Quoting{From: "/practicas/x/", To: "/temas/y/cuaderno/", Prefix: "v-7-", Label: " (práctica 7)"})
			q.Parts = append(q.Parts, p)
		}
		out = append(out, q)
	}
	return out
}

// checkSafe holds a document against everything that must be true of one,
// whatever the text was.
func checkSafe(t *testing.T, p *bluemonday.Policy, doc *Document) {
	t.Helper()
	seen := map[string]bool{}
	for _, h := range doc.Headings {
		if seen[h.ID] || !isSlug(h.ID[:min(len(h.ID), 80)]) || slices.Contains(ReservedIDs(), h.ID) || strings.HasPrefix(h.ID, FramePrefix) {
			t.Errorf("id %q is not fit for use", h.ID)
		}
		seen[h.ID] = true
		if h.Level < 2 || h.Level > 6 || strings.TrimSpace(h.Text) == "" {
			t.Errorf("heading %+v", h)
		}
	}
	for _, s := range append(doc.Sections, quotedSections(doc)...) {
		text := whole(s)
		if got, want := normal(t, p.Sanitize(text)), normal(t, text); got != want {
			t.Errorf("the sanitiser changed the HTML\nfrom %s\nto   %s", want, got)
		}
		if got, want := tokens(normal(t, text)), tokens(text); got != want {
			t.Errorf("the HTML is not well formed\nwritten %s\nread    %s", want, got)
		}
		for _, n := range parsed(t, text) {
			checkNode(t, n)
		}
	}
	for _, i := range doc.Images {
		if !hasName(i.Name) || !isImage(extOf(i.Name)) {
			t.Errorf("image name %q", i.Name)
		}
	}
	for _, l := range doc.Links {
		if !strings.HasPrefix(l.Address, "/") || slices.Contains(strings.Split(l.Address, "/"), "..") {
			t.Errorf("link address %q", l.Address)
		}
	}
	for _, r := range doc.Text {
		if isControl(r) {
			t.Errorf("text holds %q", r)
		}
	}
	if !utf8.ValidString(doc.Text) {
		t.Errorf("text is not UTF-8: %q", doc.Text)
	}
}

// checkNode looks at the attributes that can run something.
func checkNode(t *testing.T, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("attribute %s on %s", a.Key, n.Data)
		}
		if a.Key != "href" {
			continue
		}
		u, err := url.Parse(a.Val)
		switch {
		case err != nil:
			t.Errorf("href %q: %v", a.Val, err)
		case u.Scheme == "" && (u.Host != "" || strings.HasPrefix(a.Val, "/")):
			t.Errorf("href %q is not relative", a.Val)
		case !slices.Contains([]string{"", "http", "https", "mailto", "tel"}, u.Scheme):
			t.Errorf("href %q has the scheme %q", a.Val, u.Scheme)
		case strings.ContainsFunc(a.Val, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }):
			t.Errorf("href %q has a character that a browser may drop", a.Val)
		}
	}
	for c := range n.ChildNodes() {
		checkNode(t, c)
	}
}
