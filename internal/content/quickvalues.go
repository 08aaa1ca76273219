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
	if value[0] == '[' {
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

// flow reads [a, b] in one line.
func (q *quick) flow(value string, column int) *yaml.Node {
	if len(value) < 2 || strings.IndexAny(value[1:], "[]{}") != len(value)-2 || value[len(value)-1] != ']' {
		return nil
	}
	s := q.node(yaml.SequenceNode, yaml.FlowStyle, "!!seq", "", column)
	if strings.Trim(value[1:len(value)-1], " ") == "" {
		return s
	}
	rest := value[1 : len(value)-1]
	column++
	for more := true; more; {
		var item string
		item, rest, more = strings.Cut(rest, ",")
		width := utf8.RuneCountInString(item)
		inner := strings.TrimLeft(item, " ")
		at := column + len(item) - len(inner)
		column += width + 1
		if inner = strings.TrimRight(inner, " "); inner == "" {
			return nil
		}
		// A comma inside quotes has cut them in two, which scalar refuses.
		n := q.scalar(inner, at, true)
		if n == nil {
			return nil
		}
		s.Content = append(s.Content, n)
	}
	return s
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
