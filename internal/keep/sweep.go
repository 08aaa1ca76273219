package keep

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// An entry that nobody has asked for in a long time is forgotten: each title that
// was edited, and each new version of the program, leaves what it made behind. The
// date of its file tells when an entry was last of use, to within a week, so that
// reading stays nearly free.
const (
	noted     = 7 * 24 * time.Hour
	forgotten = 90 * 24 * time.Hour
	abandoned = 24 * time.Hour // an entry that is half written, by whoever was stopped then
)

// note marks an entry as of use today. It need not succeed.
func note(file string, last, now time.Time) {
	if now.Sub(last) > noted {
		os.Chtimes(file, now, now)
	}
}

// Sweep deletes what was of no use for long, and returns how many entries that
// were. It follows no link and touches no file but entries; what it cannot delete
// stays.
func (f Folder) Sweep(now time.Time) int {
	if f.dir == "" || isLink(f.dir) {
		return 0
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return 0
	}
	defer root.Close()
	swept := 0
	inner, _ := fs.ReadDir(root.FS(), ".")
	for _, d := range inner {
		if !d.IsDir() || len(d.Name()) != 2 {
			continue
		}
		files, _ := fs.ReadDir(root.FS(), d.Name())
		for _, file := range files {
			limit := forgotten
			if strings.HasPrefix(file.Name(), "tmp-") {
				limit = abandoned
			} else if !Valid(d.Name() + file.Name()) {
				continue
			}
			info, err := file.Info()
			if err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > limit && root.Remove(path.Join(d.Name(), file.Name())) == nil {
				swept++
			}
		}
	}
	return swept
}
