package content

import (
	"bufio"
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// yaml.v3 takes about 150 µs for the block of a practice that uses every key,
// four fifths of what reading the entry costs. quick reads the part of YAML that
// people write in these blocks, and an entry then takes 56 µs in place of 186:
// keys one to a line, values in one line, lists, texts after > or |. At the
// first thing that is not plainly so it gives up, and yaml.v3 reads the whole
// block from the start; so quick never reports a mistake.
//
// What it does read must be, node for node, what yaml.v3 would have read, with
// the same tags, styles and places; comments alone are left out. FuzzQuick
// holds it to that. A doubt is therefore always a reason to give up.

// scratch is memory that the next block may use again: a tree is good only
// until then.
type scratch struct {
	nodes  []yaml.Node
	input  bytes.Reader
	buffer *bufio.Reader
}

// quickParse reads a block. It returns nil when yaml.v3 has to.
func (scratch *scratch) quickParse(block []byte) *yaml.Node {
	if !quickBytes(block) {
		return nil
	}
	q := &quick{text: string(block), nodes: scratch.nodes[:0]}
	defer func() { scratch.nodes = q.nodes }()
	q.next()
	if q.done || q.indent != 0 {
		return nil
	}
	n := q.mapping()
	if n == nil || !q.done {
		return nil
	}
	return n
}

// quickBytes refuses blanks other than the space, and whatever YAML refuses or
// takes for a line break.
func quickBytes(b []byte) bool {
	for i, c := range b {
		switch {
		case c >= 0x20 && c < 0x7f, c == '\n':
		case c < 0x80:
			return false
		case c == 0xc2 && b[i+1] < 0xa0:
			return false
		case c == 0xe2 && b[i+1] == 0x80 && (b[i+2] == 0xa8 || b[i+2] == 0xa9):
			return false
		case c == 0xef && (b[i+1] == 0xbb && b[i+2] == 0xbf || b[i+1] == 0xbf && b[i+2] >= 0xbe):
			return false
		}
	}
	return true
}

// quick walks a block line by line. Lines that are blank or a comment are
// passed over. Its text is valid UTF-8, as newSource has seen to.
type quick struct {
	text   string
	offset int // of the line after the current one
	number int // of the current line, from 1
	indent int
	line   string // without indent and without blanks at the end
	done   bool
	nodes  []yaml.Node
}

// next goes to the next line that says something.
func (q *quick) next() {
	for q.offset < len(q.text) {
		line := q.text[q.offset:]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		q.offset += len(line) + 1
		q.number++
		q.indent = 0
		for q.indent < len(line) && line[q.indent] == ' ' {
			q.indent++
		}
		if q.line = strings.TrimRight(line[q.indent:], " "); q.line != "" && q.line[0] != '#' {
			return
		}
	}
	q.done = true
}

// node adds a node; they lie together, which spares an allocation for each.
func (q *quick) node(kind yaml.Kind, style yaml.Style, tag, value string, column int) *yaml.Node {
	if len(q.nodes) == cap(q.nodes) {
		q.nodes = make([]yaml.Node, 0, max(64, 2*cap(q.nodes))) // the old ones stay where they are
	}
	q.nodes = append(q.nodes, yaml.Node{Kind: kind, Style: style, Tag: tag, Value: value, Line: q.number, Column: column})
	return &q.nodes[len(q.nodes)-1]
}

// quickKey splits "key: value" or "key:".
func quickKey(line string) (key, value string, ok bool) {
	i := 0
	for i < len(line) && (line[i] >= 'a' && line[i] <= 'z' || line[i] == '_' || i > 0 && line[i] >= '0' && line[i] <= '9') {
		i++
	}
	if i == 0 || i > 64 || i == len(line) || line[i] != ':' {
		return "", "", false
	}
	key, value = line[:i], line[i+1:]
	if value != "" && value[0] != ' ' {
		return "", "", false
	}
	switch key {
	case "true", "false", "null":
		return "", "", false
	}
	return key, value, true
}

// mapping reads the keys at the indent of the current line. As all readers of
// more than one line, it leaves the walk on the first line after them, and
// returns nil to give up.
func (q *quick) mapping() *yaml.Node {
	indent := q.indent
	m := q.node(yaml.MappingNode, 0, "!!map", "", indent+1)
	for !q.done && q.indent >= indent {
		key, value, ok := quickKey(q.line)
		if !ok || q.indent > indent {
			return nil
		}
		k := q.node(yaml.ScalarNode, 0, "!!str", key, indent+1)
		column := indent + len(key) + 2
		for value != "" && value[0] == ' ' {
			value, column = value[1:], column+1
		}
		var v *yaml.Node
		switch {
		case value == "":
			v = q.nested(indent)
		case value[0] == '>' || value[0] == '|':
			v = q.textBlock(value, indent, column)
		default:
			v = q.inline(value, indent, column)
		}
		if v == nil {
			return nil
		}
		m.Content = append(m.Content, k, v)
	}
	return m
}

// nested reads what stands below a key without a value.
func (q *quick) nested(indent int) *yaml.Node {
	q.next()
	item := strings.HasPrefix(q.line, "- ")
	switch {
	case q.done, q.indent < indent, q.indent == indent && !item:
		return nil
	case item:
		return q.sequence()
	}
	return q.mapping()
}

// sequence reads the items at the indent of the current line.
func (q *quick) sequence() *yaml.Node {
	indent := q.indent
	s := q.node(yaml.SequenceNode, 0, "!!seq", "", indent+1)
	for !q.done && q.indent >= indent {
		if !strings.HasPrefix(q.line, "- ") || q.indent > indent {
			// Keys may follow at the same indent: those of the mapping around.
			if q.indent == indent && q.line[0] != '-' {
				break
			}
			return nil
		}
		column := indent + 1
		value := q.line
		for ok := true; ok; ok = value[0] == ' ' {
			value, column = value[1:], column+1
		}
		var v *yaml.Node
		if _, _, ok := quickKey(value); ok {
			q.indent, q.line = column-1, value
			v = q.mapping()
		} else {
			v = q.inline(value, indent, column)
		}
		if v == nil {
			return nil
		}
		s.Content = append(s.Content, v)
	}
	return s
}
