//go:build unix

package content

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Links, pipes and folders in the place of files are told and never opened,
// and what the system refuses is a problem, not the end.
func TestOddFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	write("content/sitio.yaml", []byte("titulo: Prueba\nurl: https://ejemplo.gob.pe/\n"))
	write("content/practicas/agua.md", sound(""))
	write("content/practicas/carpeta/index.md", sound("imagenes: [{archivo: foto.jpg, alt: x, credito: y}]\n"))
	write("secreto.md", sound(""))
	must(os.Symlink("../../secreto.md", filepath.Join(dir, "content/practicas/enlace.md")))
	must(os.Symlink("/etc/passwd", filepath.Join(dir, "content/practicas/passwd.md")))
	must(os.Symlink("carpeta", filepath.Join(dir, "content/practicas/otra")))
	must(os.Symlink("../../../secreto.md", filepath.Join(dir, "content/practicas/carpeta/foto.jpg")))
	must(os.Symlink("nada", filepath.Join(dir, "content/practicas/rota.md")))
	must(os.Symlink("practicas", filepath.Join(dir, "content/temas")))
	must(syscall.Mkfifo(filepath.Join(dir, "content/practicas/tubo.md"), 0o666))
	must(syscall.Mkfifo(filepath.Join(dir, "content/registro"), 0o666))
	must(os.Mkdir(filepath.Join(dir, "content/practicas/dir.md"), 0o777))
	write("content/practicas/sin-permiso.md", sound(""))
	must(os.Chmod(filepath.Join(dir, "content/practicas/sin-permiso.md"), 0))

	src, err := os.OpenRoot(dir)
	must(err)
	defer src.Close()
	done := make(chan struct{})
	go func() {
		select {
		case <-done:
		case <-time.After(time.Minute):
			panic("reading odd files hangs")
		}
	}()
	defer close(done)
	for name, fsys := range map[string]fs.FS{"root": src.FS(), "dirfs": os.DirFS(dir)} {
		f, err := ReadAll(context.Background(), fsys)
		must(err)
		e, problems := f.Entries()
		want := []string{
			"content/practicas/carpeta/foto.jpg:1:1: error: es un enlace a otro archivo y no se lee",
			"content/practicas/carpeta/index.md:11:22: error: no existe el archivo «foto.jpg» junto a index.md",
			"content/practicas/dir.md:1:1: aviso: carpeta sin «index.md»; no se usa",
			"content/practicas/enlace.md:1:1: error: es un enlace a otro archivo y no se lee",
			"content/practicas/otra:1:1: error: es un enlace a otro archivo y no se lee",
			"content/practicas/passwd.md:1:1: error: es un enlace a otro archivo y no se lee",
			"content/practicas/rota.md:1:1: error: es un enlace a otro archivo y no se lee",
			"content/practicas/tubo.md:1:1: error: no es un archivo común (es un dispositivo o una tubería) y no se lee",
			"content/registro:1:1: error: no es un archivo común (es un dispositivo o una tubería) y no se lee",
			"content/temas:1:1: error: es un enlace a otro archivo y no se lee",
		}
		if os.Getuid() != 0 {
			want = append(want, "content/practicas/sin-permiso.md:1:1: error: no se puede leer: falta el permiso de lectura")
		}
		got := map[string]bool{}
		for _, p := range problems {
			got[p.String()] = true
		}
		for _, w := range want {
			if !got[w] {
				t.Errorf("%s: not told: %s", name, w)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d problems, want %d:\n%s", name, len(got), len(want), told(problems))
		}
		if len(e.Practices) < 2 || len(e.Themes) != 0 {
			t.Errorf("%s: %d practices, %d themes", name, len(e.Practices), len(e.Themes))
		}
		// Rereading says the same of each.
		again, err := f.Reread(context.Background(), fsys, []string{"content/practicas/enlace.md", "content/practicas/tubo.md", "content/temas", "content/temas/agua.md", "content/registro", "content/practicas/otra/index.md", "content/practicas/carpeta/foto.jpg"})
		must(err)
		if _, p := again.Entries(); told(p) != told(problems) {
			t.Errorf("%s: reread differs:\n%s\nwant\n%s", name, told(p), told(problems))
		}
	}
}
