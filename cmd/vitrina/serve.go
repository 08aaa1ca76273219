package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
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
	terminal := &terminal{w: e.out}
	server, err := newPreview(e, live, dir, hosts(listener.Addr(), o.expose), terminal)
	if err != nil {
		return err
	}

	// The first reading takes a second when there are 10,000 entries: whoever
	// asks meanwhile waits for it.
	ctx, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	defer background.Wait()
	failed := make(chan error, 1)
	background.Go(func() {
		if err := answer(ctx, listener, server); err != nil {
			failed <- err
		}
	})
	defer stop()

	if err := terminal.greet(ctx, e, live, watcher, listener.Addr(), o); err != nil {
		return ended(err)
	}
	if o.open {
		here, _ := addresses(listener.Addr(), nil)
		openBrowser(here)
	}
	background.Go(func() {
		server.Run(ctx, watcher.Changes(), func(list diag.List) {
			mode, _ := watcher.Mode()
			terminal.watching(mode)
			terminal.problems(list)
		})
	})
	select {
	case <-ctx.Done():
		terminal.say("Vista previa terminada.")
		return nil
	case err := <-failed:
		return fmt.Errorf("la vista previa no puede atender: %w", syserr.Plain(err))
	}
}

// newPreview is what answers the browsers that ask for one of the hosts.
func newPreview(e *env, live *build.Live, dir string, hosts []string, terminal *terminal) (*preview.Server, error) {
	words, err := build.Texts(templates.FS)
	if err != nil {
		return nil, err
	}
	return preview.New(preview.Options{
		Source: liveSource{live}, Assets: static.FS, Root: dir, Now: e.now,
		Zone: content.Lima(), Policy: build.ContentSecurityPolicy, Hosts: hosts,
		Text: func(key string, args ...string) string {
			text, err := words.Get(key, args...)
			if err != nil {
				return key
			}
			return text
		},
		Failed: func(err error) { terminal.say("no se pudo mostrar una página: %v", err) },
	})
}

// answer serves until ctx ends, and then waits a second for those who are being
// served.
func answer(ctx context.Context, listener net.Listener, handler http.Handler) error {
	web := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    log.New(io.Discard, "", 0), // browsers that go away are no news
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	soon, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if web.Shutdown(soon) != nil {
		web.Close()
	}
	<-failed // that it was shut down
	return nil
}

// ended is nil when a command was asked to end.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
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
