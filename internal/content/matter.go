package content

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"
	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

const (
	maxFile   = 1 << 20  // bytes of an entry
	maxMatter = 64 << 10 // bytes between the --- lines
)

// fence is the line that opens and closes the frontmatter.
const fence = "---"

// matter is an entry in its two parts.
type matter struct {
	node *yaml.Node // the top mapping; nil when it could not be read
	raw  []byte     // the block between the fences
	body Body
}

// split takes the frontmatter off. What it says about a missing or unclosed
// block it finds out before the library runs: the library would take the one
// for body text, and end the other at any indented fence.
func (s *source) split(scratch *scratch) (m matter) {
	first, rest, _ := bytes.Cut(s.text, []byte{'\n'})
	if bytes.Equal(bytes.TrimRight(first, " \t"), []byte(fence)) {
		m.raw, m.body = s.block(rest)
	} else {
		s.noBlock(first)
	}
	if !s.broken {
		s.refuse(m.raw, 1)
	}
	if s.broken {
		return m
	}
	block := s.text[:len(first)+1+len(m.raw)+len(fence)]
	var doc yaml.Node
	if err := scratch.parse(block, &doc); err != nil {
		s.explain(m.raw, 1, err)
		return m
	}
	m.node = s.top(&doc, 1)
	return m
}

// parse runs the library over exactly the block that split found. The only
// format is YAML between two fences: the library's own list would also take
// TOML and JSON, and reads with yaml.v2.
func (scratch *scratch) parse(block []byte, doc *yaml.Node) error {
	scratch.input.Reset(block)
	if scratch.buffer == nil {
		scratch.buffer = bufio.NewReader(nil)
	}
	scratch.buffer.Reset(&scratch.input) // the library would make one for each entry
	_, err := frontmatter.MustParse(scratch.buffer, doc, frontmatter.NewFormat(fence, fence, scratch.unmarshal))
	return err
}

// unmarshal is yaml.Unmarshal for a text that must be one document. yaml.v3
// leaves without a word what follows the first, such as the line of a key that
// is indented less than the one on top: an embargo could be lost that way. It
// also panics on a few inputs that it does not expect, which for an editor are
// just one more block that cannot be read.
func (scratch *scratch) unmarshal(data []byte, v any) error {
	if doc, ok := v.(*yaml.Node); ok {
		if n := scratch.quickParse(data); n != nil {
			*doc = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{n}, Line: 1, Column: 1}
			return nil
		}
	}
	return slowParse(data, v)
}

func slowParse(data []byte, v any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	d := yaml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(v); err != nil {
		if err == io.EOF {
			return nil
		}
		return err
	}
	var more yaml.Node
	if err := d.Decode(&more); err == nil {
		return fmt.Errorf("yaml: line %d: did not find expected key", more.Line-1) // as the parser counts
	} else if err != io.EOF {
		return err
	}
	return nil
}

// block finds the closing fence in the lines after the first.
func (s *source) block(rest []byte) (raw []byte, body Body) {
	line := 1
	for offset := 0; offset < len(rest); {
		line++
		text := rest[offset:]
		end := bytes.IndexByte(text, '\n')
		next := offset + end + 1
		if end < 0 {
			end, next = len(text), len(rest)
		}
		text = text[:end]
		if trimmed := bytes.TrimSpace(text); len(trimmed) == len(fence) && string(trimmed) == fence {
			if !bytes.HasPrefix(text, trimmed) {
				s.fail(diag.Pos{Line: line, Column: 1}, "hay una línea «---» con espacios delante dentro del bloque de datos, que lo cortaría antes de tiempo",
					"si cierra el bloque, péguela al margen; si es parte de un texto, cámbiela por otra cosa")
				return rest[:offset], Body{}
			}
			if offset > maxMatter {
				s.tooLong()
			}
			return rest[:offset], Body{Text: textOf(rest[next:]), Line: line + 1}
		}
		offset = next
	}
	if len(rest) > maxMatter {
		s.tooLong()
		return rest, Body{}
	}
	line = 1
	for text := range bytes.Lines(rest) {
		line++
		if text := string(bytes.TrimRight(text, "\n")); isBadFence(text) {
			s.fail(diag.Pos{Line: line, Column: 1}, badFence(text), badFenceHint)
			return rest, Body{}
		}
	}
	s.fail(diag.Pos{Line: 1, Column: 1}, "el bloque de datos se abre con «---» y no se cierra",
		"escriba otra línea «---» después de la última clave, antes del texto")
	return rest, Body{}
}

// isBadFence reports a line that was meant to close a block: too few or too many
// hyphens, or the dashes that word processors make of them.
func isBadFence(line string) bool {
	marks := 0
	for _, r := range line {
		switch {
		case r == '-':
			marks++
		case strings.ContainsRune("–—―−‐‑‒⸺⸻", r):
			marks += 2 // one is enough: processors make one dash of two hyphens
		case !unicode.IsSpace(r):
			return false
		}
	}
	return marks >= 2 && strings.TrimSpace(line) != fence
}

const badFenceHint = "borre esa línea y escriba tres guiones: ---"

func badFence(line string) string {
	return "la línea que cierra el bloque de datos debe ser exactamente «---», tres guiones; hay " + quoted(strings.TrimSpace(line))
}

func (s *source) tooLong() {
	s.fail(diag.Pos{Line: 1, Column: 1}, fmt.Sprintf("el bloque de datos pasa de %d KiB", maxMatter>>10),
		"pase los textos largos debajo del bloque, como cuerpo de la página")
}

// noBlock says why a file has no frontmatter.
func (s *source) noBlock(first []byte) {
	start := diag.Pos{Line: 1, Column: 1}
	const hint = "la primera línea debe ser «---»; siguen las claves y otra línea «---» antes del texto"
	trimmed := bytes.TrimSpace(first)
	switch {
	case len(bytes.TrimSpace(s.text)) == 0:
		s.fail(start, "el archivo está vacío", hint)
	case len(trimmed) == 0 && bytes.HasPrefix(bytes.TrimSpace(s.text), []byte(fence)):
		s.fail(start, "hay líneas en blanco antes del primer «---»", "bórrelas: «---» debe ser la primera línea del archivo")
	case string(trimmed) == fence:
		s.fail(start, "el primer «---» tiene espacios delante", "péguelo al margen izquierdo")
	case bytes.HasPrefix(trimmed, []byte("```")):
		s.fail(start, "la primera línea es "+quoted(string(trimmed))+" y debe ser «---»", "bórrela, y borre también la línea «```» del final")
	case len(trimmed) >= 2 && len(bytes.Trim(trimmed, "-–—")) == 0:
		s.fail(start, "la primera línea debe ser exactamente «---», tres guiones", "bórrela y escriba tres guiones: ---")
	default:
		s.fail(start, "falta el bloque de datos entre dos líneas «---»", hint)
	}
}

// top returns the mapping that a document is, after refusing what a reader of
// YAML may do that an entry may not: see walk.
func (s *source) top(doc *yaml.Node, shift int) *yaml.Node {
	if doc.Kind == 0 || len(doc.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1 - shift, Column: 1}
	}
	n := doc.Content[0]
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == "" {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1 - shift, Column: 1}
	}
	if n.Kind != yaml.MappingNode {
		s.fail(diag.Pos{Line: n.Line + shift, Column: n.Column}, "se esperaban claves con su valor",
			"escriba una clave por línea, por ejemplo: titulo: Agua segura")
		return nil
	}
	if !s.walk(n, shift, 1) {
		return nil
	}
	return n
}

// maxDepth is how deep values may be nested; entries need four levels.
const maxDepth = 20

// walk refuses anchors, aliases, tags and depth anywhere in the tree. It stops
// at the first, because one alias can stand for millions of nodes.
func (s *source) walk(n *yaml.Node, shift, depth int) bool {
	pos := diag.Pos{Line: n.Line + shift, Column: n.Column}
	switch {
	case depth > maxDepth:
		s.fail(pos, fmt.Sprintf("hay más de %d niveles, unos dentro de otros", maxDepth), "revise los corchetes y los espacios al comienzo de las líneas")
		return false
	case n.Kind == yaml.AliasNode:
		s.fail(pos, "los alias de YAML (un valor que empieza con «*») no se admiten",
			"repita el valor; si es un texto, póngalo entre comillas")
		return false
	case n.Anchor != "":
		s.fail(pos, "las anclas de YAML (un valor que empieza con «&») no se admiten",
			"si es un texto, póngalo entre comillas")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		s.fail(pos, "las etiquetas de YAML (un valor que empieza con «!») no se admiten",
			"si es un texto, póngalo entre comillas")
		return false
	}
	for _, c := range n.Content {
		if !s.walk(c, shift, depth+1) {
			return false
		}
	}
	return true
}

// refuse finds what YAML would take for the end of a line or of the document
// and an editor would not see: what comes after it would be lost, or be a key.
func (s *source) refuse(raw []byte, shift int) {
	line := shift
	for text := range bytes.Lines(raw) {
		if len(s.problems) > maxSlips {
			return
		}
		line++
		switch {
		case text[0] == '.' && bytes.HasPrefix(text, []byte("...")) && (len(text) == 3 || isBlank(text[3])):
			s.fail(diag.Pos{Line: line, Column: 1}, "una línea «...» termina el bloque de datos antes de tiempo", "bórrela")
		case text[0] == '-' && bytes.HasPrefix(text, []byte(fence)) && (len(text) == 3 || isBlank(text[3])) && line > 1:
			s.fail(diag.Pos{Line: line, Column: 1}, "hay un segundo bloque de datos («---») dentro del primero", "deje un solo bloque entre dos líneas «---»")
		}
		for i, b := range text {
			if b != 0xc2 && b != 0xe2 {
				continue
			}
			if r, _ := utf8.DecodeRune(text[i:]); r == 0x85 || r == 0x2028 || r == 0x2029 {
				s.fail(diag.Pos{Line: line, Column: utf8.RuneCount(text[:i]) + 1},
					fmt.Sprintf("hay un salto de línea invisible (U+%04X)", r), "bórrelo y escriba ahí un espacio o un salto de línea común")
			}
		}
	}
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\n' }
