package main

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAddressesCanBeTypedOnATelephone(t *testing.T) {
	ip := func(s string) net.Addr {
		addr, network, err := net.ParseCIDR(s)
		if err != nil {
			t.Fatal(err)
		}
		return &net.IPNet{IP: addr, Mask: network.Mask}
	}
	own := []net.Addr{
		ip("127.0.0.1/8"), ip("::1/128"), ip("fe80::1/64"), ip("169.254.7.7/16"), ip("fd00::20/64"),
		ip("8.8.4.4/24"), ip("192.168.1.20/24"), ip("10.0.0.3/8"),
	}
	for _, c := range []struct {
		listens, here string
		others        []string
	}{
		{"127.0.0.1:4321", "http://127.0.0.1:4321/", nil},
		{"[::1]:4321", "http://[::1]:4321/", nil},
		{"192.168.1.20:80", "http://192.168.1.20:80/", []string{"http://192.168.1.20:80/"}},
		{"[::]:4321", "http://127.0.0.1:4321/", []string{
			"http://192.168.1.20:4321/", "http://10.0.0.3:4321/", "http://8.8.4.4:4321/", "http://[fd00::20]:4321/",
		}},
	} {
		addr, err := net.ResolveTCPAddr("tcp", c.listens)
		if err != nil {
			t.Fatal(err)
		}
		here, others := addresses(addr, own)
		if here != c.here || !slices.Equal(others, c.others) {
			t.Errorf("%s: %s, %q", c.listens, here, others)
		}
	}
}

// awaited is a terminal that notices a text.
type awaited struct {
	syncBuffer
	text string
	once sync.Once
	seen chan struct{}
}

func (a *awaited) Write(p []byte) (int, error) {
	n, err := a.syncBuffer.Write(p)
	if strings.Contains(a.String(), a.text) {
		a.once.Do(func() { close(a.seen) })
	}
	return n, err
}

// said is what a preview prints until a line says how to end it.
func said(t *testing.T, addr string, expose bool) (text string, listener net.Listener) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sitio")
	if err := minimalSite(dir); err != nil {
		t.Fatal(err)
	}
	listener, err := listen(addr, expose)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	out, done := &awaited{text: "Ctrl+C", seen: make(chan struct{})}, make(chan error, 1)
	go func() {
		done <- serve(ctx, &env{out: out, err: out, now: time.Now}, listener, serveOptions{dir: dir, expose: expose})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	select {
	case <-out.seen:
	case <-time.After(time.Minute):
		t.Fatalf("it says only:\n%s", out.String())
	}
	return out.String(), listener
}

func TestAnExposedPreviewSaysWhereOthersFindIt(t *testing.T) {
	text, listener := said(t, "0.0.0.0:0", true)
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	if !strings.Contains(text, "Vista previa: http://127.0.0.1:"+port+"/\n") || strings.Contains(text, "[::]") || strings.Contains(text, "0.0.0.0") || !strings.Contains(text, "AVISO: ") {
		t.Errorf("it says:\n%s", text)
	}
	for _, address := range regexp.MustCompile(`http://\S+`).FindAllString(text, -1) {
		r, err := http.Get(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", address, r.Status)
		}
	}
}

func TestAPreviewThatNobodyElseCanOpenSaysSo(t *testing.T) {
	text, listener := said(t, "127.0.0.1:0", true)
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	if strings.Contains(text, "AVISO") || !strings.Contains(text, "Otros equipos no pueden abrirla: para eso añada --addr 0.0.0.0:"+port+"\n") {
		t.Errorf("it says:\n%s", text)
	}
}
