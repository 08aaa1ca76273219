package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"

	"vitrina/internal/build"
	"vitrina/internal/diag"
	"vitrina/internal/watch"
)

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
func (t *terminal) greet(ctx context.Context, e *env, live *build.Live, watcher *watch.Watcher, addr net.Addr, o serveOptions) error {
	view, err := live.At(ctx, build.Moment{Now: e.now()})
	if err != nil {
		return err
	}
	mode, _ := watcher.Mode()
	t.mode = mode
	practices, municipalities, pages := view.Counts()
	own, _ := net.InterfaceAddrs() // without them, this machine's own address is told
	here, others := addresses(addr, own)
	t.say("Vista previa: %s", here)
	t.say("Vigila content/, templates/ y static/ de %s: %s", o.dir, mode)
	t.say("%s, %s, %s; %s para el público", quantity(practices, "práctica", "prácticas"),
		quantity(municipalities, "municipalidad", "municipalidades"), quantity(pages, "página", "páginas"),
		quantity(len(view.Hidden()), "oculta", "ocultas"))
	switch {
	case len(others) > 0:
		t.say("Desde otro equipo o un celular de la misma red: %s", strings.Join(others, " o "))
		t.say("AVISO: otros equipos de la red pueden ver los borradores y lo que está bajo embargo")
	case o.expose && addr.(*net.TCPAddr).IP.IsUnspecified():
		t.say("AVISO: este equipo no está en ninguna red; si se conecta a una, otros podrán ver los borradores y lo que está bajo embargo")
	case o.expose:
		t.say("Otros equipos no pueden abrirla: para eso añada --addr 0.0.0.0:%d", addr.(*net.TCPAddr).Port)
	}
	t.problems(view.Problems())
	t.say("Para terminar, pulse Ctrl+C")
	return nil
}

// watching tells how changes are noticed when that is not as before: the system
// may stop telling of them while the preview runs.
func (t *terminal) watching(mode string) {
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
