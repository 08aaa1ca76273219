package content

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// inline reads a value that ends with its line, and goes to the next line,
// which must not continue it.
func (q *quick) inline(value string, indent, column int) *yaml.Node {
	var v *yaml.Node
	if value[0] == '[' || value[0] == '{' {
		v = q.flow(value, column)
	} else {
		v = q.scalar(value, column, false)
	}
	if q.next(); !q.done && q.indent > indent {
		return nil
	}
	return v
}

// scalar reads a text, a number or a word, with its quotes if it has any.
func (q *quick) scalar(value string, column int, flow bool) *yaml.Node {
	switch c := value[0]; {
	case c == '"' || c == '\'':
		inner := value[1:]
		if len(inner) == 0 || strings.IndexByte(inner, c) != len(inner)-1 || strings.IndexByte(inner, '\\') >= 0 {
			return nil
		}
		style := yaml.DoubleQuotedStyle
		if c == '\'' {
			style = yaml.SingleQuotedStyle
		}
		return q.node(yaml.ScalarNode, style, "!!str", inner[:len(inner)-1], column)
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || c == '(' || c == '/':
	case c == '-' && len(value) > 1 && value[1] >= '0' && value[1] <= '9':
	default:
		return nil
	}
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case ':':
			if flow || i+1 == len(value) || value[i+1] == ' ' {
				return nil
			}
		case '#':
			if value[i-1] == ' ' { // never first
				return nil
			}
		case '"', '\'', '?', '!', '&', '*', '@', '%', '`', '|', '>':
			if flow {
				return nil
			}
		}
	}
	return q.node(yaml.ScalarNode, 0, quickTag(value), value, column)
}

// quickTag is the type that YAML sees in a value without quotes.
func quickTag(value string) string {
	const digits = "0123456789"
	switch c := value[0]; {
	case c >= '1' && c <= '9' && len(value) <= 18 && strings.Trim(value, digits) == "":
		return "!!int"
	case c >= '0' && c <= '9' && value[len(value)-1] >= '0' && value[len(value)-1] <= '9' && strings.Trim(value, digits) == "-":
		return "!!str" // 2019-03, 0-5: yaml.v3 tries them as a date in four ways
	case c >= '0' && c <= '9', c == '-', strings.IndexByte("tTfFnN", c) >= 0 && len(value) <= 5:
		return (&yaml.Node{Kind: yaml.ScalarNode, Value: value}).ShortTag()
	}
	return "!!str"
}

// flow reads [a, b] or {key: value, key: value} in one line.
func (q *quick) flow(value string, column int) *yaml.Node {
	f := &flow{q: q, rest: value, column: column}
	n := f.value(0)
	if f.rest != "" {
		return nil
	}
	return n
}

// flow is what is left of such a line, and where it begins.
type flow struct {
	q      *quick
	rest   string
	column int
}

// maxQuickFlow is how deep brackets stand in one another.
const maxQuickFlow = 4

// skip passes over the first n bytes and the blanks after them.
func (f *flow) skip(n int) {
	for n < len(f.rest) && f.rest[n] == ' ' {
		n++
	}
	f.column += utf8.RuneCountInString(f.rest[:n])
	f.rest = f.rest[n:]
}

// value reads one value, and the blanks after it. As all of quick it returns nil
// to give up.
func (f *flow) value(depth int) *yaml.Node {
	if f.rest == "" || depth > maxQuickFlow {
		return nil
	}
	switch c := f.rest[0]; c {
	case '[':
		return f.members(f.q.node(yaml.SequenceNode, yaml.FlowStyle, "!!seq", "", f.column), ']', depth)
	case '{':
		return f.members(f.q.node(yaml.MappingNode, yaml.FlowStyle, "!!map", "", f.column), '}', depth)
	case '"', '\'':
		end := strings.IndexByte(f.rest[1:], c)
		if end < 0 {
			return nil
		}
		return f.scalar(end + 2)
	}
	end := strings.IndexAny(f.rest, ",[]{}")
	if end < 0 {
		return nil
	}
	return f.scalar(end)
}

// scalar reads a value of n bytes, blanks at the end included.
func (f *flow) scalar(n int) *yaml.Node {
	text := strings.TrimRight(f.rest[:n], " ")
	if text == "" {
		return nil
	}
	v := f.q.scalar(text, f.column, true)
	f.skip(n)
	return v
}

// members reads what stands between brackets.
func (f *flow) members(n *yaml.Node, end byte, depth int) *yaml.Node {
	f.skip(1)
	for more := f.rest == "" || f.rest[0] != end; more; {
		if n.Kind == yaml.MappingNode {
			key, value, ok := quickKey(f.rest)
			if !ok || value == "" {
				return nil
			}
			n.Content = append(n.Content, f.q.node(yaml.ScalarNode, 0, "!!str", key, f.column))
			f.skip(len(key) + 1)
		}
		v := f.value(depth + 1)
		if v == nil || f.rest == "" {
			return nil
		}
		n.Content = append(n.Content, v)
		switch f.rest[0] {
		case ',':
			f.skip(1)
		case end:
			more = false
		default:
			return nil
		}
	}
	f.skip(1)
	return n
}

// textBlock reads the lines below > or |, all of the same indent.
func (q *quick) textBlock(header string, indent, column int) *yaml.Node {
	style, join := yaml.FoldedStyle, " "
	if header[0] == '|' {
		style, join = yaml.LiteralStyle, "\n"
	}
	if header != header[:1] && header != header[:1]+"-" {
		return nil
	}
	n := q.node(yaml.ScalarNode, style, "!!str", "", column)
	var b strings.Builder
	inner := 0
	for q.offset < len(q.text) {
		line, _, _ := strings.Cut(q.text[q.offset:], "\n")
		text := strings.TrimLeft(line, " ")
		at := len(line) - len(text)
		if text == "" {
			return nil // blank lines have rules of their own
		}
		if at <= indent {
			break
		}
		if inner == 0 {
			inner = at
		} else {
			b.WriteString(join)
		}
		if at != inner {
			return nil
		}
		b.WriteString(text)
		q.offset += len(line) + 1
		q.number++
	}
	if inner == 0 {
		return nil
	}
	if len(header) == 1 {
		b.WriteByte('\n')
	}
	n.Value = b.String()
	q.next()
	return n
}
