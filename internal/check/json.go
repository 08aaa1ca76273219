package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// json checks a file of data: it is valid, and what it says of the site exists.
// A web manifest names files as its page would.
func (f *file) json() {
	if !f.validJSON(f.data, 0) {
		return
	}
	manifest := strings.HasSuffix(f.name, ".webmanifest")
	eachString(f.data, func(key, value string, off int) {
		if manifest && (key == "src" || key == "start_url" || key == "url" || key == "action") {
			f.fetch(off, value, false)
			return
		}
		f.mention(off, value)
	})
}

// linkedData checks the JSON-LD that is the current token: the addresses of
// things must say the whole way, and those inside the site exist. An "@id" may
// end in a fragment that is no place in a page.
func (p *page) linkedData(data []byte) {
	if !p.validJSON(data, p.off) {
		return
	}
	eachString(data, func(key, value string, off int) {
		switch key {
		case "url", "contentUrl", "image", "item", "logo", "thumbnailUrl":
			p.publish(p.off+off, "«"+key+"» de los datos enlazados", value, false)
		default:
			p.mention(p.off+off, value)
		}
	})
}

// mention checks a value that begins like an address of the site.
func (f *file) mention(off int, value string) {
	b := f.x.base
	if strings.HasPrefix(value, b.scheme+"://"+b.host+b.path) && !strings.ContainsAny(value, " \n") {
		f.arrive(off, value, b.resolve(f.served, value), false)
	}
}

// validJSON reports what is wrong with JSON that begins at a byte of the file.
func (f *file) validJSON(data []byte, at int) bool {
	var whole json.RawMessage
	err := json.Unmarshal(data, &whole)
	if err == nil {
		return true
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at += int(syntax.Offset) - 1
	}
	f.report(max(at, 0), fmt.Sprintf("JSON mal escrito: %v", err), "")
	return false
}

// eachString calls do with every string in valid JSON, the key that it or its
// list has, and where it begins, nearly: an escape in it moves that.
func eachString(data []byte, do func(key, value string, off int)) {
	type level struct {
		object bool
		key    string
		value  bool // the key has been read
	}
	var stack []level
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	for {
		token, err := dec.Token()
		if err != nil {
			return
		}
		var in *level
		if len(stack) > 0 {
			in = &stack[len(stack)-1]
		}
		switch t := token.(type) {
		case json.Delim:
			if t == ']' || t == '}' {
				stack = stack[:len(stack)-1]
				continue
			}
			next := level{object: t == '{'}
			if in != nil {
				in.value = false
				if t == '[' {
					next.key = in.key
				}
			}
			stack = append(stack, next)
			continue
		case string:
			if in != nil && in.object && !in.value {
				in.key, in.value = t, true
				continue
			}
			key := ""
			if in != nil {
				key = in.key
			}
			do(key, t, max(0, int(dec.InputOffset())-len(t)-2))
		}
		if in != nil {
			in.value = false
		}
	}
}
