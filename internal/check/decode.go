package check

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// decoders are the ways in which a text can be written so that it does not look
// like itself. Each returns nil when there is nothing for it to undo.
var decoders = []struct {
	name   string
	decode func([]byte) []byte
}{
	{"con entidades HTML", unescapeEntities},
	{"con escapes de JSON", unescapeBackslashes},
	{"con escapes de URL", unescapePercent},
}

func unescapeEntities(data []byte) []byte {
	if bytes.IndexByte(data, '&') < 0 {
		return nil
	}
	if out := []byte(html.UnescapeString(string(data))); !bytes.Equal(out, data) {
		return out
	}
	return nil
}

// unescapePercent undoes %41. What is no escape stays.
func unescapePercent(data []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i+2 < len(data); i++ {
		if data[i] != '%' {
			continue
		}
		if code, ok := hex(data[i+1 : i+3]); ok {
			out = append(append(out, data[from:i]...), byte(code))
			from, i = i+3, i+2
		}
	}
	if from == 0 {
		return nil
	}
	return append(out, data[from:]...)
}

// unescapeBackslashes undoes the escapes of JSON and JavaScript: \u00e1,
// \u{e1}, \xe1, \n, \/. A pair of surrogates is one character.
func unescapeBackslashes(data []byte) []byte {
	if bytes.IndexByte(data, '\\') < 0 {
		return nil
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		if data[i] != '\\' || i+1 == len(data) {
			out = append(out, data[i])
			i++
			continue
		}
		r, size := codeEscape(data[i:])
		if size == 0 {
			if bytes.IndexByte([]byte("bfnrtv0"), data[i+1]) >= 0 {
				out = append(out, ' ')
			} else {
				out = append(out, data[i+1])
			}
			i += 2
			continue
		}
		i += size
		if utf16.IsSurrogate(r) {
			if low, n := codeEscape(data[i:]); n > 0 && utf16.DecodeRune(r, low) != utf8.RuneError {
				r, i = utf16.DecodeRune(r, low), i+n
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// codeEscape reads an escape that gives the number of a character.
func codeEscape(s []byte) (r rune, size int) {
	take := func(from, to int) (rune, int) {
		if to > len(s) {
			return 0, 0
		}
		code, ok := hex(s[from:to])
		if !ok {
			return 0, 0
		}
		return rune(code), to
	}
	switch {
	case bytes.HasPrefix(s, []byte(`\x`)):
		return take(2, 4)
	case bytes.HasPrefix(s, []byte(`\u{`)):
		end := bytes.IndexByte(s[:min(len(s), 10)], '}')
		if end < 0 {
			return 0, 0
		}
		if r, size = take(3, end); size > 0 {
			size++
		}
		return r, size
	case bytes.HasPrefix(s, []byte(`\u`)):
		return take(2, 6)
	}
	return 0, 0
}

func hex(digits []byte) (uint64, bool) {
	for _, c := range digits {
		if bytes.IndexByte([]byte("0123456789abcdefABCDEF"), c) < 0 {
			return 0, false
		}
	}
	code, err := strconv.ParseUint(string(digits), 16, 32)
	return code, err == nil
}

// The shortest runs of base64 that are decoded. In a script a single word may
// be hidden in a string; elsewhere every word of the language looks like base64.
const (
	minBase64       = 24
	minBase64Script = 6
)

// base64 decodes every run of base64 in a text, in both alphabets, one after
// the other. What stands before a run can belong to its alphabet too, so each
// is read from its first four characters on. Packed files in it are unpacked.
func (h *hunt) base64(data []byte, where []string, packed int) []byte {
	least := minBase64
	if h.script {
		least = minBase64Script
	}
	var out []byte
	for i := 0; i < len(data); i++ {
		from := i
		for i < len(data) && base64Digit[data[i]] != 0 {
			i++
		}
		if i-from < least {
			continue
		}
		run := make([]byte, i-from)
		for k, c := range data[from:i] {
			run[k] = base64Digit[c]
		}
		for shift := range 4 {
			decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)-shift))
			n, _ := base64.RawStdEncoding.Decode(decoded, wholeGroups(run[shift:]))
			if shift == 0 {
				h.unpack(decoded[:n], append(where[:len(where):len(where)], "en base64"), packed)
			}
			out = append(append(out, decoded[:n]...), 0)
		}
	}
	return out
}

// wholeGroups drops a last character that is too few bits for a byte.
func wholeGroups(run []byte) []byte {
	if len(run)%4 == 1 {
		return run[:len(run)-1]
	}
	return run
}

// base64Digit gives each digit of base64 in the standard alphabet.
var base64Digit = func() (t [256]byte) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = c
	}
	t['-'], t['_'] = '+', '/'
	return t
}()
