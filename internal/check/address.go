package check

import (
	"fmt"
	"net/url"
	"strings"
)

// base is the address of the site's root.
type base struct {
	scheme, host string
	path         string // begins and ends with a slash
}

func parseBase(s string) (base, error) {
	u, err := url.Parse(s)
	if err != nil {
		return base{}, fmt.Errorf("base address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return base{}, fmt.Errorf("base address %q: not http(s)://host/path/", s)
	}
	return base{u.Scheme, plainHost(u.Scheme, u.Host), strings.TrimSuffix(u.Path, "/") + "/"}, nil
}

// plainHost is a host as browsers compare it.
func plainHost(scheme, host string) string {
	host = strings.ToLower(host[strings.LastIndexByte(host, '@')+1:])
	if scheme == "https" {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

// reach says where an address leads.
type reach int

const (
	malformed reach = iota
	inside          // to the site: address.path is below the base
	outside         // above or beside the base, on a path of the same host
	external        // to another host, or to another part of this one, by http or https
	other           // by another scheme
)

// form says how an address is written.
type form int

const (
	sameDocument form = iota // "#x", ""
	relative                 // "../x/", "?q=x"
	rooted                   // "/x/"
	absolute                 // "https://host/x", "//host/x"
)

// address is what a browser makes of an attribute's value.
type address struct {
	reach    reach
	form     form
	scheme   string // of an absolute address
	path     string // below the base, decoded; of reach inside
	fragment string // still encoded
}

var lineBreaks = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// resolve reads an address that stands in the file served at from, as the URL
// standard does: white space around it and line breaks in it are dropped,
// a backslash is a slash. A relative one that climbs above the base is outside
// even where the base is the root of its host, because the same pages must
// work at any base.
func (b base) resolve(from, raw string) address {
	s := strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	s = lineBreaks.Replace(s)
	var a address
	s, a.fragment, _ = strings.Cut(s, "#")
	if s == "" {
		a.reach, a.path = inside, from
		return a
	}
	if scheme, rest, ok := cutScheme(s); ok {
		a.form, a.scheme, s = absolute, scheme, rest
		if scheme != "http" && scheme != "https" {
			a.reach = other
			return a
		}
	}
	s, _, _ = strings.Cut(s, "?")
	s = strings.ReplaceAll(s, `\`, "/")
	if strings.HasPrefix(s, "//") {
		if a.form != absolute {
			a.form, a.scheme = absolute, b.scheme
		}
		host, rest, _ := strings.Cut(s[2:], "/")
		if host = plainHost(a.scheme, host); host == "" {
			return a
		}
		if a.reach = external; host != b.host {
			return a
		}
		s = "/" + rest
	}
	switch {
	case strings.HasPrefix(s, "/"):
		if a.form != absolute {
			a.form, a.reach = rooted, outside
		}
		full, _ := clean("", s[1:])
		below, ok := strings.CutPrefix("/"+full, b.path)
		if !ok {
			return a
		}
		a.path = below
	case a.form == absolute: // "https:x"
		return a
	case s == "":
		a.form, a.path, a.reach = relative, from, inside
		return a
	default:
		a.form, a.reach = relative, outside
		full, ok := clean(from[:strings.LastIndexByte(from, '/')+1], s)
		if !ok {
			return a
		}
		a.path = full
	}
	decoded, err := url.PathUnescape(a.path)
	if err != nil || strings.ContainsRune(decoded, 0) {
		a.reach = malformed
		return a
	}
	a.path, a.reach = decoded, inside
	return a
}

// cutScheme splits "https:" off an address.
func cutScheme(s string) (scheme, rest string, ok bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i]), s[i+1:], true
		default:
			return "", "", false
		}
	}
	return "", "", false
}

// clean joins a path to a folder and removes the dots, also those written as
// %2e. It reports whether the path stayed below the root.
func clean(folder, path string) (string, bool) {
	var out []string
	below := true
	segments := strings.Split(folder+path, "/")
	for i, s := range segments {
		switch strings.ReplaceAll(strings.ToLower(s), "%2e", ".") {
		case ".":
		case "..":
			if len(out) == 0 {
				below = false
			} else {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, s)
			continue
		}
		if i == len(segments)-1 {
			out = append(out, "") // "a/.." leads to a folder
		}
	}
	return strings.Join(out, "/"), below
}
