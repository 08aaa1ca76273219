package markdown

import (
	"html/template"
	"strings"
)

// Quoting says how a text is shown on a page that is not its own, beside other
// texts.
type Quoting struct {
	// From is the address of the text's own page, To that of the page that
	// quotes it. Links keep leading where they led.
	From, To string
	// Prefix is put before every ID and every reference to one, so that IDs
	// stay unique when several texts are quoted.
	Prefix string
	// Label tells the tables of one text from those of another: it follows
	// their name.
	Label string
}

// Quote returns HTML of a Part as it is quoted: a heading level lower, with
// the links, IDs and labels that Quoting asks for. The HTML must be of this
// package, whose regular form the work relies on: "<" only begins tags, and
// attributes are in double quotes.
func Quote(html template.HTML, q Quoting) template.HTML {
	s := string(html)
	var b strings.Builder
	b.Grow(len(s) + len(s)/16 + 64)
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			break
		}
		b.WriteString(s[:open])
		q.tag(&b, s[open:open+end])
		s = s[open+end:]
	}
	b.WriteString(s)
	return template.HTML(b.String())
}

// tag writes one tag, without its ">".
func (q Quoting) tag(b *strings.Builder, tag string) {
	name, rest := tag, ""
	if i := strings.IndexByte(tag, ' '); i >= 0 {
		name, rest = tag[:i], tag[i:]
	}
	b.WriteString(lower(name))
	for {
		i := strings.Index(rest, `="`)
		if i < 0 {
			break
		}
		end := strings.IndexByte(rest[i+2:], '"')
		if end < 0 {
			break
		}
		attribute, value := rest[:i], rest[i+2:i+2+end]
		b.WriteString(rest[:i+2])
		switch attribute {
		case " id":
			b.WriteString(q.Prefix)
		case " href":
			value = q.href(value)
		case " aria-label":
			value += q.Label
		}
		b.WriteString(value)
		b.WriteByte('"')
		rest = rest[i+2+end+1:]
	}
	b.WriteString(rest)
}

// lower is the tag of the heading one level down; other tags stay.
func lower(tag string) string {
	if n := len(tag); n >= 3 && tag[n-2] == 'h' && tag[n-1] >= '1' && tag[n-1] < '6' {
		return tag[:n-1] + string(tag[n-1]+1)
	}
	return tag
}

// href is a link as it must be written on the quoting page. It is never
// decoded: only its leading steps are changed.
func (q Quoting) href(h string) string {
	if id, ok := strings.CutPrefix(h, "#"); ok {
		return "#" + q.Prefix + id
	}
	if i := strings.IndexAny(h, ":/?#"); i >= 0 && h[i] == ':' {
		return h
	}
	base := strings.Trim(q.From, "/")
	h = strings.TrimPrefix(h, "./")
	for {
		up, ok := strings.CutPrefix(h, "../")
		if !ok {
			break
		}
		h = up
		base = base[:max(strings.LastIndexByte(base, '/'), 0)]
	}
	if base != "" {
		base += "/"
	}
	return strings.Repeat("../", strings.Count(q.To, "/")-1) + base + h
}
