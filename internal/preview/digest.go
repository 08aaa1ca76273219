package preview

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"vitrina/internal/weight"
)

// digest says what a page is, so that two states of it can be compared: what
// stands in it, and which style sheets it has. When only the second differs,
// the style sheets are exchanged and the page stays.
type digest struct {
	found  bool // not the page that says that there is none
	text   string
	styles []string // as the page names them
}

// String tells two states of a page apart.
func (d digest) String() string {
	return fmt.Sprintf("%t.%s.%s", d.found, d.text, hash([]byte(strings.Join(d.styles, " "))))
}

func digestOf(a answer) digest {
	d := digest{found: a.status != http.StatusNotFound}
	h := sha256.New()
	rest := a.data
	for {
		tag, before, after := nextStylesheet(rest)
		if tag == nil {
			break
		}
		h.Write(before)
		d.styles = append(d.styles, hrefOf(tag))
		rest = after
	}
	h.Write(rest)
	d.text = hex.EncodeToString(h.Sum(nil)[:8])
	return d
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

var stylesheet = []byte(`<link rel="stylesheet"`)

func nextStylesheet(page []byte) (tag, before, after []byte) {
	from := bytes.Index(page, stylesheet)
	if from < 0 {
		return nil, nil, nil
	}
	to := bytes.IndexByte(page[from:], '>')
	if to < 0 {
		return nil, nil, nil
	}
	return page[from : from+to], page[:from], page[from+to:]
}

func hrefOf(tag []byte) string {
	_, rest, ok := bytes.Cut(tag, []byte(`href="`))
	if !ok {
		return ""
	}
	href, _, _ := bytes.Cut(rest, []byte(`"`))
	return html.UnescapeString(string(href))
}

// visit is what a first visit to a page costs, without its photos.
type visit struct {
	bytes    int // over the wire, compressed
	requests int
	photos   int
}

// budget is what the first visit to a page may cost, without photos. The bar knows
// nothing of the few that may cost more, which are no entry's: home, search, booklets.
const budget = 30_000

// weights remembers the compressed size of files with a hash in their name.
type weights struct {
	scale weight.Scale

	mu   sync.Mutex
	size map[string]int
}

// of weighs a page that stands at an address.
func (c *weights) of(files fs.FS, address string, page []byte) visit {
	w := visit{bytes: c.scale.Of(page), requests: 1}
	folder := path.Dir(strings.TrimPrefix(address, "/") + "x")
	seen := map[string]bool{}
	add := func(href string) {
		if name, ok := within(folder, href); ok && !seen[name] {
			seen[name] = true
			if n := c.file(files, name); n > 0 {
				w.bytes, w.requests = w.bytes+n, w.requests+1
			}
		}
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return w
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		attr := func(name string) string {
			for _, a := range t.Attr {
				if a.Key == name {
					return a.Val
				}
			}
			return ""
		}
		switch t.Data {
		case "link":
			if rel := attr("rel"); rel == "stylesheet" || rel == "icon" {
				add(attr("href"))
			}
		case "script":
			if src := attr("src"); src != "" {
				add(src)
			}
		case "img":
			w.photos++
		}
	}
}

// within resolves a relative reference to the name of a file of the site.
func within(folder, href string) (string, bool) {
	href, _, _ = strings.Cut(href, "#")
	href, _, _ = strings.Cut(href, "?")
	if strings.Contains(href, ":") || strings.HasPrefix(href, "//") {
		return "", false
	}
	name := path.Join(folder, href)
	if strings.HasPrefix(href, "/") {
		name = strings.TrimPrefix(path.Clean(href), "/")
	}
	return name, fs.ValidPath(name)
}

func (c *weights) file(files fs.FS, name string) int {
	c.mu.Lock()
	n, ok := c.size[name]
	c.mu.Unlock()
	if ok {
		return n
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return 0
	}
	n = c.scale.Of(data)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size == nil || len(c.size) > 200 {
		c.size = map[string]int{}
	}
	if strings.HasPrefix(name, "recursos/") {
		c.size[name] = n
	}
	return n
}
