// Package diag holds what editors are told about their files: a Problem names
// a place, says in Spanish what is wrong there and what to do, and a List of
// them sorts and prints the same way everywhere.
//
// Problems are data: they are collected, never thrown. A full disk or a
// refused read is an error, not a Problem.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Severity says whether a Problem stops a build.
type Severity int

const (
	// Error stops the build: what would be published is wrong or unsafe.
	Error Severity = iota
	// Warning lets the build go on.
	Warning
)

// String is the word shown to editors: "error" or "aviso".
func (s Severity) String() string {
	if s == Warning {
		return "aviso"
	}
	return "error"
}

// Pos is a place in a text file. Line and Column start at 1 and Column counts
// characters (runes), as editors do; zero means unknown.
type Pos struct {
	Line   int
	Column int
}

// Problem is one thing to mend, at one place.
type Problem struct {
	// File is slash separated and relative to the source folder, such as
	// "content/practicas/agua.md"; empty when the problem has no file.
	File string
	Pos
	Severity Severity
	// Key is the frontmatter key concerned, such as "imagenes[0].alt"; may be empty.
	Key string
	// Text says in Spanish, in lower case and without a final stop, what is wrong.
	Text string
	// Hint says in Spanish what to do; may be empty.
	Hint string
	// Hidden is set for problems of entries that are not published now. A build
	// counts them but does not name them, because its log can be public.
	Hidden bool
}

// Where is the place that is told: that of the problem or, when it concerns the
// whole of a file or folder, its beginning. It is zero without a file.
func (p Problem) Where() Pos {
	if p.File == "" {
		return Pos{}
	}
	return Pos{Line: max(p.Line, 1), Column: max(p.Column, 1)}
}

// String is the one line form, `content/practicas/agua.md:4:1: error: …`. A
// problem of no file has no place.
func (p Problem) String() string {
	if p.File == "" {
		return OneLine(fmt.Sprintf("%s: %s", p.Severity, p.Text))
	}
	at := p.Where()
	return OneLine(fmt.Sprintf("%s:%d:%d: %s: %s", p.File, at.Line, at.Column, p.Severity, p.Text))
}

// OneLine writes control characters as Go does. The name of a file may hold any,
// and a line break or an escape in a log would pass for something else that
// somebody said.
func OneLine(s string) string {
	if strings.IndexFunc(s, unicode.IsControl) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// List is a set of problems in the order they were found.
type List []Problem

// Sorted returns the problems by file, line, column and text, each once.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortFunc(s, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Hint, b.Hint),
		)
	})
	return slices.CompactFunc(s, func(a, b Problem) bool {
		a.Key, b.Key = "", ""
		return a == b
	})
}

// Count returns how many problems are errors and how many are warnings.
func (l List) Count() (errors, warnings int) {
	for _, p := range l {
		if p.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// HasErrors reports whether any problem stops a build.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Severity == Error })
}

// Errors are the problems that stop a build.
func (l List) Errors() List {
	var errors List
	for _, p := range l {
		if p.Severity == Error {
			errors = append(errors, p)
		}
	}
	return errors
}
