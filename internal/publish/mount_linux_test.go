package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// mountTmpfs mounts a memory file system for the test, which is skipped if that is
// not permitted.
func mountTmpfs(t *testing.T, dir, options string) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("mounting is not permitted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

func TestARealFullDiskLeavesTheOldSite(t *testing.T) {
	for name, options := range map[string]string{"bytes": "size=512k", "inodes": "size=64m,nr_inodes=100"} {
		t.Run(name, func(t *testing.T) {
			disk := t.TempDir()
			mountTmpfs(t, disk, options)
			dir := filepath.Join(disk, "public")
			publishVersion(t, dir, "uno", Options{})
			var files []File
			for i := range 300 {
				files = append(files, textFile(fmt.Sprintf("p/%d/index.html", i), strings.Repeat("x", 5000)))
			}
			tree, err := NewTree(files)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Write(t.Context(), tree, dir, Options{})
			if !errors.Is(err, unix.ENOSPC) || !strings.Contains(err.Error(), "no queda espacio") {
				t.Errorf("error %v", err)
			}
			wantVersion(t, dir, "uno")
			wantClean(t, dir)
			publishVersion(t, dir, "dos", Options{}) // the space is back
			wantVersion(t, dir, "dos")
		})
	}
}

func TestAReadOnlyDiskIsToldClearly(t *testing.T) {
	disk := t.TempDir()
	mountTmpfs(t, disk, "size=1m")
	dir := filepath.Join(disk, "public")
	publishVersion(t, dir, "uno", Options{})
	if err := unix.Mount("tmpfs", disk, "tmpfs", unix.MS_REMOUNT|unix.MS_RDONLY, "size=1m"); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{dir, filepath.Join(disk, "otra"), filepath.Join(disk, "a", "b")} {
		_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, Options{})
		if !errors.Is(err, unix.EROFS) || !strings.Contains(err.Error(), "no se puede escribir en la carpeta "+filepath.Dir(dir)) {
			t.Errorf("error %v", err)
		}
	}
	wantVersion(t, dir, "uno")
	wantClean(t, dir)
}

func TestAMountPointIsRefused(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	mountTmpfs(t, dir, "size=1m")
	wantRefused(t, base, dir, "punto de montaje", Options{})
	publishVersion(t, filepath.Join(dir, "sitio"), "uno", Options{})
	wantVersion(t, filepath.Join(dir, "sitio"), "uno")
}

// If it is mounted only later, the swap itself fails.
func TestAMountThatAppearsMeanwhileIsToldClearly(t *testing.T) {
	modes(t, func(t *testing.T, o Options) {
		dir := filepath.Join(t.TempDir(), "public")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		mounted := false
		o.Workers = 1
		o.Progress = func(done, total int) {
			if done == total && unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m") == nil {
				mounted = true
			}
		}
		_, err := Write(t.Context(), treeOf(t, contents("dos")), dir, o)
		if !mounted {
			t.Skip("mounting is not permitted here")
		}
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
		if !errors.Is(err, unix.EBUSY) || !strings.Contains(err.Error(), "punto de montaje") {
			t.Errorf("error %v", err)
		}
		wantClean(t, dir)
	})
}
