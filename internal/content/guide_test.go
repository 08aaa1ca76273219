package content_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/markdown"
	"vitrina/internal/site"
)

// The guide for editors and the code say the same. Its last chapter tells how
// it must be written for these tests to understand it. They stand outside the
// package because the messages that it quotes come from three packages.
const guideFile = "../../docs/guia-de-contenido.md"

// guide is the guide in the parts that are tested.
type guide struct {
	text     string
	entities map[string]*guideEntity
	order    []string
	blocks   []guideBlock
}

// guideEntity is the chapter of one kind of entry.
type guideEntity struct {
	rows     []guideRow
	complete string // the file of the complete example
}

// guideRow is one row of a table of keys.
type guideRow struct {
	key, always, what, example string
	line                       int
}

// guideBlock is a fenced block whose first line says what it is.
type guideBlock struct {
	lang   string // "md", "yaml", "text", "csv"
	kind   string // "" (a whole file), "claves", "cuerpo", "mal" or "mensaje"
	path   string
	absent string // the key that sin= names
	text   string
	line   int // of the guide
	start  int // offset of text in the guide
}

var (
	entityHeading = regexp.MustCompile("^### .*\\(`([a-z]+)`\\)$")
	codeSpan      = regexp.MustCompile("`([^`]+)`")
	topKey        = regexp.MustCompile(`^([a-z_0-9]+):`)
)

const tableHead = "| Clave | ¿Va siempre? | Qué se escribe | Ejemplo |"

func readGuide(t *testing.T) *guide {
	t.Helper()
	data, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	g := &guide{text: string(data), entities: map[string]*guideEntity{}}
	var entity *guideEntity
	var block *guideBlock
	number, offset, inTable, fenced := 0, 0, false, false
	for raw := range strings.Lines(g.text) {
		number++
		offset += len(raw)
		line := strings.TrimRight(raw, "\n")
		switch {
		case fenced && line == "```":
			fenced = false
			if block != nil {
				g.blocks = append(g.blocks, *block)
				if entity != nil && entity.complete == "" && block.kind == "" {
					entity.complete = block.path
				}
			}
			block = nil
		case fenced:
			if block != nil {
				block.text += raw
			}
		case strings.HasPrefix(line, "```"):
			fenced = true
			block = blockOf(t, line[3:], number)
			if block != nil {
				block.start = offset
			}
		case strings.HasPrefix(line, "#"):
			entity, inTable = nil, false
			if m := entityHeading.FindStringSubmatch(line); m != nil {
				entity = &guideEntity{}
				g.entities[m[1]] = entity
				g.order = append(g.order, m[1])
			}
		case line == tableHead:
			inTable = true
		case inTable && strings.HasPrefix(line, "| `"):
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			if len(cells) != 4 {
				t.Fatalf("line %d of the guide: %d cells", number, len(cells))
			}
			entity.rows = append(entity.rows, guideRow{strings.Trim(cells[0], "`"), cells[1], cells[2], cells[3], number})
		}
	}
	return g
}

// blockOf reads the first line of a block; nil for blocks that only show.
func blockOf(t *testing.T, info string, line int) *guideBlock {
	words := strings.Fields(info)
	if len(words) < 2 {
		return nil
	}
	b := &guideBlock{lang: words[0], line: line}
	for _, w := range words[1:] {
		key, isAbsent := strings.CutPrefix(w, "sin=")
		switch {
		case isAbsent:
			b.absent = key
		case strings.HasPrefix(w, "content/"):
			b.path = w
		case slices.Contains([]string{"claves", "cuerpo", "mal", "mensaje"}, w):
			b.kind = w
		default:
			t.Fatalf("line %d of the guide: a block cannot be %q", line, w)
		}
	}
	return b
}

// files are the whole files that the guide shows, with what they refer to and
// it does not show: the smallest other municipality, pictures and materials.
func (g *guide) files() fstest.MapFS {
	fsys := fstest.MapFS{
		"content/municipalidades/029902.md": {Data: []byte("---\nubigeo: \"029902\"\nnombre: Rurash Alto\ntipo: distrital\n" +
			"departamento: Áncash\nprovincia: Qochapampa\nejemplo: true\n---\n")},
	}
	for _, b := range g.blocks {
		if b.kind == "" {
			put(fsys, b.path, b.text)
		}
	}
	return fsys
}

// put writes a file, and beside the index.md of a practice the attachments that
// it names, or means to.
func put(fsys fstest.MapFS, name, text string) {
	fsys[name] = &fstest.MapFile{Data: []byte(text)}
	if path.Base(name) == "index.md" {
		for key, beside := range map[string]string{"imagenes:": "taller.jpg", "cuaderno.pdf": "cuaderno.pdf"} {
			if strings.Contains(text, key) {
				fsys[path.Join(path.Dir(name), beside)] = &fstest.MapFile{Data: []byte("x")}
			}
		}
	}
}

// problemsOf says what `vitrina check` says of the words: everything but the
// pixels of pictures. It is long after every embargo of the guide.
func problemsOf(t *testing.T, fsys fs.FS) diag.List {
	t.Helper()
	read, err := content.ReadAll(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, problems := read.Entries()
	documents := map[string]*markdown.Document{}
	converter := markdown.New()
	for _, b := range entries.Bodies {
		address, _ := markdown.AddressOf(b.File)
		doc, more := converter.Convert([]byte(b.Text), markdown.Options{File: b.File, Line: b.Line, Address: address})
		documents[b.File] = doc
		problems = append(problems, more...)
	}
	result := site.Assemble(site.Input{Entries: entries, Documents: documents},
		site.Options{Now: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
	return append(problems, result.Problems...).Sorted()
}

// printed is how the command prints problems.
func printed(list diag.List) string {
	var b strings.Builder
	for _, p := range list {
		fmt.Fprintln(&b, p)
		if p.Hint != "" {
			fmt.Fprintf(&b, "  pista: %s\n", p.Hint)
		}
	}
	return b.String()
}

// Every key has its row under the heading of its entity, in the order of the
// code, and no row is of a key that does not exist.
func TestGuideHasEveryKey(t *testing.T) {
	g := readGuide(t)
	want := map[string][]content.KeyDoc{}
	for _, k := range content.Keys() {
		k.Key = strings.ReplaceAll(k.Key, "[]", "")
		want[k.Entity] = append(want[k.Entity], k)
	}
	for _, name := range g.order {
		if name != "registro" && want[name] == nil {
			t.Errorf("the guide has a chapter of %q, which is no kind of entry", name)
		}
	}
	for entity, keys := range want {
		chapter := g.entities[entity]
		if chapter == nil {
			t.Errorf("the guide has no chapter of %q", entity)
			continue
		}
		rows := map[string]guideRow{}
		var written, real []string
		for _, r := range chapter.rows {
			if _, twice := rows[r.key]; twice {
				t.Errorf("line %d: %s %s has two rows", r.line, entity, r.key)
			}
			rows[r.key] = r
			written = append(written, r.key)
		}
		for _, k := range keys {
			real = append(real, k.Key)
			r, ok := rows[k.Key]
			if !ok {
				continue
			}
			if want := always(t, k); r.always != want {
				t.Errorf("line %d: %s %s says %q, want %q", r.line, entity, k.Key, r.always, want)
			}
			var words []string
			for _, m := range codeSpan.FindAllStringSubmatch(r.what, -1) {
				words = append(words, m[1])
			}
			for _, v := range k.Values {
				if !slices.Contains(words, v) {
					t.Errorf("line %d: %s %s does not name the word `%s`", r.line, entity, k.Key, v)
				}
			}
			if len(k.Values) > 0 && len(words) != len(k.Values) {
				t.Errorf("line %d: %s %s names %q, and the words are %q", r.line, entity, k.Key, words, k.Values)
			}
		}
		if diff := cmp.Diff(real, written); diff != "" {
			t.Errorf("%s (-code +guide):\n%s", entity, diff)
		}
	}
}

// always is what the second column says of a key.
func always(t *testing.T, k content.KeyDoc) string {
	t.Helper()
	switch {
	case !k.Required:
		return "No"
	case k.Unless == "":
		return "Sí"
	case k.Unless == "ejemplo":
		return "Sí, salvo en un ejemplo"
	case k.Unless == "registro":
		return "Sí, salvo que esté en el registro"
	}
	t.Errorf("the guide has no words for the rule unless=%s", k.Unless)
	return ""
}

// The files that the guide shows are a site without a problem, and stay so with
// each of the changes that it proposes.
func TestGuideExamplesAreRight(t *testing.T) {
	g := readGuide(t)
	if got := printed(problemsOf(t, g.files())); got != "" {
		t.Fatalf("the files of the guide have problems:\n%s", got)
	}
	n := 0
	for _, b := range g.blocks {
		if b.kind != "claves" && b.kind != "cuerpo" {
			continue
		}
		n++
		fsys := g.files()
		old := string(fsys[b.path].Data)
		if b.kind == "claves" {
			put(fsys, b.path, withKeys(old, b.text))
		} else {
			put(fsys, b.path, old+"\n"+b.text)
		}
		if got := printed(problemsOf(t, fsys)); got != "" {
			t.Errorf("line %d: the block has problems:\n%s", b.line, got)
		}
	}
	if n == 0 {
		t.Error("no block of keys or text was found")
	}
}

// The complete example of an entity has every key, and every example of the
// table may stand in place of its value.
func TestGuideRowsHaveRightExamples(t *testing.T) {
	g := readGuide(t)
	for _, entity := range g.order {
		if entity == "registro" {
			continue
		}
		chapter := g.entities[entity]
		file := chapter.complete
		text := string(g.files()[file].Data)
		matter, body := text, ""
		if path.Ext(file) == ".md" {
			matter, body, _ = strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
		}
		for _, r := range chapter.rows {
			var doc yaml.Node
			if err := yaml.Unmarshal([]byte(matter), &doc); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			place := find(doc.Content[0], strings.Split(r.key, "."))
			if place == nil {
				t.Errorf("%s: the complete example of %s has no %s", file, entity, r.key)
				continue
			}
			if r.example == "En el ejemplo completo" {
				if place.Kind == yaml.ScalarNode {
					t.Errorf("line %d: %s %s has no example of its own", r.line, entity, r.key)
				}
				continue
			}
			m := codeSpan.FindStringSubmatch(r.example)
			var example yaml.Node
			if m == nil || m[0] != r.example || yaml.Unmarshal([]byte(m[1]), &example) != nil || example.Content[0].Kind != yaml.MappingNode {
				t.Errorf("line %d: %s is no key with its value", r.line, r.example)
				continue
			}
			pair := example.Content[0].Content
			if last := r.key[strings.LastIndexByte(r.key, '.')+1:]; len(pair) != 2 || pair[0].Value != last {
				t.Errorf("line %d: %s is no example of %s", r.line, r.example, r.key)
				continue
			}
			*place = *pair[1]
			changed, err := yaml.Marshal(&doc)
			if err != nil {
				t.Fatal(err)
			}
			fsys := g.files()
			if path.Ext(file) == ".md" {
				changed = slices.Concat([]byte("---\n"), changed, []byte("---\n"), []byte(body))
			}
			put(fsys, file, string(changed))
			if got := printed(problemsOf(t, fsys)); got != "" {
				t.Errorf("line %d: with %s:\n%s", r.line, r.example, got)
			}
		}
	}
}

// find returns the value of a key below n; of a list it looks at the first item.
func find(n *yaml.Node, keys []string) *yaml.Node {
	if len(keys) == 0 {
		return n
	}
	if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == keys[0] {
			return find(n.Content[i+1], keys[1:])
		}
	}
	return nil
}

// The columns of the registry are those of the guide: with all of them, a
// municipality has everything that a registry can give; without a required
// one, the registry says so.
func TestGuideHasTheColumnsOfTheRegistry(t *testing.T) {
	const file = "content/registro/municipalidades.csv"
	rows := readGuide(t).entities["registro"].rows
	table := func(without string) fstest.MapFS {
		var names, values []string
		for _, r := range rows {
			if r.key != without {
				names, values = append(names, r.key), append(values, strings.Trim(r.example, "`"))
			}
		}
		return fstest.MapFS{
			"content/sitio.yaml": {Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")},
			file:                 {Data: []byte(strings.Join(names, ",") + "\n" + strings.Join(values, ",") + "\n")},
		}
	}
	read, err := content.ReadAll(t.Context(), table(""))
	if err != nil {
		t.Fatal(err)
	}
	entries, problems := read.Entries()
	if len(problems) > 0 || len(entries.Municipalities) != 1 {
		t.Fatalf("%d municipalities, and problems:\n%s", len(entries.Municipalities), printed(problems))
	}
	m := entries.Municipalities[0]
	if m.Name == "" || m.Kind == "" || m.Department == "" || m.Province == "" || m.Region == "" || len(m.OtherNames) == 0 {
		t.Errorf("the registry of the guide leaves out a name: %+v", m)
	}
	v := reflect.ValueOf(m).Elem()
	for i := range v.NumField() {
		x, ok := v.Field(i).Interface().(content.Number)
		if name := v.Type().Field(i).Name; ok && x.Known == (name == "SeatHours") {
			t.Errorf("%s: known is %v", name, x.Known)
		}
	}
	for _, r := range rows {
		always := "No"
		if got := printed(problemsOf(t, table(r.key))); strings.Contains(got, "falta la columna «"+r.key+"»") {
			always = "Sí"
		}
		if r.always != always {
			t.Errorf("line %d: %s says %q, want %q", r.line, r.key, r.always, always)
		}
	}
}

// Every message that the guide quotes is, word for word and place for place,
// what the mistake above it brings about.
func TestGuideQuotesMessages(t *testing.T) {
	g := readGuide(t)
	f := flag.Lookup("update")
	update := f != nil && f.Value.String() == "true"
	text, moved, n := g.text, 0, 0
	for i, b := range g.blocks {
		if b.kind != "mal" {
			continue
		}
		if i+1 == len(g.blocks) || g.blocks[i+1].kind != "mensaje" {
			t.Errorf("line %d: no message follows the mistake", b.line)
			continue
		}
		n++
		fsys := g.files()
		put(fsys, b.path, g.completed(t, b))
		got, quote := printed(problemsOf(t, fsys)), g.blocks[i+1]
		if update {
			at := quote.start + moved
			text = text[:at] + got + text[at+len(quote.text):]
			moved += len(got) - len(quote.text)
		} else if diff := cmp.Diff(quote.text, got); diff != "" {
			t.Errorf("line %d (-guide +code; -update accepts it)\n%s", quote.line, diff)
		}
		if got == "" {
			t.Errorf("line %d: the mistake brings no message about", b.line)
		}
	}
	if n < 12 {
		t.Errorf("only %d messages", n)
	}
	if update {
		if err := os.WriteFile(guideFile, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// completed is the whole file of a mistake, whose own lines come first. A part
// of a practice gets the rest from the first practice of the guide, published.
func (g *guide) completed(t *testing.T, b guideBlock) string {
	t.Helper()
	if !strings.HasPrefix(b.path, "content/practicas/") {
		return b.text
	}
	i := slices.IndexFunc(g.blocks, func(o guideBlock) bool { return o.kind == "" && o.lang == "md" })
	matter, body, _ := strings.Cut(strings.TrimPrefix(g.blocks[i].text, "---\n"), "---\n")
	matter = strings.Replace(matter, "estado: borrador", "estado: publicada", 1)
	if !strings.HasPrefix(b.text, "---\n") {
		if !strings.Contains(b.text, "\n## ") {
			b.text += body
		}
		return "---\n" + matter + "---\n" + b.text
	}
	own := map[string]bool{b.absent: true}
	for line := range strings.Lines(b.text) {
		if m := topKey.FindStringSubmatch(line); m != nil {
			own[m[1]] = true
		}
	}
	// A key that is written wrong stands for the one that it was meant to be.
	known := slices.Sorted(maps.Keys(keysOf("practica")))
	for key := range own {
		if word, near := diag.Closest(key, known); near {
			own[word] = true
		}
	}
	return b.text + dropKeys(matter, own) + "---\n" + body
}

func keysOf(entity string) map[string]bool {
	keys := map[string]bool{}
	for _, k := range content.Keys() {
		if k.Entity == entity && !strings.ContainsAny(k.Key, ".[") {
			keys[k.Key] = true
		}
	}
	return keys
}

// dropKeys leaves the named keys out of a block, each with its lines.
func dropKeys(matter string, names map[string]bool) string {
	var b strings.Builder
	drop := false
	for line := range strings.Lines(matter) {
		if m := topKey.FindStringSubmatch(line); m != nil {
			drop = names[m[1]]
		}
		if !drop {
			b.WriteString(line)
		}
	}
	return b.String()
}

// withKeys puts keys in place of those that a file has.
func withKeys(file, keys string) string {
	names := map[string]bool{}
	for line := range strings.Lines(keys) {
		if m := topKey.FindStringSubmatch(line); m != nil {
			names[m[1]] = true
		}
	}
	matter, fenced := strings.CutPrefix(file, "---\n")
	if !fenced {
		return keys + dropKeys(file, names)
	}
	matter, body, _ := strings.Cut(matter, "---\n")
	return "---\n" + keys + dropKeys(matter, names) + "---\n" + body
}

// Every link inside the guide leads to one of its headings.
func TestGuideLinks(t *testing.T) {
	data, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	anchors := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^##+ (.*)$`).FindAllSubmatch(data, -1) {
		anchors[anchor(string(m[1]))] = true
	}
	links := regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllSubmatch(data, -1)
	for _, m := range links {
		if !anchors[string(m[1])] {
			t.Errorf("no heading for the link #%s", m[1])
		}
	}
	if contents, _, _ := bytes.Cut(data, []byte("\n## Lo que")); len(links) == 0 || bytes.Count(contents, []byte("](#")) < 20 {
		t.Error("the list of contents is not complete")
	}
}

// anchor is the name that GitHub gives to a heading.
func anchor(heading string) string {
	keep := strings.Map(func(r rune) rune {
		if strings.ContainsRune("`()«»,.:;¿?¡!/*", r) {
			return -1
		}
		return r
	}, strings.ToLower(heading))
	return strings.ReplaceAll(strings.TrimSpace(keep), " ", "-")
}
