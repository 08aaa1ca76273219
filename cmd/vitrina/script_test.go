package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts of testdata/script are the contract of the command line: what is
// typed, what is printed, what is left on disk, how it exits.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vitrina": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("GORACE", os.Getenv("GORACE")) // how the race detector was asked to watch
			return minimalSite(filepath.Join(e.WorkDir, "sitio"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"jsonhas":  jsonHas,
			"samedirs": sameDirs,
			"fifo":     fifo,
			"append":   appendTo,
			"noise":    noise,
			"umask":    umask,
		},
	})
}

// minimalSite writes the smallest site: one of each thing that is required.
func minimalSite(dir string) error {
	files := map[string]string{
		"content/sitio.yaml":           "titulo: Mínimo\nurl: https://minimo.example/\n",
		"content/ediciones/2025.md":    "---\nnumero: 8\nnombre: Octava edición\nanio_inicio: 2025\n---\n",
		"content/temas/agua.md":        "---\nnombre: Agua\ndescripcion: Agua segura para todos.\n---\n",
		"content/practicas/pileta.md":  practice("publicada", ""),
		"content/municipalidades/m.md": "",
	}
	delete(files, "content/municipalidades/m.md")
	files["content/municipalidades/029901.md"] = "---\nubigeo: \"029901\"\nnombre: Quillarumi\ntipo: distrital\ndepartamento: Áncash\nprovincia: Qochapampa\nejemplo: true\n---\n"
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func practice(state, extra string) string {
	return fmt.Sprintf(`---
titulo: La pileta que no gotea
resumen: Cada barrio cuida su pileta con un turno semanal y una llave de repuesto.
municipalidad: "029901"
edicion: 2025
reconocimiento: ganadora
temas: [agua]
estado: %s
actualizada: 2026-10-01
ejemplo: true
%s---
## Situación previa

Goteaba.

## Qué se hizo

Se cambió la llave.
`, state, extra)
}

// exits N COMMAND…: runs vitrina and wants that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		var e interface{ ExitCode() int }
		if !asExit(err, &e) {
			ts.Fatalf("%v", err)
		}
		code = e.ExitCode()
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

func asExit(err error, target *interface{ ExitCode() int }) bool {
	e, ok := err.(interface{ ExitCode() int })
	*target = e
	return ok
}

// jsonhas KEY [VALUE]: the last standard output is JSON and has the key, with
// that value when it is given; keys of inner objects are joined by dots.
func jsonHas(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	for key := range strings.SplitSeq(args[0], ".") {
		m, _ := v.(map[string]any)
		inner, ok := m[key]
		if ok == neg && neg {
			ts.Fatalf("there is a key %q", args[0])
		}
		if !ok && !neg {
			ts.Fatalf("no key %q in %v", args[0], v)
		}
		v = inner
	}
	if len(args) > 1 && fmt.Sprint(v) != args[1] {
		ts.Fatalf("%s = %v, want %s", args[0], v, args[1])
	}
}

// samedirs A B: the same files with the same bytes and modes.
func sameDirs(ts *testscript.TestScript, neg bool, args []string) {
	read := func(dir string) map[string]string {
		out := map[string]string{}
		dir = ts.MkAbs(dir)
		ts.Check(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			rel, _ := filepath.Rel(dir, name)
			out[rel] = info.Mode().String()
			if !d.IsDir() {
				data, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				out[rel] += string(data)
			}
			return nil
		}))
		return out
	}
	a, b := read(args[0]), read(args[1])
	different := len(a) != len(b)
	for name, data := range a {
		if b[name] != data {
			different = true
			if !neg {
				ts.Fatalf("%s differs", name)
			}
		}
	}
	if different != neg {
		ts.Fatalf("different = %v", different)
	}
}

// fifo NAME makes a named pipe, which nothing may try to read.
func fifo(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec("mkfifo", args[0]))
}

// append FILE TEXT adds a line to a file.
func appendTo(ts *testscript.TestScript, neg bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteString(strings.Join(args[1:], " ") + "\n")
	ts.Check(err)
	ts.Check(f.Close())
}

// noise FILE KB adds that much text to a file that no compressor makes smaller
// than three quarters.
func noise(ts *testscript.TestScript, neg bool, args []string) {
	kb, err := strconv.Atoi(args[1])
	ts.Check(err)
	rng := rand.New(rand.NewPCG(1, 1))
	words := make([]string, kb*1000/8)
	for i := range words {
		var w [7]byte
		for j := range w {
			w[j] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[rng.IntN(62)]
		}
		words[i] = string(w[:])
	}
	for line := range slices.Chunk(words, 100) {
		appendTo(ts, neg, []string{args[0], strings.Join(line, " ") + "\n"})
	}
}

// umask MASK COMMAND… runs a command under another umask.
func umask(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec("sh", append([]string{"-c", "umask " + args[0] + `; exec "$@"`, "sh"}, args[1:]...)...))
}

// TestPanicIsOneLine holds that a defect of the program never shows a stack.
func TestPanicIsOneLine(t *testing.T) {
	var out, errs strings.Builder
	code := run([]string{"build", "--source", t.TempDir()}, env{out: &out, err: &errs, now: func() time.Time { panic("algo salió mal") }})
	if code != exitProblems {
		t.Errorf("exit code %d, want %d", code, exitProblems)
	}
	if got := errs.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "falla interna: algo salió mal") || strings.Contains(got, "goroutine") {
		t.Errorf("a panic prints %q", got)
	}
}
