// Package templates holds the page templates and interface texts that are
// built into the program. A source folder with its own templates/ wins.
package templates

import "embed"

// FS is this folder.
//
//go:embed base.html partials pages textos
var FS embed.FS
