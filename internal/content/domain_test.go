package content

import "testing"

func TestTheAddressOfASiteIsWrittenInOneWay(t *testing.T) {
	for given, want := range map[string]string{
		"https://señal.gob.pe":                  "https://xn--seal-hqa.gob.pe/",
		"https://se%c3%b1al.gob.pe/":            "https://xn--seal-hqa.gob.pe/",
		"https://SEÑAL.gob.pe/Premio":           "https://xn--seal-hqa.gob.pe/Premio/",
		"https://sen\u0303al.gob.pe":            "https://xn--seal-hqa.gob.pe/",
		"https://xn--seal-hqa.gob.pe/":          "https://xn--seal-hqa.gob.pe/",
		"HTTPS://MIDIS.GOB.PE":                  "https://midis.gob.pe/",
		"http://Localhost:8080/a/":              "http://localhost:8080/a/",
		"http://[::1]:8080":                     "http://[::1]:8080/",
		"http://192.0.2.1/":                     "http://192.0.2.1/",
		"https://deploy-preview-12--x.example/": "https://deploy-preview-12--x.example/",
		"https://mi_sitio.example":              "https://mi_sitio.example/",
	} {
		if got, hint := BaseAddress(given); got != want {
			t.Errorf("%s is %q (%s), want %s", given, got, hint, want)
		}
	}
	for _, bad := range []string{"https://xn--a.pe/", "https://a..pe/", "https://señal.gob.pe/año/"} {
		if got, hint := BaseAddress(bad); got != "" || hint == "" {
			t.Errorf("%s is %q, hint %q", bad, got, hint)
		}
	}
}
