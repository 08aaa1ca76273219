// Screenshots takes pictures of a built site, one page of every kind, in light
// and dark, on a telephone and on a desk, so that its look can be judged:
//
//	go run ./cmd/vitrina build && go run ./internal/screenshots [-site public] [-output capturas]
//
// Of each kind it takes the longest page, because what is long is what breaks.
// Pictures are named after kind, scheme and width: practica-claro-360.jpg. It
// also says which pages are wider than their window, which no page may be, and
// then ends with 1.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vitrina/internal/chromium"
)

func main() {
	site := flag.String("site", "public", "the folder of a built site")
	output := flag.String("output", "capturas", "where the pictures go")
	flag.Parse()
	wide, err := run(context.Background(), *site, *output)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	for _, w := range wide {
		fmt.Fprintln(os.Stderr, "wider than its window:", w)
	}
	if err != nil || len(wide) > 0 {
		os.Exit(1)
	}
}

// view is one way of looking at a page. zoom is that of the text.
type view struct {
	name, scheme string
	width        int
	zoom         string
}

var views = []view{
	{"claro-360", "light", 360, ""}, {"claro-1280", "light", 1280, ""},
	{"oscuro-360", "dark", 360, ""}, {"oscuro-1280", "dark", 1280, ""},
	{"claro-320", "light", 320, ""}, {"texto-200", "light", 640, "200%"},
}

func run(ctx context.Context, folder, output string) (wide []string, err error) {
	site := os.DirFS(folder)
	pages, err := longestOfEachKind(site)
	if err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("%s holds no pages: build the site first", folder)
	}
	if err := os.MkdirAll(output, 0o755); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: http.FileServerFS(site), ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(listener)
	defer server.Close()
	tab, end, err := chromium.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	for _, p := range pages {
		for _, v := range views {
			name := p.kind + "-" + v.name
			picture, fits, err := take(tab, "http://"+listener.Addr().String()+p.address, v)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p.address, err)
			}
			if !fits {
				wide = append(wide, p.address+" ("+v.name+")")
			}
			if err := os.WriteFile(filepath.Join(output, name+".jpg"), picture, 0o644); err != nil {
				return nil, err
			}
		}
		fmt.Println(p.kind, p.address)
	}
	return wide, nil
}

// take opens a page and takes its picture, whole.
func take(tab *chromium.Tab, address string, v view) (picture []byte, fits bool, err error) {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}}
	if _, err := chromedp.Call(tab.Context(), emulation.SetEmulatedMedia, media); err != nil {
		return nil, false, err
	}
	if err := tab.Do(chromedp.EmulateViewport(int64(v.width), 900), chromedp.Navigate(address)); err != nil {
		return nil, false, err
	}
	wide, err := tab.Eval(`(async () => {
		document.documentElement.style.fontSize = "` + v.zoom + `"
		for (const i of document.images) i.loading = "eager"
		await Promise.all([...document.images].map((i) => i.decode().catch(() => {})))
		return document.documentElement.scrollWidth > document.documentElement.clientWidth
	})()`)
	if err != nil {
		return nil, false, err
	}
	picture, err = chromedp.Run(tab.Context(), chromedp.FullScreenshot(80))
	if err != nil {
		return nil, false, err
	}
	return picture, wide == "false", nil
}

// sample is the page that stands for its kind.
type sample struct {
	kind, address string
	size          int64
}

// longestOfEachKind finds the longest page of each kind: pages are of one kind
// when they stand in the same folder and equally deep.
func longestOfEachKind(site fs.FS) ([]sample, error) {
	best := map[string]sample{}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		s := sample{kindOf(name), "/" + strings.TrimSuffix(name, "index.html"), info.Size()}
		if b, ok := best[s.kind]; !ok || s.size > b.size || s.size == b.size && s.address < b.address {
			best[s.kind] = s
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []sample
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b sample) int { return strings.Compare(a.kind, b.kind) })
	return list, nil
}

// kindOf names the kind of a page by its file: inicio, practicas, practicas-una,
// departamentos-una-cuaderno.
func kindOf(name string) string {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(name, ".html"), "/index"), "/")
	switch {
	case name == "index.html":
		return "inicio"
	case len(parts) > 1 && parts[1] == "pagina":
		return parts[0] + "-pagina"
	case len(parts) > 2 && parts[2] == "pagina":
		return parts[0] + "-una-pagina"
	case len(parts) > 1:
		parts[1] = "una"
		for i := 2; i < len(parts) && parts[i] != "cuaderno"; i++ {
			parts[i] = "otra"
		}
	}
	return strings.Join(parts, "-")
}
