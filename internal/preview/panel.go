package preview

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vitrina/internal/diag"
)

//go:embed vistas
var views embed.FS

// templates are the bar, the list of problems and the page of a failure.
type templates struct{ set *template.Template }

func newTemplates(text func(string, ...string) string) (*templates, error) {
	set, err := template.New("").Funcs(template.FuncMap{"t": text}).ParseFS(views, "vistas/*.html")
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return &templates{set}, nil
}

func (t *templates) execute(name string, data any) []byte {
	var buf bytes.Buffer
	if err := t.set.ExecuteTemplate(&buf, name, data); err != nil {
		return []byte(template.HTMLEscapeString(err.Error()))
	}
	return buf.Bytes()
}

// failure is the page that says why there is none. Paths of this machine are no
// news to anybody.
func (s *Server) failure(err error) []byte {
	return s.views.execute("fallo.html", strings.ReplaceAll(err.Error(), s.o.Root+string(filepath.Separator), ""))
}

// styleOf is the style sheet of the bar. The palette is that of the site, and
// counts in the shadow tree of the bar as in the pages of the preview.
func styleOf(assets fs.FS) ([]byte, error) {
	palette, err := fs.ReadFile(assets, "css/colores.css")
	if err != nil {
		return nil, err
	}
	palette = bytes.ReplaceAll(palette, []byte(":root {"), []byte(":host, .vitrina-propia {"))
	style := palette
	for _, name := range sheets {
		sheet, err := fs.ReadFile(assets, "js/preview/"+name)
		if err != nil {
			return nil, err
		}
		style = slices.Concat(style, []byte("\n"), sheet)
	}
	return style, nil
}

// sheets are the styles in their order: the bar, the lists over the page, and
// the width switch with the pages that are the preview's own.
var sheets = []string{"previa.css", "hojas.css", "propias.css"}

// panelView is the bar.
type panelView struct {
	Address  string
	Wish     string
	Public   bool
	At       string // for the field, "2026-07-28T10:00"; "" for now
	AtText   string
	Errors   int
	Warnings int
	Digest   string // of the problems: a list that was put away stays so until it changes
	State    stateView
	Hidden   []hiddenView
	More     int
	Source   *sourceView
	Weight   *weightView
	Groups   []groupView
	Left     int // problems that are not shown
}

type stateView struct {
	Kind, Text string
	Stale      bool
}

type hiddenView struct {
	Title, Href, State string
	Until, At          string // for reading, and for rehearsing
}

type sourceView struct {
	File string // relative to the source folder
	Path string // on this machine
	Edit template.URL
}

type weightView struct {
	Text, Budget     string
	Percent          int
	Over             bool
	Requests, Photos int
}

type groupView struct {
	Name   string
	Own    bool // it is the file of the page
	Source *sourceView
	List   []problemView
}

type problemView struct {
	Warning             bool
	Place               string
	Line                int
	Before, Mark, After string
	Text, Hint          string
	Edit                template.URL
}

const (
	maxHidden = 50
	// maxShown is how many problems the list over a page has; the page of
	// problems has more.
	maxShown, maxListed = 60, 1000
)

// panel serves the bar of a page, for its script to put in place.
func (s *Server) panel(w http.ResponseWriter, r *http.Request) {
	snap, wish, err := s.current(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	address := pageParameter(r)
	data := s.panelOf(snap, wish, address, s.answer(snap, address))
	w.Header().Set("Vitrina-Panel", hash(data))
	s.send(w, r, "text/html; charset=utf-8", http.StatusOK, data)
}

func (s *Server) panelOf(snap Snapshot, wish wish, address string, a answer) []byte {
	page := snap.Page(address)
	problems := snap.Problems()
	v := panelView{Address: address, Wish: s.wishText(wish), Public: wish.public, Source: s.source(page.File, page.Line, 0)}
	v.Errors, v.Warnings = problems.Count()
	v.Digest = hash(fmt.Appendf(nil, "%v", problems))
	if !wish.at.IsZero() {
		v.At, v.AtText = wish.at.In(s.o.Zone).Format(instantLayout), s.when(wish.at)
	}
	v.State = s.state(page, a.status, wish.public)
	for _, h := range snap.Hidden() {
		if len(v.Hidden) == maxHidden {
			v.More++
			continue
		}
		v.Hidden = append(v.Hidden, s.hidden(h))
	}
	if a.status == http.StatusOK && a.isPage() {
		v.Weight = s.weigh(snap, address, a.data)
	}
	v.Groups, v.Left = s.groups(snap, problems, page.File, maxShown)
	return s.views.execute("panel.html", v)
}

// problems serves the list of problems as a page of its own.
func (s *Server) problems(w http.ResponseWriter, r *http.Request) {
	snap, wish, err := s.current(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	list := snap.Problems()
	v := panelView{Address: r.URL.Path, Wish: s.wishText(wish)}
	v.Errors, v.Warnings = list.Count()
	v.Digest = hash(fmt.Appendf(nil, "%v", list))
	v.Groups, v.Left = s.groups(snap, list, "", maxListed)
	s.send(w, r, "text/html; charset=utf-8", http.StatusOK, s.views.execute("problemas.html", v))
}

func (s *Server) state(page Page, status int, public bool) stateView {
	v := stateView{Kind: page.State, Stale: page.Stale}
	switch {
	case page.State == "embargo":
		v.Text = s.o.Text("previa.estado.embargo", "fecha", s.when(page.Until))
	case page.State != "":
		v.Text = s.o.Text("previa.estado." + page.State)
	case status == http.StatusNotFound && public:
		v.Kind, v.Text = "ninguna", s.o.Text("previa.estado.invisible")
	case status == http.StatusNotFound && page.File != "":
		v.Kind, v.Text = "ninguna", s.o.Text("previa.estado.rota")
	case status == http.StatusNotFound:
		v.Kind, v.Text = "ninguna", s.o.Text("previa.estado.ninguna")
	}
	return v
}

func (s *Server) hidden(h Hidden) hiddenView {
	v := hiddenView{Title: h.Title, Href: h.Address, State: s.o.Text("previa.oculta." + h.State)}
	if v.Title == "" {
		v.Title = h.Address
	}
	if !h.Until.IsZero() {
		v.Until, v.At = s.when(h.Until), h.Until.In(s.o.Zone).Format(instantLayout)
	}
	return v
}

func (s *Server) when(t time.Time) string { return t.In(s.o.Zone).Format("02/01/2006 15:04") }

// source says where a file is on this machine and how to open it.
func (s *Server) source(file string, line, column int) *sourceView {
	if file == "" || !fs.ValidPath(file) {
		return nil
	}
	v := &sourceView{File: file, Path: filepath.Join(s.o.Root, filepath.FromSlash(file))}
	slashed := filepath.ToSlash(v.Path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	if line > 0 {
		slashed += fmt.Sprintf(":%d:%d", line, max(column, 1))
	}
	u := url.URL{Scheme: "vscode", Host: "file", Path: slashed}
	v.Edit = template.URL(u.String())
	return v
}

func (s *Server) weigh(snap Snapshot, address string, page []byte) *weightView {
	w := s.weights.of(snap.Files, address, page)
	return &weightView{
		Text: kilobytes(w.bytes), Budget: kilobytes(budget), Percent: min(100, w.bytes*100/budget),
		Over: w.bytes > budget, Requests: w.requests, Photos: w.photos,
	}
}

// kilobytes writes a size as people in Peru read it.
func kilobytes(n int) string {
	text := fmt.Sprintf("%.1f", float64(n)/1000)
	return strings.Replace(strings.TrimSuffix(text, ".0"), ".", ",", 1)
}

// groups sorts problems by file, the page's own first, then those with errors.
func (s *Server) groups(snap Snapshot, problems diag.List, own string, limit int) (groups []groupView, left int) {
	byFile := map[string]diag.List{}
	var files []string
	for _, p := range problems {
		if byFile[p.File] == nil {
			files = append(files, p.File)
		}
		byFile[p.File] = append(byFile[p.File], p)
	}
	rank := func(file string) int {
		switch {
		case own != "" && (file == own || path.Dir(file) == path.Dir(own) && path.Base(own) == "index.md"):
			return 0
		case byFile[file].HasErrors():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(files, func(a, b string) int { return rank(a) - rank(b) })
	for _, file := range files {
		if limit <= 0 {
			left += len(byFile[file])
			continue
		}
		g := groupView{Name: file, Own: rank(file) == 0, Source: s.source(file, byFile[file][0].Line, byFile[file][0].Column)}
		for _, p := range byFile[file] {
			if limit <= 0 {
				left++
				continue
			}
			limit--
			g.List = append(g.List, s.problem(snap, p))
		}
		groups = append(groups, g)
	}
	return groups, left
}

func (s *Server) problem(snap Snapshot, p diag.Problem) problemView {
	v := problemView{Warning: p.Severity == diag.Warning, Text: p.Text, Hint: p.Hint, Line: p.Line}
	if src := s.source(p.File, p.Line, p.Column); src != nil {
		v.Edit = src.Edit
	}
	if p.Line > 0 {
		v.Place = fmt.Sprintf("%d:%d", p.Line, max(p.Column, 1))
		v.Before, v.Mark, v.After = quote(snap.Line(p.File, p.Line), p.Column)
	}
	return v
}

// quote splits a line around the word at a column, and leaves out what is far
// from it.
func quote(line string, column int) (before, mark, after string) {
	const left, right = 60, 120
	runes := []rune(strings.ReplaceAll(line, "\t", "  "))
	if strings.Contains(line, "\t") && column > 1 {
		column += strings.Count(line[:byteOf(line, column-1)], "\t")
	}
	at := min(max(column-1, 0), len(runes))
	end := at
	for end < len(runes) && runes[end] != ' ' && runes[end] != ',' && runes[end] != ']' && runes[end] != '}' {
		end++
	}
	if end > at+1 && runes[end-1] == ':' {
		end--
	}
	end = min(end, at+right)
	before, mark, after = string(runes[:at]), string(runes[at:end]), string(runes[end:])
	if at > left {
		before = "…" + string(runes[at-left:at])
	}
	if len(runes)-end > right {
		after = string(runes[end:end+right]) + "…"
	}
	return before, mark, after
}

// byteOf is where the n-th rune of a line begins.
func byteOf(line string, n int) int {
	at := 0
	for ; n > 0 && at < len(line); n-- {
		_, size := utf8.DecodeRuneInString(line[at:])
		at += size
	}
	return at
}
