package markdown

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"vitrina/internal/diag"
)

// The figures are some ten times what the longest entry needs. Together they
// keep the worst text we know below a second (TestHostileTextIsQuick).
const (
	maxRunes     = 60_000 // of a body; the parser is quadratic on hostile text
	maxLine      = 8_000  // letters of a line, which may be a heading or a table cell
	maxParagraph = 8_000  // letters of a paragraph: brackets and stars are matched within it
	maxCells     = 20_000 // of a table: short rows are filled up to the widest
	maxOpen      = 24     // blocks open at once; a list takes two
	maxDepth     = 40     // elements inside each other, inline ones included
)

// excess is a limit passed while parsing. The parser has no problems of its
// own, so they wait in its context until the text is written.
type excess struct {
	at   int // offset in the body
	text string
	hint string
}

var excessKey = parser.NewContextKey()

func note(pc parser.Context, e excess) {
	list, _ := pc.Get(excessKey).([]excess)
	if n := len(list); n > 0 && list[n-1].text == e.text {
		return // one is enough: the rest of the line would say the same
	}
	pc.Set(excessKey, append(list, e))
}

// shallow is a block parser that opens nothing more once maxOpen blocks are
// open. What is deeper stays as text.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) < maxOpen {
		return s.BlockParser.Open(parent, reader, pc)
	}
	line, pos := reader.Position()
	node, _ := s.BlockParser.Open(parent, reader, pc)
	reader.SetPosition(line, pos)
	if node != nil {
		note(pc, tooDeep(pos.Start))
	}
	return nil, parser.NoChildren
}

func tooDeep(at int) excess {
	return excess{at, "hay demasiadas listas o citas una dentro de otra",
		"deje como mucho dos o tres niveles"}
}

// tables makes tables of paragraphs, except of those with too many cells: the
// parser fills short rows, so ten thousand columns and as many one-letter rows
// would be a hundred million cells.
type tables struct{ parser.ParagraphTransformer }

func newTables() tables {
	return tables{extension.NewTableParagraphTransformer()}
}

func (t tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	columns := 0
	for i := range min(lines.Len(), maxCells) {
		line := lines.At(i)
		columns = max(columns, bytes.Count(line.Value(reader.Source()), []byte("|"))+1)
	}
	if columns > 1 && columns*lines.Len() > maxCells {
		note(pc, excess{node.Pos(), "la tabla es demasiado grande: tiene más de " + thousands(maxCells) + " celdas",
			"ponga los datos en un archivo CSV junto a la entrada y enlácelo"})
		node.Parent().RemoveChild(node.Parent(), node)
		return
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// brief removes paragraphs that are too long to look for marks in.
type brief struct{}

func (brief) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	n := lines.Len()
	if n == 0 || !longer(reader.Source()[lines.At(0).Start:lines.At(n-1).Stop], maxParagraph) {
		return
	}
	note(pc, excess{node.Pos(), "el párrafo es demasiado largo: tiene más de " + thousands(maxParagraph) + " letras",
		"divídalo con líneas en blanco"})
	node.Parent().RemoveChild(node.Parent(), node)
}

// overLength says that a body is too long to be parsed, or has a line that is.
func overLength(src []byte) (excess, bool) {
	if longer(src, maxRunes) {
		return excess{0, "el texto es demasiado largo: tiene más de " + thousands(maxRunes) + " letras",
			"resúmalo, o publique el detalle como un archivo junto a la entrada"}, true
	}
	for at := 0; len(src)-at > maxLine; {
		end := bytes.IndexByte(src[at:], '\n')
		if end < 0 {
			end = len(src) - at
		}
		if longer(src[at:at+end], maxLine) {
			return excess{at, "la línea es demasiado larga: tiene más de " + thousands(maxLine) + " letras",
				"divídala en párrafos, con líneas en blanco entre ellos"}, true
		}
		at += end + 1
	}
	return excess{}, false
}

func longer(s []byte, most int) bool {
	return len(s) > most && utf8.RuneCount(s) > most
}

// thousands writes a limit as Peru does: 60 000.
func thousands(n int) string {
	return fmt.Sprintf("%d %03d", n/1000, n%1000)
}

func (e excess) problem(file string, pos diag.Pos) diag.Problem {
	return diag.Problem{File: file, Pos: pos, Severity: diag.Error, Text: e.text, Hint: e.hint}
}
