package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

// lockedBuffer is a terminal of a test, which two goroutines write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestProgressNamesEveryStageAfterASecond holds that a short build shows
// nothing, that a long one says what it is doing, whatever the stage, and that
// the line is empty at the end.
func TestProgressNamesEveryStageAfterASecond(t *testing.T) {
	start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	at := start
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	pass := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); at = at.Add(d) }

	var screen lockedBuffer
	p := newProgress(&screen, clock)
	p.tell("Leyendo", 0, 0)
	p.tell("Escribiendo", 3, 10)
	if got := screen.String(); got != "" {
		t.Fatalf("within the first second: %q", got)
	}
	pass(2 * time.Second)
	for _, stage := range []string{"Preparando las fotos", "Escribiendo"} {
		p.tell(stage, 4, 10)
		if got := screen.String(); !strings.Contains(got, stage) || !strings.Contains(got, "4/10") {
			t.Errorf("%s is not shown: %q", stage, got)
		}
	}
	p.tell("Preparando el buscador", 0, 0)
	p.mu.Lock()
	p.draw() // as the next turn does
	p.mu.Unlock()
	if got := screen.String(); !strings.Contains(got, "Preparando el buscador") {
		t.Errorf("a stage that does not count is not shown: %q", got)
	}
	p.end()
	got := screen.String()
	if last := got[strings.LastIndexByte(strings.TrimRight(got, "\r"), '\r')+1:]; strings.TrimSpace(strings.ReplaceAll(last, "\x1b[2K", "")) != "" {
		t.Errorf("left on the line: %q", last)
	}

	quiet := newProgress(nil, clock)
	pass(5 * time.Second)
	quiet.tell("Escribiendo", 1, 2)
	quiet.end()
}
