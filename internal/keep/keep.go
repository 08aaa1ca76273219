// Package keep remembers on disk what is dear to make.
//
// In: the name of a thing, a hash of all that it is made from, and its bytes.
// Out: the same bytes, or word that they are not there. What is kept may be
// deleted at any time, and several processes may share a folder. An entry that
// is damaged counts as absent; it appears by renaming, so no reader sees half
// of one.
//
// The package knows nothing of what it keeps, and writes only under its folder.
package keep

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// Folder is a place for entries. The zero Folder keeps nothing.
type Folder struct{ dir string }

// In returns the Folder at a path, which need not exist yet; "" keeps nothing.
func In(dir string) Folder { return Folder{dir} }

// Keeps reports whether anything can be remembered at all.
func (f Folder) Keeps() bool { return f.dir != "" }

// Most is the most bytes that an entry may have; a longer file is rubbish.
const Most = 64 << 20

// magic begins every entry. Raise its number when the form of entries changes.
const magic = "vitrina 2\n"

// Names begin with a SHA-256 in hexadecimal; what follows tells apart what is
// made from one original.
var isName = regexp.MustCompile(`^[0-9a-f]{64}(-[a-z0-9]+)*$`)

// Valid reports whether a name can be that of an entry.
func Valid(name string) bool { return isName.MatchString(name) }

// Path is where the entry of a valid name is kept.
func (f Folder) Path(name string) string { return filepath.Join(f.dir, name[:2], name[2:]) }

// seal ties the bytes of an entry to its name and to everything that they were
// made with. The bytes themselves are summed with CRC-32C: that finds damage,
// and costs a tenth of a SHA-256 on the ten thousand entries of a large site.
func seal(name, madeWith string, data []byte) [sha256.Size]byte {
	sum := crc32.Checksum(data, castagnoli)
	key := make([]byte, 0, len(name)+len(madeWith)+8)
	key = append(append(append(key, name...), '\n'), madeWith...)
	key = append(key, '\n', byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
	return sha256.Sum256(key)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Load returns the bytes that were stored under a name and made in that way.
// The caller only reads them.
func (f Folder) Load(name, madeWith string) ([]byte, bool) { return f.LoadIn(nil, name, madeWith) }

// LoadIn is Load into the memory of buf, as far as that goes.
func (f Folder) LoadIn(buf []byte, name, madeWith string) ([]byte, bool) {
	if f.dir == "" || !Valid(name) {
		return nil, false
	}
	path := f.Path(name)
	// Opening a FIFO would wait for ever.
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > Most {
		return nil, false
	}
	b, err := read(path, info, buf)
	if err != nil {
		return nil, false
	}
	b, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok || len(b) < sha256.Size {
		return nil, false
	}
	sum, data := [sha256.Size]byte(b[:sha256.Size]), b[sha256.Size:]
	if sum != seal(name, madeWith, data) {
		return nil, false
	}
	note(path, info.ModTime(), time.Now())
	return data, true
}

func read(path string, info fs.FileInfo, buf []byte) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b := slices.Grow(buf[:0], int(info.Size()))[:info.Size()]
	_, err = io.ReadFull(file, b)
	return b, err
}

// ErrLink is why nothing is kept through a link.
var ErrLink = errors.New("a folder to keep things in is a link")

// ErrNowhere is why nothing is kept in no folder, or under no valid name.
var ErrNowhere = errors.New("there is nowhere to keep it")

// Store leaves either a whole entry or none, and then says why. That costs time,
// never a result, so whoever makes the entry need not mind. A folder that is a
// link, or has a link in the place of an inner folder, is not written through:
// whatever is at the other end belongs to somebody else.
func (f Folder) Store(name, madeWith string, data []byte) error {
	if f.dir == "" || !Valid(name) {
		return ErrNowhere
	}
	path := f.Path(name)
	inner := filepath.Dir(path)
	if isLink(f.dir) || isLink(inner) {
		return ErrLink
	}
	if err := os.MkdirAll(inner, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(inner, "tmp-*")
	if err != nil {
		return err
	}
	sum := seal(name, madeWith, data)
	_, err = file.Write(append(append([]byte(magic), sum[:]...), data...))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

func isLink(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}
