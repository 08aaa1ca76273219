package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"vitrina/internal/build"
	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/preview"
	"vitrina/internal/syserr"
	"vitrina/internal/watch"
	"vitrina/static"
	"vitrina/templates"
)

func newServe(e *env) *cobra.Command {
	var dir, addr, baseURL string
	var open, expose bool
	cmd := &cobra.Command{
		Use: "serve", Aliases: []string{"servir"},
		Short: "Muestra el sitio mientras se edita",
		Args:  cobra.NoArgs,
	}
	cmd.Flags().StringVar(&dir, "source", ".", "`CARPETA` que contiene content/, templates/ y static/")
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:4321", "`EQUIPO:PUERTO` en que atiende")
	cmd.Flags().StringVar(&baseURL, "base-url", "", "`URL` pública del sitio, si no es la «url» de content/sitio.yaml")
	cmd.Flags().BoolVar(&open, "open", false, "abre el navegador")
	cmd.Flags().BoolVar(&expose, "expose", false, "permite atender a otros equipos de la red: verán los borradores y lo que está bajo embargo")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkBaseURL(baseURL); err != nil {
			return err
		}
		listener, err := listen(addr, expose)
		if err != nil {
			return err
		}
		defer listener.Close()
		return serve(cmd.Context(), e, listener, serveOptions{dir: dir, baseURL: baseURL, open: open, expose: expose})
	}
	return cmd
}

type serveOptions struct {
	dir, baseURL string
	open, expose bool
}

// watched are the folders of a source that the preview follows.
var watched = []string{"content", "templates", "static"}

// serve shows the site until ctx ends.
func serve(ctx context.Context, e *env, listener net.Listener, o serveOptions) error {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	source, err := openSource(dir)
	if err != nil {
		return fmt.Errorf("no se puede abrir la carpeta «%s»: %w", o.dir, syserr.Plain(err))
	}
	defer source.Close()
	watcher, err := watch.New(ctx, watch.Options{Root: dir, Folders: watched})
	if err != nil {
		return fmt.Errorf("no se puede vigilar la carpeta «%s»: %w", o.dir, syserr.Plain(err))
	}
	defer watcher.Close()
	live := build.NewLive(build.LiveOptions{
		Source: source, Templates: templates.FS, Static: static.FS,
		CacheDir: filepath.Join(dir, cacheFolder), BaseURL: o.baseURL,
		Dirty: func() ([]string, bool) {
			changed, all := watcher.Dirty()
			if all {
				source.reopen()
			}
			return changed, all
		},
	})
	words, err := build.Texts(templates.FS)
	if err != nil {
		return err
	}
	terminal := &terminal{w: e.out}
	server, err := preview.New(preview.Options{
		Source: liveSource{live}, Assets: static.FS, Root: dir, Now: e.now,
		Zone: content.Lima(), Policy: build.ContentSecurityPolicy, Hosts: hosts(listener.Addr(), o.expose),
		Text: func(key string, args ...string) string {
			text, err := words.Get(key, args...)
			if err != nil {
				return key
			}
			return text
		},
		Failed: func(err error) { terminal.say("no se pudo mostrar una página: %v", err) },
	})
	if err != nil {
		return err
	}

	// The first reading takes a second when there are 10,000 entries: whoever
	// asks meanwhile waits for it.
	ctx, stop := context.WithCancel(ctx)
	web := &http.Server{
		Handler: server, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    log.New(io.Discard, "", 0), // browsers that go away are no news
	}
	var background sync.WaitGroup
	failed := make(chan error, 1)
	background.Go(func() {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	})
	defer func() {
		stop()
		soon, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if web.Shutdown(soon) != nil {
			web.Close()
		}
		background.Wait()
	}()

	address := "http://" + listener.Addr().String() + "/"
	if err := terminal.greet(ctx, e, live, watcher, address, o); err != nil {
		return ended(err)
	}
	if o.open {
		openBrowser(address)
	}
	background.Go(func() {
		server.Run(ctx, watcher.Changes(), func(list diag.List) {
			terminal.watching(watcher.Mode())
			terminal.problems(list)
		})
	})
	select {
	case <-ctx.Done():
		terminal.say("Vista previa terminada.")
		return nil
	case err := <-failed:
		return fmt.Errorf("la vista previa no puede atender: %w", err)
	}
}

// ended is nil when a command was asked to end.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// liveSource shows a Live site to the preview, which knows nothing of sites.
type liveSource struct{ live *build.Live }

func (s liveSource) Current(ctx context.Context, v preview.View) (preview.Snapshot, error) {
	view, err := s.live.At(ctx, build.Moment{Now: v.Now, Public: v.Public})
	if err != nil {
		return preview.Snapshot{}, err
	}
	page := func(p build.PageInfo) preview.Page {
		return preview.Page{File: p.File, Line: p.Line, State: p.State, Until: p.Until, Stale: p.Stale}
	}
	return preview.Snapshot{
		Files: view, Version: view.Version(), Until: view.Until(), BasePath: view.BasePath(),
		Page: func(address string) preview.Page { return page(view.Page(address)) },
		Hidden: func() []preview.Hidden {
			var list []preview.Hidden
			for _, h := range view.Hidden() {
				list = append(list, preview.Hidden{Title: h.Title, Address: h.Address, Page: page(h.PageInfo)})
			}
			return list
		},
		Problems: view.Problems, Line: view.Line, Redirect: view.Redirect,
	}, nil
}

// sourceFolder is the source folder, also when it has been replaced by another
// of the same name. Nothing outside of it can be read.
type sourceFolder struct {
	dir string
	mu  sync.RWMutex
	fsys
	roots []*os.Root
}

// fsys is all that os.Root.FS offers.
type fsys interface {
	fs.ReadFileFS
	fs.ReadDirFS
	fs.StatFS
	fs.ReadLinkFS
}

func openSource(dir string) (*sourceFolder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &sourceFolder{dir: dir, fsys: root.FS().(fsys), roots: []*os.Root{root}}, nil
}

// reopen follows the name of the folder to what it stands for now. While there
// is no such folder, the old one stays.
func (s *sourceFolder) reopen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return
	}
	now, err := root.Stat(".")
	before, errBefore := s.roots[len(s.roots)-1].Stat(".")
	if err != nil || errBefore == nil && os.SameFile(now, before) {
		root.Close()
		return
	}
	s.fsys = root.FS().(fsys)
	s.roots = append(s.roots, root)
}

func (s *sourceFolder) now() fsys {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.fsys
}

func (s *sourceFolder) Open(name string) (fs.File, error)          { return s.now().Open(name) }
func (s *sourceFolder) ReadFile(name string) ([]byte, error)       { return s.now().ReadFile(name) }
func (s *sourceFolder) ReadDir(name string) ([]fs.DirEntry, error) { return s.now().ReadDir(name) }
func (s *sourceFolder) Stat(name string) (fs.FileInfo, error)      { return s.now().Stat(name) }
func (s *sourceFolder) Lstat(name string) (fs.FileInfo, error)     { return s.now().Lstat(name) }
func (s *sourceFolder) ReadLink(name string) (string, error)       { return s.now().ReadLink(name) }

func (s *sourceFolder) Close() {
	for _, r := range s.roots {
		r.Close()
	}
}

// listen opens the port, on this machine alone unless others are asked for.
func listen(addr string, expose bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	n, errPort := strconv.Atoi(port)
	if err != nil || errPort != nil || n < 0 || n > 65535 {
		return nil, usageError{fmt.Sprintf("--addr «%s» no es una dirección con su puerto", addr), "escríbala así: 127.0.0.1:4321"}
	}
	if !expose && !loopback(host) {
		return nil, usageError{
			fmt.Sprintf("--addr «%s» abriría la vista previa a otros equipos, con sus borradores y lo que está bajo embargo", addr),
			"use 127.0.0.1; si de verdad lo quiere, añada --expose",
		}
	}
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil && !expose && !listener.Addr().(*net.TCPAddr).IP.IsLoopback(): // a name may stand for any address
		listener.Close()
		return nil, usageError{fmt.Sprintf("--addr «%s» no es una dirección de este equipo solo", addr), "use 127.0.0.1"}
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		hint := "cierre el otro programa"
		if free := nextFree(host, n); free > 0 {
			hint = fmt.Sprintf("cierre el otro programa, o use --addr %s, que está libre", net.JoinHostPort(host, strconv.Itoa(free)))
		}
		return nil, fmt.Errorf("el puerto %d ya está en uso; tal vez hay otra vista previa abierta\n  pista: %s", n, hint)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("no hay permiso para usar el puerto %d\n  pista: use uno mayor de 1023", n)
	}
	return nil, fmt.Errorf("no se puede atender en «%s»: %w", addr, syserr.Plain(err))
}

// loopback reports whether a host is this machine and no other can reach it.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// nextFree is a port after n on which nobody listens, or 0.
func nextFree(host string, n int) int {
	for port := n + 1; port <= min(n+50, 65535); port++ {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port))); err == nil {
			l.Close()
			return port
		}
	}
	return 0
}

// hosts are the names that a browser may ask for: any other one has been made to
// lead here by somebody else.
func hosts(addr net.Addr, expose bool) []string {
	host, port, _ := net.SplitHostPort(addr.String())
	names := []string{"127.0.0.1", "localhost", "::1", host}
	if expose {
		if all, err := net.InterfaceAddrs(); err == nil {
			for _, a := range all {
				if n, ok := a.(*net.IPNet); ok {
					names = append(names, n.IP.String())
				}
			}
		}
		if name, err := os.Hostname(); err == nil {
			names = append(names, strings.ToLower(name))
		}
	}
	var list []string
	for _, name := range names {
		full := net.JoinHostPort(name, port)
		list = append(list, full)
		if port == "80" {
			list = append(list, strings.TrimSuffix(full, ":80"))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func openBrowser(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", address)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // its exit says nothing: the address is on the screen
	}
}

// terminal is what the preview prints.
type terminal struct {
	mu   sync.Mutex
	w    io.Writer
	last string // the problems as they were told
	mode string // how changes are noticed
}

func (t *terminal) say(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.w, format+"\n", args...)
}

// greet says where the preview is, what it follows and what is in it.
func (t *terminal) greet(ctx context.Context, e *env, live *build.Live, watcher *watch.Watcher, address string, o serveOptions) error {
	view, err := live.At(ctx, build.Moment{Now: e.now()})
	if err != nil {
		return err
	}
	mode, _ := watcher.Mode()
	t.mode = mode
	practices, municipalities, pages := view.Counts()
	t.say("Vista previa: %s", address)
	t.say("Vigila content/, templates/ y static/ de %s: %s", o.dir, mode)
	t.say("%s, %s, %s; %s para el público", quantity(practices, "práctica", "prácticas"),
		quantity(municipalities, "municipalidad", "municipalidades"), quantity(pages, "página", "páginas"),
		quantity(len(view.Hidden()), "oculta", "ocultas"))
	if o.expose {
		t.say("AVISO: otros equipos de la red pueden ver los borradores y lo que está bajo embargo")
	}
	t.problems(view.Problems())
	t.say("Para terminar, pulse Ctrl+C")
	return nil
}

// watching tells how changes are noticed when that is not as before: the system
// may stop telling of them while the preview runs.
func (t *terminal) watching(mode string, _ bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mode != t.mode {
		t.mode = mode
		fmt.Fprintf(t.w, "Ahora vigila así: %s\n", mode)
	}
}

// maxTold is how many problems fit on a terminal.
const maxTold = 20

// problems tells the problems when they are others than before.
func (t *terminal) problems(list diag.List) {
	var b strings.Builder
	printProblems(&b, list[:min(len(list), maxTold)])
	if len(list) > maxTold {
		fmt.Fprintf(&b, "y %d más: vea /__vitrina/problemas\n", len(list)-maxTold)
	}
	errors, warnings := list.Count()
	if len(list) == 0 {
		b.WriteString("Sin problemas\n")
	} else {
		fmt.Fprintf(&b, "%s, %s\n", quantity(errors, "error", "errores"), quantity(warnings, "aviso", "avisos"))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if text := b.String(); text != t.last {
		t.last = text
		io.WriteString(t.w, text)
	}
}
