package publish

import (
	"fmt"
	"io/fs"
	"os"
)

// The modes of a published site, whatever the umask.
const (
	siteDirMode  = fs.FileMode(0o755)
	siteFileMode = fs.FileMode(0o644)
)

// site is the folder called new of a box while it is filled.
type site struct {
	*box
	root *folder

	// What the umask, or the rules of the parent folder, leave of the modes asked
	// for is seen on the first folder and the first file. Only if that is not all
	// are the modes of the others set one by one, which costs a call for each.
	chmodDirs, chmodFiles bool

	// The site in the target's place, from which the files that have not changed
	// are taken, and what they must be like. It is nil if there is none, or if the
	// system cannot do that.
	present *folder
	like    like
}

// newSite makes the folder new of the box, with the marker in it.
func (b *box) newSite() (*site, error) {
	s := &site{box: b}
	name := b.path("new")
	if err := s.mkdir(b.target.root, name, "nueva"); err != nil {
		return nil, err
	}
	is, err := b.target.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if s.chmodDirs = is.Mode().Perm() != siteDirMode; s.chmodDirs {
		if err := s.chmodDir(b.target.root, name, "nueva"); err != nil {
			return nil, err
		}
	}
	if s.root, err = openFolder(b.target.root, name); err != nil {
		return nil, err
	}
	err = s.writeFile(s.root, Marker, Marker, []byte(markerText))
	if err == nil {
		is, err = s.root.Lstat(Marker)
	}
	if err == nil && is.Mode().Perm() != siteFileMode {
		s.chmodFiles = true
		err = s.root.Chmod(Marker, siteFileMode)
	}
	if err != nil {
		s.root.close()
		return nil, err
	}
	s.openPresent()
	return s, nil
}

func (s *site) close() {
	s.root.close()
	if s.present != nil {
		s.present.close()
	}
}

// mkdir makes the folder name of root; messages call it shown.
func (s *site) mkdir(root *os.Root, name, shown string) error {
	err := s.step("mkdir", shown)
	if err == nil {
		err = root.Mkdir(name, siteDirMode)
	}
	if err != nil {
		return fmt.Errorf("crear la carpeta %s: %w", shown, bare(err))
	}
	if s.chmodDirs {
		return s.chmodDir(root, name, shown)
	}
	return nil
}

func (s *site) chmodDir(root *os.Root, name, shown string) error {
	err := s.step("chmod", shown)
	if err == nil {
		err = root.Chmod(name, siteDirMode)
	}
	if err != nil {
		return fmt.Errorf("dar permisos a la carpeta %s: %w", shown, bare(err))
	}
	return nil
}

// writeFile writes the file name of a folder, where there must be none; messages
// call it shown.
func (s *site) writeFile(in *folder, name, shown string, data []byte) error {
	err := s.step("create", shown)
	if err != nil {
		return fmt.Errorf("crear %s: %w", shown, err)
	}
	f, err := in.create(name)
	if err != nil {
		return fmt.Errorf("crear %s: %w", shown, bare(err))
	}
	err = s.step("write", shown)
	if err == nil {
		if s.seam.write != nil {
			_, err = s.seam.write(f, data)
		} else {
			_, err = f.Write(data)
		}
	}
	if err == nil && s.chmodFiles {
		if err = s.step("chmod", shown); err == nil {
			err = f.Chmod(siteFileMode)
		}
	}
	// Some file systems tell only here that there was no room.
	closing := f.Close()
	if err == nil {
		err = s.step("close", shown)
	}
	if err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("escribir %s: %w", shown, bare(err))
	}
	return nil
}
