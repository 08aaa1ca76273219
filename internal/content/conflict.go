package content

import (
	"regexp"

	"vitrina/internal/diag"
)

// conflictMark opens what version control leaves in a file that two people have
// changed at once: both versions, one after the other.
var conflictMark = regexp.MustCompile(`(?m)^<{7} \S`)

// sayConflict reports such a mark in a body. In a block it is no YAML, which is
// told anyway.
func (u *unit) sayConflict(file string) {
	at := conflictMark.FindStringIndex(u.body.Text)
	if at == nil {
		return
	}
	pos := placeIn(u.body.Text, at[0])
	pos.Line += u.body.Line - 1
	u.problems = append(u.problems, diag.Problem{File: file, Pos: pos,
		Text: "aquí hay dos versiones del mismo texto: dos personas lo cambiaron a la vez y no se juntaron",
		Hint: "deje una, o lo que valga de las dos, y borre las líneas que empiezan con «<<<<<<<», «=======» y «>>>>>>>»"})
}
