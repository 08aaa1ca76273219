package content

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"vitrina/internal/diag"
)

var update = flag.Bool("update", false, "write what the code says into the archives of testdata")

// Every archive under testdata holds one rule: the files of a site and the
// problems that they have. The comment on top says the rule and, in a line of
// its own, how many problems there are, so that -update cannot hide a lost one.
//
// The site has a good sitio.yaml unless the archive brings its own or says "sin
// sitio.yaml". A name that ends in ".esc" stands for the file without that
// ending, whose lines are written with the escapes of Go; in it, \& at the end
// joins the next line. The archive's last files are what comes out:
// "problemas", and "practicas" with the state of each practice.
func TestRules(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 50 {
		t.Fatalf("only %d archives", len(names))
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			checkRule(t, name)
		})
	}
}

var countLine = regexp.MustCompile(`(?m)^problemas: ([0-9]+)$`)

func checkRule(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fsys, input := siteOf(t, archive)
	f, err := ReadAll(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	entries, problems := f.Entries()
	checkPlaces(t, fsys, problems)
	got := []txtar.File{{Name: "problemas", Data: []byte(told(problems))}}
	if len(entries.Practices) > 0 {
		got = append(got, txtar.File{Name: "practicas", Data: []byte(states(entries.Practices))})
	}
	m := countLine.FindSubmatch(archive.Comment)
	if m == nil {
		t.Fatalf("the comment has no line «problemas: N»; there are %d", len(problems))
	}
	if want, _ := strconv.Atoi(string(m[1])); want != len(problems) {
		t.Errorf("%d problems, and the comment states %d:\n%s", len(problems), want, told(problems))
	}
	if *update {
		archive.Files = append(input, got...)
		if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := archive.Files[len(input):]
	if diff := cmp.Diff(text(want), text(got)); diff != "" {
		t.Errorf("(-want +got; -update accepts it)\n%s", diff)
	}
}

func text(files []txtar.File) string { return string(txtar.Format(&txtar.Archive{Files: files})) }

// siteOf makes a file system of an archive and returns which of its files are
// input.
func siteOf(t *testing.T, archive *txtar.Archive) (fstest.MapFS, []txtar.File) {
	t.Helper()
	fsys := fstest.MapFS{}
	if !strings.Contains(string(archive.Comment), "sin sitio.yaml") {
		fsys["content/sitio.yaml"] = &fstest.MapFile{Data: []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n")}
	}
	var input []txtar.File
	for _, file := range archive.Files {
		if file.Name == "problemas" || file.Name == "practicas" {
			break
		}
		input = append(input, file)
		name, data := file.Name, file.Data
		if plain, ok := strings.CutSuffix(name, ".esc"); ok {
			name, data = plain, nil
			for line := range strings.Lines(string(file.Data)) {
				line, joined := strings.CutSuffix(strings.TrimSuffix(line, "\n"), `\&`)
				s, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
				if err != nil {
					t.Fatalf("%s: %q: %v", file.Name, line, err)
				}
				if data = append(data, s...); !joined {
					data = append(data, '\n')
				}
			}
		}
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys, input
}

// told writes problems as editors read them.
func told(problems diag.List) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.String())
		if p.Hidden {
			b.WriteString(" [oculto]")
		}
		b.WriteByte('\n')
		if p.Hint != "" {
			fmt.Fprintf(&b, "  pista: %s\n", p.Hint)
		}
	}
	return b.String()
}

func states(list []*Practice) string {
	var b strings.Builder
	for _, p := range list {
		status := string(p.Status)
		if status == "" {
			status = "en duda"
		}
		fmt.Fprintf(&b, "%s: %s", p.Slug, status)
		if !p.Embargo.IsZero() {
			fmt.Fprintf(&b, ", embargo %s", p.Embargo.UTC().Format("2006-01-02T15:04:05Z"))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var english = regexp.MustCompile(`(?i)\b(yaml:|line [0-9]+:|did not find|unexpected|cannot|could not|found|invalid|expected|error:|panic|runtime)`)

// checkPlaces holds what is true of every problem: its place is inside its
// file, its words are Spanish, and it has no stop at the end.
func checkPlaces(t *testing.T, fsys fs.FS, problems diag.List) {
	t.Helper()
	files := map[string][]string{} // lines, by file
	for _, p := range problems {
		if english.MatchString(p.Text) || english.MatchString(p.Hint) {
			t.Errorf("not in Spanish: %v\n%s", p, p.Hint)
		}
		if p.Text == "" || strings.HasSuffix(p.Text, ".") || strings.ContainsAny(p.Text+p.Hint, "\n\x00\x1b") {
			t.Errorf("text %q, hint %q", p.Text, p.Hint)
		}
		if p.Line == 0 {
			continue
		}
		lines, ok := files[p.File]
		if !ok {
			data, err := fs.ReadFile(fsys, p.File)
			if err != nil {
				t.Errorf("%v: its file: %v", p, err)
				continue
			}
			lines = strings.Split(string(data), "\n")
			files[p.File] = lines
		}
		if p.Line < 1 || p.Line > len(lines) {
			t.Errorf("%v: the file has %d lines", p, len(lines))
			continue
		}
		if width := len([]rune(lines[p.Line-1])); p.Column < 1 || p.Column > width+1 {
			t.Errorf("%v: the line has %d characters", p, width)
		}
	}
}
