package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bareURL makes links of bare http and https addresses in running text.
//
// goldmark has an extension for this, but it wakes at every space, where the
// text is cut in two, and looks for mail addresses too. This parser wakes at a
// colon and looks back: when "http" or "https" stands before it, that end of
// the text already collected becomes the start of the link.
type bareURL struct{}

func (bareURL) Trigger() []byte { return []byte{':'} }

func (bareURL) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("://")) || pc.IsInLinkLabel() {
		return nil
	}
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != segment.Start || before.SoftLineBreak() || before.HardLineBreak() {
		return nil
	}
	scheme := trailingScheme(before.Segment.Value(block.Source()))
	if scheme == 0 {
		return nil
	}
	rest := line[len("://"):]
	n := urlLength(rest)
	if n == 0 {
		return nil
	}

	start := segment.Start - scheme
	before.Segment = before.Segment.WithStop(start)
	if before.Segment.IsEmpty() {
		parent.RemoveChild(parent, before)
	}
	stop := segment.Start + len("://") + n
	block.Advance(stop - segment.Start)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, stop)))
	link.SetPos(start)
	return link
}

// trailingScheme is the length of the "http" or "https" that ends s, when it
// is a word of its own; otherwise 0.
func trailingScheme(s []byte) int {
	for _, scheme := range []string{"https", "http"} {
		rest, ok := bytes.CutSuffix(s, []byte(scheme))
		if !ok {
			continue
		}
		if r, _ := utf8.DecodeLastRune(rest); len(rest) > 0 && isWordRune(r) {
			return 0
		}
		return len(scheme)
	}
	return 0
}

// urlLength is how much of s, which follows "://", belongs to the address. It
// needs a letter or digit and a dot in its host. The stop or the bracket that
// ends the sentence around it is left out.
func urlLength(s []byte) int {
	end := 0
	for end < len(s) {
		r, size := utf8.DecodeRune(s[end:])
		if r <= ' ' || util.IsSpaceRune(r) || bytes.ContainsRune([]byte("<>\"`|\\«»“”"), r) {
			break
		}
		end += size
	}
	end = trimSentence(s[:end])
	host := end
	if i := bytes.IndexAny(s[:end], "/?#"); i >= 0 {
		host = i
	}
	if host == 0 || !util.IsAlphaNumeric(s[0]) || bytes.IndexByte(s[:host], '.') < 1 {
		return 0
	}
	return end
}

func trimSentence(s []byte) int {
	extra := bytes.Count(s, []byte(")")) - bytes.Count(s, []byte("("))
	end := len(s)
	for end > 0 {
		switch s[end-1] {
		case '?', '!', '.', ',', ';', ':', '*', '_', '~', '\'', ']':
		case ')':
			if extra <= 0 {
				return end
			}
			extra--
		default:
			return end
		}
		end--
	}
	return end
}
