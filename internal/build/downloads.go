package build

import (
	"errors"
	"io"
	"io/fs"

	"vitrina/internal/content"
	"vitrina/internal/site"
)

// download is a file beside a practice that its page offers.
type download struct {
	size int64
	// disguise is what it is in truth, when that is not what its name says.
	disguise string
}

// weighDownloads finds the size of every file that a practice's page offers, and
// which of them are not what their names say. One that cannot be read is left
// out; writing it says why.
func (w *Workspace) weighDownloads(entries *content.Entries) (sizes map[string]int64, disguised map[string]string) {
	sizes, disguised = map[string]int64{}, map[string]string{}
	for _, p := range entries.Practices {
		for _, name := range site.DownloadNames(p, w.documents[p.File]) {
			file := p.Beside(name)
			d, ok := w.downloads[file]
			if !ok {
				var err error
				if d, err = peek(w.source, file); err != nil {
					continue
				}
				w.downloads[file] = d
			}
			sizes[file] = d.size
			if d.disguise != "" {
				disguised[file] = d.disguise
			}
		}
	}
	return sizes, disguised
}

// peek reads the first bytes of a file.
func peek(source fs.FS, file string) (download, error) {
	f, err := source.Open(file)
	if err != nil {
		return download{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return download{}, err
	}
	head := make([]byte, content.DisguiseHead)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
		return download{}, err
	}
	return download{info.Size(), content.Disguise(file, head[:n])}, nil
}
