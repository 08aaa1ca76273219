package preview

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

const (
	// maxListeners is how many pages may follow the site at once.
	maxListeners = 256
	// heartbeat keeps a silent stream alive and finds out who has gone.
	heartbeat = 15 * time.Second
	// patience is how long a listener may take to accept an event.
	patience = 5 * time.Second
)

// hub wakes the listeners. Each has room for one call: those that come while it
// is busy are one, as it looks at the newest state anyway. So no queue can grow
// and no page is told twice.
type hub struct {
	mu     sync.Mutex
	calls  map[chan struct{}]bool
	closed chan struct{}
	once   sync.Once
	memo   memo
}

func newHub() *hub {
	return &hub{calls: map[chan struct{}]bool{}, closed: make(chan struct{})}
}

func (h *hub) join() (chan struct{}, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.calls) >= maxListeners {
		return nil, false
	}
	c := make(chan struct{}, 1)
	h.calls[c] = true
	return c, true
}

func (h *hub) leave(c chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.calls, c)
}

func (h *hub) wake() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.calls {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (h *hub) close() { h.once.Do(func() { close(h.closed) }) }

// Listeners is how many pages follow the site.
func (s *Server) Listeners() int {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	return len(s.hub.calls)
}

// state is what a listener compares: its page, and the bar of that page.
type state struct {
	page  digest
	panel func() string
}

// memo remembers the states of one Snapshot, so that many listeners on one page
// cost as much as one.
type memo struct {
	mu      sync.Mutex
	version map[string]string // the newest, by wish
	states  map[string]*remembered
}

type remembered struct {
	once  sync.Once
	state state
}

func (m *memo) of(wish, version, address string) *remembered {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version[wish] != version {
		if m.version == nil || len(m.version) > 16 {
			m.version = map[string]string{}
		}
		m.version[wish] = version
		m.states = nil
	}
	if m.states == nil || len(m.states) > 2*maxListeners {
		m.states = map[string]*remembered{}
	}
	key := wish + " " + version + " " + address
	if m.states[key] == nil {
		m.states[key] = new(remembered)
	}
	return m.states[key]
}

// stateOf looks at a page as it is now.
func (s *Server) stateOf(snap Snapshot, wish wish, address string) state {
	r := s.hub.memo.of(s.wishText(wish), snap.Version, address)
	r.once.Do(func() {
		a := s.answer(snap, address)
		r.state.page = digestOf(a)
		r.state.panel = sync.OnceValue(func() string { return hash(s.panelOf(snap, wish, address, a)) })
	})
	return r.state
}

// events streams to one page what changes in it:
//
//	pagina   the page is another now: load it again
//	css      only its style sheets are: data lists their addresses
//	ido      there is no such page any more: data is where to go
//	panel    the bar says something else: problems, hidden entries, weight
//
// The id of an event is the state that it leads to. A browser that lost the
// stream sends it, and is told only if that is not the present state.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	address := pageParameter(r)
	version, panel := q.Get("version"), q.Get("panel")
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		version, panel, _ = strings.Cut(id, "/")
	}
	call, ok := s.hub.join()
	if !ok {
		w.Header().Set("Retry-After", "10")
		s.send(w, r, "text/plain; charset=utf-8", http.StatusServiceUnavailable, []byte(s.o.Text("previa.demasiadas")+"\n"))
		return
	}
	defer s.hub.leave(call)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	out := stream{w: w, control: http.NewResponseController(w)}
	if r.Method == http.MethodHead || !out.write("retry: 1000\n\n") {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		snap, wish, err := s.current(r)
		if err == nil {
			now := s.stateOf(snap, wish, address)
			if next := now.page.String(); next != version {
				kind, data := s.change(snap, version, now.page, address)
				version = next
				if !out.event(kind, data, version+"/"+panel) {
					return
				}
			}
			if next := now.panel(); next != panel {
				panel = next
				if !out.event("panel", "", version+"/"+panel) {
					return
				}
			}
		}
		select {
		case <-call:
		case <-beat.C:
			if !out.write(":\n\n") {
				return
			}
		case <-r.Context().Done():
			return
		case <-s.hub.closed:
			return
		}
	}
}

// change says what a page has to do that shows an older version.
func (s *Server) change(snap Snapshot, version string, now digest, address string) (kind, data string) {
	parts := strings.Split(version, ".")
	if len(parts) == 3 && parts[0] == "true" && !now.found {
		return "ido", parent(snap, address)
	}
	if len(parts) == 3 && now.found && parts[0] == "true" && parts[1] == now.text {
		list, err := json.Marshal(now.styles)
		if err == nil {
			return "css", string(list)
		}
	}
	return "pagina", ""
}

// parent is the nearest page above an address: the list that a page was in.
func parent(snap Snapshot, address string) string {
	for address != "/" {
		address = path.Dir(strings.TrimSuffix(address, "/"))
		if address != "/" {
			address += "/"
		}
		if exists(snap.Files, nameOf(address)) {
			break
		}
	}
	return address
}

// stream writes events, and gives up on whoever does not take them.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (o stream) event(kind, data, id string) bool {
	return o.write(fmt.Sprintf("event: %s\nid: %s\ndata: %s\n\n", kind, id, data))
}

func (o stream) write(text string) bool {
	_ = o.control.SetWriteDeadline(time.Now().Add(patience)) // not every writer has one
	if _, err := o.w.Write([]byte(text)); err != nil {
		return false
	}
	return o.control.Flush() == nil
}
