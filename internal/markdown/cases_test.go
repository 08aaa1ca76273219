package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"vitrina/internal/diag"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata expect")

// TestCases runs the archives in testdata/cases. Each says what it holds, then
//
//	file: the content file the text stands in
//	line: the file line of its first line (optional)
//	base: the address of the whole site (optional)
//	problems: how many there are; -update does not change it
//
// and has the files input.md, html, data and problems.
func TestCases(t *testing.T) {
	names, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	conv, safe := New(), policy()
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			options, count := readHeader(t, archive.Comment)
			doc, problems := conv.Convert(file(archive, "input.md"), options)
			if len(problems) != count {
				t.Errorf("%d problems, and the case says %d", len(problems), count)
			}
			checkSafe(t, safe, doc)
			for _, part := range []struct{ name, got string }{
				{"html", showHTML(doc)}, {"data", showData(doc)}, {"problems", showProblems(problems)},
			} {
				if *update {
					setFile(archive, part.name, part.got)
				} else if diff := cmp.Diff(string(file(archive, part.name)), part.got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", part.name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func readHeader(t *testing.T, comment []byte) (o Options, problems int) {
	t.Helper()
	problems = -1
	for line := range strings.Lines(string(comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var err error
		switch key {
		case "file":
			o.File = value
		case "base":
			o.Base = value
		case "line":
			o.Line, err = strconv.Atoi(value)
		case "problems":
			problems, err = strconv.Atoi(value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if o.File == "" || problems < 0 {
		t.Fatal("the case does not state its file and how many problems it has")
	}
	return o, problems
}

func file(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setFile(a *txtar.Archive, name, text string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
}

func showHTML(doc *Document) string {
	var b bytes.Buffer
	for _, s := range doc.Sections {
		fmt.Fprintf(&b, "== #%s %s\n", s.ID, s.Title)
		for _, p := range s.Parts {
			switch i := p.Image; {
			case i == nil:
				fmt.Fprintf(&b, "%s", strings.TrimSuffix(string(p.HTML), "\n")+"\n")
			default:
				fmt.Fprintf(&b, "[%s]\n", i.Name)
			}
		}
	}
	return b.String()
}

func showData(doc *Document) string {
	var b bytes.Buffer
	for _, h := range doc.Headings {
		fmt.Fprintf(&b, "heading %d:%d h%d #%s %s\n", h.Pos.Line, h.Pos.Column, h.Level, h.ID, h.Text)
	}
	for _, l := range doc.Links {
		fmt.Fprintf(&b, "link %d:%d %s", l.Pos.Line, l.Pos.Column, l.Address)
		for _, field := range []struct{ name, value string }{{"query", l.Query}, {"fragment", l.Fragment}, {"file", l.File}} {
			if field.value != "" {
				fmt.Fprintf(&b, " %s=%s", field.name, field.value)
			}
		}
		if l.Unsure {
			b.WriteString(" unsure")
		}
		fmt.Fprintf(&b, " as %s\n", l.As)
	}
	for _, i := range doc.Images {
		fmt.Fprintf(&b, "image %d:%d %s alt=%q caption=%q inline=%t\n", i.Pos.Line, i.Pos.Column, i.Name, i.Alt, i.Caption, i.Inline)
	}
	fmt.Fprintf(&b, "words %d\n", doc.Words)
	for line := range strings.SplitSeq(doc.Text, "\n") {
		fmt.Fprintf(&b, "| %s\n", line)
	}
	return b.String()
}

func showProblems(list diag.List) string {
	var b bytes.Buffer
	for _, p := range list {
		fmt.Fprintf(&b, "%s\n  %s\n", p, p.Hint)
	}
	return b.String()
}

// TestProblemsAreWellWritten holds the wording of problems to its rules.
func TestProblemsAreWellWritten(t *testing.T) {
	names, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	conv := New()
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		options, _ := readHeader(t, archive.Comment)
		_, problems := conv.Convert(file(archive, "input.md"), options)
		for _, p := range problems {
			// A quoted name at the start keeps its case.
			if first, _ := utf8.DecodeRuneInString(p.Text); unicode.IsUpper(first) {
				t.Errorf("%s: %q starts with a capital", name, p.Text)
			}
			if strings.HasSuffix(p.Text, ".") || p.Hint == "" || p.Line == 0 || p.Column == 0 || p.File != options.File {
				t.Errorf("%s: %+v", name, p)
			}
		}
	}
}
