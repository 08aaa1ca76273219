package preview

import (
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The preview shows what is not public yet, on a port that every page in the
// browser of this machine can name. So:
//
//   - The Host must be one of ours: a foreign name that leads here (DNS
//     rebinding) is refused.
//   - No answer may be read or embedded by another site: no CORS header is ever
//     sent, Cross-Origin-Resource-Policy keeps scripts, styles and pictures to
//     our own pages, and requests that a browser marks as coming from another
//     site are refused unless they open a page.
//   - An address is looked up among the files of the site. It never becomes a
//     path on the disk.
//   - Nothing can be changed: GET and HEAD are all there is.

// head sets the headers of every answer.
func (s *Server) head(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	policy, frame := s.o.Policy, "DENY"
	if framedByUs(r) {
		policy = strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1)
		frame = "SAMEORIGIN"
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", frame)
}

// framedByUs reports whether a page is asked for by the width switch. Scripts
// cannot set these headers.
func framedByUs(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Dest") == "iframe" && r.Header.Get("Sec-Fetch-Site") == "same-origin"
}

// refuse returns the status of a request that must not be answered, or 0.
func (s *Server) refuse(r *http.Request) int {
	switch {
	case !slices.Contains(s.o.Hosts, strings.ToLower(r.Host)):
		return http.StatusMisdirectedRequest
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+strings.ToLower(r.Host) {
		return http.StatusForbidden
	}
	// A link from elsewhere may open a page of the site; nothing else crosses.
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return 0
	}
	opens := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	if !opens || strings.HasPrefix(r.URL.Path, own) {
		return http.StatusForbidden
	}
	return 0
}

// addressOf is the address that a request names: its path, unless that is
// written in a way that might mean another one to somebody.
func addressOf(r *http.Request) (string, bool) {
	p := r.URL.Path
	if !strings.HasPrefix(p, "/") || len(p) > 2048 || strings.ContainsAny(p, "\\\x00") {
		return "", false
	}
	escaped := strings.ToLower(r.URL.EscapedPath())
	if strings.Contains(escaped, "%2f") || strings.Contains(escaped, "%5c") || strings.Contains(escaped, "%2e") {
		return "", false
	}
	name := strings.TrimSuffix(p[1:], "/")
	return p, name == "" && p == "/" || name != "" && fs.ValidPath(name) && name != "."
}

// nameOf is the file of the site at an address.
func nameOf(address string) string {
	name := address[1:]
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name
}

// pageParameter reads the address of a page of the site from the query.
func pageParameter(r *http.Request) string {
	p := r.URL.Query().Get("ruta")
	inner := &http.Request{URL: &url.URL{Path: p}}
	if _, ok := addressOf(inner); !ok {
		return "/"
	}
	return p
}
