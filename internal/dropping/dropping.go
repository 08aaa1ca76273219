// Package dropping knows the files that editors and desktops leave beside the
// file that is meant: backups, locks, swap files. Whoever reads a folder and
// whoever watches it ask here, so that both pass over the same names.
package dropping

import "strings"

// Is reports whether a file of this name is a dropping. Passing one over loses
// nothing when an editor saves through it: the rename onto the real name is a
// change of the real name. A file with such a name that is meant would be lost,
// so the list has only names that nobody chooses; and it is for files: "4913" is
// a fine name for a folder.
func Is(name string) bool {
	switch name {
	case "", "4913", ".DS_Store": // Vim tries whether it may write with 4913
		return true
	}
	switch name[0] {
	case '#': // #agua.md#, Emacs
		return true
	case '.':
		if strings.HasPrefix(name, ".#") || strings.HasPrefix(name, "._") ||
			strings.HasPrefix(name, ".goutputstream-") || strings.HasPrefix(name, ".~lock.") {
			return true
		}
	case '~':
		if strings.HasPrefix(name, "~$") {
			return true
		}
	}
	for _, end := range [...]string{"~", ".swp", ".swo", ".swx", ".kate-swp", "___jb_tmp___", "___jb_old___"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	// agua.md.tmp, agua.md.tmp.2210.17; but a plain x.tmp may be anybody's.
	stem, rest, found := strings.Cut(name, ".tmp")
	return found && strings.LastIndexByte(stem, '.') > 0 && strings.Trim(rest, ".0123456789") == ""
}
