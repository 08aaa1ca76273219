package render

import (
	"html/template"
	"slices"
	"text/template/parse"
)

// fillable are the templates of a set that can have forms, because they give the same
// pieces for all views of one shape: they ask of a text whether it is there, and write
// it as it is. The set must not have been executed, because then html/template has put
// its escapers in.
func fillable(set *template.Template) map[string]bool {
	names := map[string]bool{}
	for _, t := range set.Templates() {
		names[t.Name()] = t.Tree != nil && isFillable(set, t.Tree.Root, nil)
	}
	return names
}

// isFillable says it of a part of a template. within are the templates that lead there.
func isFillable(set *template.Template, node parse.Node, within []string) bool {
	branch := func(b *parse.BranchNode) bool {
		return isPresence(b.Pipe) && isFillable(set, b.List, within) && (b.ElseList == nil || isFillable(set, b.ElseList, within))
	}
	switch n := node.(type) {
	case *parse.TextNode, *parse.CommentNode:
		return true
	case *parse.ListNode:
		return !slices.ContainsFunc(n.Nodes, func(x parse.Node) bool { return !isFillable(set, x, within) })
	case *parse.ActionNode:
		return isText(n.Pipe)
	case *parse.IfNode:
		return branch(&n.BranchNode)
	case *parse.WithNode:
		return branch(&n.BranchNode)
	case *parse.TemplateNode:
		t := set.Lookup(n.Name)
		return t != nil && t.Tree != nil && !slices.Contains(within, n.Name) && (n.Pipe == nil || isText(n.Pipe)) &&
			isFillable(set, t.Tree.Root, append(within, n.Name))
	}
	return false
}

// isText reports whether a pipeline is a text as it is: a field, or a text of the
// interface, with fields in it or without, or the path of a pictogram.
func isText(pipe *parse.PipeNode) bool {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 {
		return false
	}
	args := pipe.Cmds[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		return !slices.ContainsFunc(args[1:], func(x parse.Node) bool {
			_, literal := x.(*parse.StringNode)
			return !(literal && (name.Ident == "t" || name.Ident == "picto") || isField(x) && name.Ident == "t")
		})
	}
	inner, ok := args[0].(*parse.PipeNode)
	return len(args) == 1 && (isField(args[0]) || ok && isText(inner))
}

// isPresence reports whether a condition is of fields that are there or not.
func isPresence(pipe *parse.PipeNode) bool {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 {
		return false
	}
	args := pipe.Cmds[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		if !slices.Contains([]string{"and", "or", "not"}, name.Ident) {
			return false
		}
		args = args[1:]
	} else if len(args) > 1 {
		return false
	}
	return !slices.ContainsFunc(args, func(x parse.Node) bool {
		inner, ok := x.(*parse.PipeNode)
		return !isField(x) && !(ok && isPresence(inner))
	})
}

func isField(n parse.Node) bool {
	switch n.(type) {
	case *parse.FieldNode, *parse.DotNode:
		return true
	}
	return false
}
