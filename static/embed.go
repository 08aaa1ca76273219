// Package static holds the styles, scripts and pictures of the site that are
// built into the program. A source folder with its own static/ wins.
package static

import "embed"

// FS is this folder.
//
//go:embed css js img
var FS embed.FS
