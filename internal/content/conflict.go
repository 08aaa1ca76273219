package content

import (
	"strings"

	"vitrina/internal/diag"
)

// conflictMark opens, at the beginning of a line, what version control leaves in
// a file that two people have changed at once: both versions, one after the
// other. It is looked for as a plain string: a regular expression over every body
// would take a fifteenth of a build.
const conflictMark = "<<<<<<< "

// sayConflict reports such a mark in a body. In a block it is no YAML, which is
// told anyway.
func (u *unit) sayConflict(file string) {
	text := u.body.Text
	at := 0
	if !strings.HasPrefix(text, conflictMark) {
		if at = 1 + strings.Index(text, "\n"+conflictMark); at == 0 {
			return
		}
	}
	pos := placeIn(text, at)
	pos.Line += u.body.Line - 1
	u.problems = append(u.problems, diag.Problem{File: file, Pos: pos,
		Text: "aquí hay dos versiones del mismo texto: dos personas lo cambiaron a la vez y no se juntaron",
		Hint: "deje una, o lo que valga de las dos, y borre las líneas que empiezan con «<<<<<<<», «=======» y «>>>>>>>»"})
}
