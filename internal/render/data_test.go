package render

import (
	"encoding/json"
	"testing"
)

// What is written by hand is what encoding/json would have written.
func TestJSONIsWrittenAsTheLibraryDoes(t *testing.T) {
	for _, v := range []any{
		nil, "", "plain", "ñandú ¿qué? 45 %", "tab\t line\n quote\" back\\ slash/", "<script>&amp;</script>", "\u2028\u2029", "日本 😀",
		"\xff broken", "cut \xc3", "\xc2\x00", "\xc2\xc2", "\x7f\u0080", true, false, 0.0, 12500.5, 1e21, -3.0,
		[]string{}, []string{"a", "b\"c", "ñ"}, []string(nil),
	} {
		want, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if list, ok := v.([]string); ok && list == nil {
			want = []byte("[]") // no list is an empty one
		}
		var w jsonWriter
		if got := w.value(v).out; string(got) != string(want) || w.err != nil {
			t.Errorf("%q is written %s, want %s (%v)", v, got, want, w.err)
		}
	}
}
