package render

import (
	"fmt"
	"html"
	"html/template"
	"text/template/parse"
)

// funcs are what templates may call: t writes a text, with values for its
// {names}, picto the path of a pictogram. Everything else is computed by the
// views.
func (r *Renderer) funcs() template.FuncMap {
	return template.FuncMap{
		"t":     r.texts.Get,
		"picto": picto,
	}
}

// layConstants replaces every {{t "key"}} of a template by its text, and every
// {{picto "name"}} by its path, once, when the templates are loaded: what does
// not exist fails here and not on some page, and what does costs nothing
// afterwards. Calls with values stay.
func (r *Renderer) layConstants(t *template.Template) error {
	if t.Tree == nil || t.Tree.Root == nil {
		return nil
	}
	return r.layIn(t.Tree, t.Tree.Root)
}

func (r *Renderer) layIn(tree *parse.Tree, list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for i, node := range list.Nodes {
		var err error
		switch n := node.(type) {
		case *parse.ActionNode:
			var text string
			var plain bool
			if text, plain, err = r.constant(tree, n, n.Pipe); plain && err == nil {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(html.EscapeString(text))}
			}
		case *parse.TemplateNode: // {{template "x" (t "key")}}
			for _, cmd := range pipeCommands(n.Pipe) {
				for _, arg := range cmd.Args {
					if inner, ok := arg.(*parse.PipeNode); ok && err == nil {
						_, _, err = r.constant(tree, n, inner)
					}
				}
			}
		case *parse.IfNode:
			err = r.layBranch(tree, &n.BranchNode)
		case *parse.RangeNode:
			err = r.layBranch(tree, &n.BranchNode)
		case *parse.WithNode:
			err = r.layBranch(tree, &n.BranchNode)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Renderer) layBranch(tree *parse.Tree, b *parse.BranchNode) error {
	if err := r.layIn(tree, b.List); err != nil {
		return err
	}
	return r.layIn(tree, b.ElseList)
}

// constant returns what an action {{t "key" …}} or {{picto "name"}} writes, and
// whether it has no further values; plain is false for every other action.
func (r *Renderer) constant(tree *parse.Tree, node parse.Node, pipe *parse.PipeNode) (text string, plain bool, err error) {
	function, key, plain := constantCall(pipe)
	switch function {
	case "t":
		text, err = r.texts.Get(key)
	case "picto":
		text, err = picto(key)
	default:
		return "", false, nil
	}
	if err != nil {
		location, _ := tree.ErrorContext(node)
		err = fmt.Errorf("plantillas: %s: %w", location, err)
	}
	return text, plain, err
}

func pipeCommands(pipe *parse.PipeNode) []*parse.CommandNode {
	if pipe == nil {
		return nil
	}
	return pipe.Cmds
}

// constantCall returns the function and the first value of an action such as
// {{t "key" …}}, and whether it has no further values.
func constantCall(pipe *parse.PipeNode) (function, key string, plain bool) {
	if pipe == nil || len(pipe.Cmds) != 1 || len(pipe.Decl) > 0 {
		return "", "", false
	}
	args := pipe.Cmds[0].Args
	if len(args) < 2 {
		return "", "", false
	}
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok {
		return "", "", false
	}
	literal, ok := args[1].(*parse.StringNode)
	if !ok {
		return "", "", false
	}
	return name.Ident, literal.Text, len(args) == 2
}
