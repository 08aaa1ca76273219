package preview

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestOnlyOurHostsAreAnswered(t *testing.T) {
	s := newServer(t, newFake(map[string]string{"index.html": page("Hola")}))
	for _, h := range []string{"evil.example", "evil.example:4321", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4321.", "localhost:4321", "", "[::1]:4321"} {
		if w := ask(s, "/", "Host", h); w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "Hola") {
			t.Errorf("Host %q: %d", h, w.Code)
		}
	}
	if w := ask(s, "/", "Host", host); w.Code != 200 {
		t.Errorf("our own: %d", w.Code)
	}
	if _, err := New(Options{}); err == nil {
		t.Error("a Server without hosts would answer everybody")
	}
}

func TestNoOtherSiteMayAsk(t *testing.T) {
	s := newServer(t, newFake(map[string]string{"index.html": page("Hola")}))
	for _, h := range [][]string{
		{"Origin", "http://evil.example"}, {"Origin", "null"}, {"Origin", "https://" + host}, {"Origin", "http://127.0.0.1:1"},
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors"},
		{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"},
	} {
		for _, target := range []string{"/", "/__vitrina/eventos?ruta=/", "/__vitrina/panel?ruta=/", "/__vitrina/previa.js"} {
			if w := ask(s, target, h...); w.Code != http.StatusForbidden {
				t.Errorf("%v %s: %d", h, target, w.Code)
			}
		}
	}
	link := []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}
	if w := ask(s, "/", link...); w.Code != 200 {
		t.Errorf("a link from elsewhere: %d", w.Code)
	}
	if w := ask(s, "/__vitrina/problemas", link...); w.Code != http.StatusForbidden {
		t.Errorf("a link from elsewhere to the problems: %d", w.Code)
	}
	if w := ask(s, "/", "Origin", "http://"+host, "Sec-Fetch-Site", "same-origin"); w.Code != 200 {
		t.Errorf("our own page: %d", w.Code)
	}
}

// TestHeadersOfEveryAnswer holds for answers, refusals and our own files alike.
func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newServer(t, newFake(map[string]string{"index.html": page("Hola")}))
	for _, w := range []interface{ Header() http.Header }{
		ask(s, "/"), ask(s, "/no/"), ask(s, "/../x"), ask(s, "/", "Host", "evil"), ask(s, "/", "Method", "POST"),
		ask(s, "/__vitrina/previa.js"), ask(s, "/__vitrina/panel?ruta=/"), ask(s, "/__vitrina/problemas"),
	} {
		h := w.Header()
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'", "Cross-Origin-Resource-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %q", name, h.Get(name))
			}
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s is sent", name)
			}
		}
	}
	framed := ask(s, "/", "Sec-Fetch-Dest", "iframe", "Sec-Fetch-Site", "same-origin").Header()
	if framed.Get("Content-Security-Policy") != "default-src 'self'; frame-ancestors 'self'" || framed.Get("X-Frame-Options") != "SAMEORIGIN" {
		t.Errorf("framed by our width switch: %v", framed)
	}
}

func TestNothingCanBeChanged(t *testing.T) {
	s := newServer(t, newFake(map[string]string{"index.html": page("Hola")}))
	for _, m := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "get"} {
		if w := ask(s, "/", "Method", m); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d", m, w.Code)
		}
	}
	if w := ask(s, "/", "Method", "HEAD"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
}

// TestOnlyAddressesOfTheSite holds that what is no plain address is looked up
// nowhere.
func TestOnlyAddressesOfTheSite(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("Hola"), "secreto.txt": "zorzal"})
	s := newServer(t, f)
	for _, target := range []string{
		"/../secreto.txt", "/a/../secreto.txt", "//secreto.txt", "/./secreto.txt", "/secreto.txt/", `/..\secreto.txt`, "/\x00secreto.txt",
		"secreto.txt", "", "*", "/" + strings.Repeat("a", 3000), "/__vitrina/", "/__vitrina", "/__vitrina/x",
	} {
		f.asked = nil
		w := ask(s, target)
		if w.Code != 404 || strings.Contains(w.Body.String(), "zorzal") {
			t.Errorf("%.40q: %d %s", target, w.Code, w.Body)
		}
	}
	for _, ruta := range []string{"../secreto.txt", "/../secreto.txt", "//x", `\`, ""} {
		if got := pageParameter(ask2(t, "/__vitrina/panel?ruta="+ruta)); got != "/" {
			t.Errorf("ruta=%s: %q", ruta, got)
		}
	}
	if w := ask(s, "/secreto.txt"); w.Code != 200 || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("a file of the site: %d", w.Code)
	}
	if !slices.ContainsFunc(f.asked, func(v View) bool { return v.Now.Equal(noon) }) {
		t.Error("the site was not asked at the present time")
	}
}

func ask2(t *testing.T, target string) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+host+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
