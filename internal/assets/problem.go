package assets

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
)

// Problem is one thing to mend in a source file.
type Problem struct {
	// File is relative to static/.
	File string
	// Line and Column start at 1, and Column counts characters; zero means
	// unknown.
	Line, Column int
	// Text says in Spanish what is wrong. The less usual messages of the
	// compiler stay in its English.
	Text string
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Problems is the error that Build returns for sources that cannot be bundled.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// sorted returns the problems by place, each once: a file that two entries
// import is compiled twice.
func (ps Problems) sorted() Problems {
	s := slices.Clone(ps)
	slices.SortFunc(s, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(s)
}

// problems turns the compiler's messages about an entry into ours.
func problems(entry string, messages []api.Message) Problems {
	var ps Problems
	for _, m := range messages {
		p := Problem{File: entry, Text: spanish(m.Text)}
		if l := m.Location; l != nil {
			p.File = strings.TrimPrefix(l.File, namespace+":")
			before := l.LineText[:min(max(l.Column, 0), len(l.LineText))] // Column counts bytes, from 0
			p.Line, p.Column = l.Line, utf8.RuneCountInString(before)+1
		}
		ps = append(ps, p)
	}
	return ps
}

// phrases are the messages that a slip of the keyboard brings about. The rest
// is shown as it comes.
var phrases = []struct {
	english *regexp.Regexp
	spanish string
}{
	{regexp.MustCompile(`^Expected (.+) but found (.+)$`), `se esperaba $1 y se encontró $2`},
	{regexp.MustCompile(`^Expected (.+) to go with (.+)$`), `falta $1, que cierra $2`},
	{regexp.MustCompile(`^Expected (".+?"|identifier)$`), `se esperaba $1`},
	{regexp.MustCompile(`^Unexpected (.+)$`), `$1 no se esperaba aquí`},
	{regexp.MustCompile(`^Unterminated string (?:token|literal)$`), `falta la comilla que cierra el texto`},
	{regexp.MustCompile(`^Unterminated template literal$`), "falta la comilla ` que cierra el texto"},
	{regexp.MustCompile(`^Expected "\*/" to terminate multi-line comment$`), `falta */, que cierra el comentario`},
	{regexp.MustCompile(`^The symbol (".+") has already been declared$`), `$1 ya está declarado`},
	{regexp.MustCompile(`^No matching export in "` + namespace + `:(.+)" for import "(.+)"$`), `«$1» no exporta «$2»`},
	{regexp.MustCompile(`^Cannot assign to (".+") because it is a constant$`), `$1 es una constante: no se le puede asignar otro valor`},
	{regexp.MustCompile(`^Could not resolve (.+)$`), `no se puede incluir $1: la ruta debe estar escrita entera, sin partes variables`},
}

var words = strings.NewReplacer(
	"end of file", "el final del archivo",
	"identifier", "un nombre",
)

func spanish(text string) string {
	for _, p := range phrases {
		if p.english.MatchString(text) {
			return words.Replace(p.english.ReplaceAllString(text, p.spanish))
		}
	}
	return text
}
