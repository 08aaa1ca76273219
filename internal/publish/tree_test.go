package publish

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func textFile(name, text string) File {
	return File{Name: name, Make: func(context.Context) ([]byte, error) { return []byte(text), nil }}
}

var errMake = errors.New("no hay imagen")

func TestTreeIsAFileSystem(t *testing.T) {
	// Names around '/', which sorts below everything here and above '-' and '.'
	// in a plain string order.
	names := []string{
		"index.html", "a", "a-b/c", "a.txt", "b/a/x", "b/a-/x", "b/a.x", "b/z/y/x", "b/z/y-/x", "z",
		"practicas/agua/index.html", "practicas/agua-segura/index.html", "practicas/index.html", "ñ/á.txt",
	}
	var files []File
	for _, name := range names {
		files = append(files, textFile(name, "text of "+name))
	}
	tree, err := NewTree(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, names...); err != nil {
		t.Error(err)
	}
	slices.Sort(names)
	if got := tree.Names(); !slices.Equal(got, names) || tree.Len() != len(names) {
		t.Errorf("Names() = %q, Len() = %d, want %q", got, tree.Len(), names)
	}
	for _, name := range names {
		data, err := tree.Make(t.Context(), name)
		if err != nil || string(data) != "text of "+name {
			t.Errorf("Make(%s) = %q, %v", name, data, err)
		}
	}
	is, err := tree.Stat("practicas")
	if err != nil || is.Mode() != fs.ModeDir|0o555 || !is.ModTime().IsZero() {
		t.Errorf("Stat of a folder = %v, %v", is, err)
	}
	is, err = tree.Stat("a.txt")
	if err != nil || is.Mode() != 0o444 || !is.ModTime().IsZero() || is.Size() != int64(len("text of a.txt")) {
		t.Errorf("Stat of a file = %v, %v", is, err)
	}
	for _, name := range []string{"b/", "/a", "", "b/../a", "A", "practica", "practicas/agua/", "index.html/x"} {
		if _, err := tree.Open(name); err == nil {
			t.Errorf("Open(%q) found something", name)
		}
	}
}

func TestEmptyTreeIsAFileSystem(t *testing.T) {
	tree, err := NewTree(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree); err != nil {
		t.Error(err)
	}
}

func TestTreeMakesFilesOnlyWhenOpened(t *testing.T) {
	made := 0
	file := func(name string) File {
		return File{Name: name, Make: func(context.Context) ([]byte, error) { made++; return []byte("x"), nil }}
	}
	tree, err := NewTree([]File{file("index.html"), file("practicas/index.html"), file("practicas/agua/index.html")})
	if err != nil {
		t.Fatal(err)
	}
	tree.Names()
	if err := fs.WalkDir(tree, ".", func(string, fs.DirEntry, error) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".", "practicas", "practicas/agua"} {
		if _, err := tree.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	if made != 0 {
		t.Fatalf("listing and describing folders made %d files", made)
	}
	for want := 1; want <= 2; want++ {
		if _, err := tree.ReadFile("index.html"); err != nil {
			t.Fatal(err)
		}
		if made != want {
			t.Fatalf("after %d reads %d files were made", want, made)
		}
	}
}

func TestTreeReportsWhatCannotBeMade(t *testing.T) {
	fails := func(context.Context) ([]byte, error) { return nil, errMake }
	panics := func(context.Context) ([]byte, error) { panic("índice fuera de rango") }
	tree, err := NewTree([]File{{Name: "a.html", Make: fails}, {Name: "b.html", Make: panics}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"a.html": errMake, "b.html": errPanic, "c.html": fs.ErrNotExist} {
		_, byMake := tree.Make(t.Context(), name)
		_, byOpen := tree.Open(name)
		_, byRead := tree.ReadFile(name)
		_, byStat := tree.Stat(name)
		for _, err := range []error{byMake, byOpen, byRead, byStat} {
			if !errors.Is(err, want) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %v, want one that names it and wraps %v", name, err, want)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tree.Make(ctx, "a.html"); !errors.Is(err, context.Canceled) {
		t.Errorf("Make after cancel: %v", err)
	}
}

// A page that changes keeps its name and, having no date, must never be taken for
// the one the browser has.
func TestTreeServedOverHTTPIsNeverStale(t *testing.T) {
	tree, err := NewTree([]File{textFile("practicas/index.html", "<p>hola")})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	http.FileServerFS(tree).ServeHTTP(w, httptest.NewRequest("GET", "/practicas/", nil))
	if w.Code != http.StatusOK || w.Body.String() != "<p>hola" || w.Header().Get("Last-Modified") != "" {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
}

func TestNewTreeRefusesNamesThatClash(t *testing.T) {
	tests := []struct {
		names []string
		want  string // part of the error; "" for none
	}{
		{[]string{"a", "b/a", "b/b"}, ""},
		{[]string{"a", "a-b", "a.b", "ab"}, ""},
		{[]string{"_headers", "LEEME.txt", "datos/LEEME.txt", "datos/Otro.txt"}, ""},
		{[]string{"A/b", "A/c", "A/d/e"}, ""},
		{[]string{"x/.vitrina"}, ""},
		{[]string{""}, "ruta relativa"},
		{[]string{"."}, "ruta relativa"},
		{[]string{"/a"}, "ruta relativa"},
		{[]string{"a/"}, "ruta relativa"},
		{[]string{"a//b"}, "ruta relativa"},
		{[]string{"a/../b"}, "ruta relativa"},
		{[]string{"../b"}, "ruta relativa"},
		{[]string{"a\xff"}, "ruta relativa"},
		{[]string{`a\b`}, "carácter"},
		{[]string{"a\x00b"}, "carácter"},
		{[]string{"a\nb"}, "carácter"},
		{[]string{".vitrina"}, "reserva"},
		{[]string{".vitrina/a"}, "reserva"},
		{[]string{"a", "b", "a"}, "dos veces"},
		{[]string{"a", "a-b", "a.b", "a/b"}, "también es la carpeta"},
		{[]string{"x/a/b/c", "x/a"}, "también es la carpeta"},
		{[]string{"agua.html", "Agua.html"}, "mayúsculas"},
		{[]string{"Agua.html", "AGUA.html"}, "mayúsculas"},
		{[]string{"ñandu", "Ñandu"}, "mayúsculas"},
		{[]string{"Agua/a", "agua/b"}, "mayúsculas"},
		{[]string{"x/Agua/a", "x/aGua/b"}, "mayúsculas"},
		{[]string{"x/Agua", "x/agua/b"}, "mayúsculas"},
		{[]string{"x/agua", "x/Agua/b"}, "mayúsculas"},
		{[]string{"k", "\u212a"}, "mayúsculas"}, // the Kelvin sign
	}
	for _, test := range tests {
		for range 2 { // and in the other order
			var files []File
			for _, name := range test.names {
				files = append(files, textFile(name, ""))
			}
			_, err := NewTree(files)
			if test.want == "" && err != nil {
				t.Errorf("%q: %v", test.names, err)
			}
			if test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("%q: error %v, want one line with %q", test.names, err, test.want)
			}
			slices.Reverse(test.names)
		}
	}
	if _, err := NewTree([]File{{Name: "a"}}); err == nil {
		t.Error("a file without Make passed")
	}
}

// Looking up by order must agree with looking up in a set, whatever the names.
func FuzzTreeFindsItsNames(f *testing.F) {
	f.Add("a,a-b,a.b/c,b/c/d,b/c-/e", "b/c")
	f.Add("x/y,x/y-z/w,x/Y2", "x")
	f.Fuzz(func(t *testing.T, list, ask string) {
		var files []File
		isFile, isFolder := map[string]bool{}, map[string]bool{".": true}
		for name := range strings.SplitSeq(list, ",") {
			files = append(files, textFile(name, name))
			isFile[name] = true
			for i := range len(name) {
				if name[i] == '/' {
					isFolder[name[:i]] = true
				}
			}
		}
		tree, err := NewTree(files)
		if err != nil {
			return
		}
		for _, name := range append(tree.Names(), ask) {
			is, err := tree.Stat(name)
			if found := err == nil; found != (isFile[name] || isFolder[name]) || found && is.IsDir() != isFolder[name] {
				t.Errorf("Stat(%q) in %q: %v, %v", name, list, is, err)
			}
		}
		walked := 0
		err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() != isFolder[name] || !d.IsDir() && !isFile[name] {
				t.Errorf("walked to %q in %q: %v", name, list, err)
			}
			walked++
			return nil
		})
		if err != nil || walked != len(isFile)+len(isFolder) {
			t.Errorf("walked %d paths of %q: %v", walked, list, err)
		}
	})
}
