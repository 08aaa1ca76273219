package preview

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (f *failing) Current(ctx context.Context, v View) (Snapshot, error) {
	snap, err := f.fake.Current(ctx, v)
	snap.Files = noFiles{f.why}
	return snap, err
}

// TestPageIsAsPublishedButForOneElement holds that taking out what the preview
// adds gives the page of the build.
func TestPageIsAsPublishedButForOneElement(t *testing.T) {
	original := page("Agua </body> en el texto")
	s := newServer(t, newFake(map[string]string{"practicas/agua/index.html": original, "datos/x.json": `{"a":"</body>"}`}))
	body := ask(s, "/practicas/agua/").Body.String()
	from, to := strings.Index(body, "<vitrina-previa"), strings.Index(body, "</script>")+len("</script>")
	if from < 0 || body[:from]+body[to:] != original || !strings.HasSuffix(body, "</script></body></html>") {
		t.Error(body)
	}
	if got := ask(s, "/datos/x.json").Body.String(); got != `{"a":"</body>"}` {
		t.Errorf("a file that is no page: %s", got)
	}
	if a, b := ask(s, "/practicas/agua/").Body.String(), body; a != b {
		t.Error("the same page twice differs")
	}
}

func TestWhereAddressesLead(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("Inicio"), "practicas/agua/index.html": page("Agua")})
	f.moved["/practicas/vieja/"] = "/practicas/agua/"
	f.base = "/sello/"
	f.put("404.html", `<a href="/sello/">Inicio</a></body>`)
	s := newServer(t, f)
	for target, want := range map[string]string{
		"/practicas/vieja/": "/practicas/agua/", "/practicas/vieja": "/practicas/agua/", "/practicas/agua?x=1": "/practicas/agua/?x=1",
		"/sello/practicas/agua/": "/practicas/agua/",
	} {
		w := ask(s, target)
		if w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", target, w.Code, w.Header().Get("Location"), want)
		}
	}
	w := ask(s, "/no/hay/")
	if w.Code != 404 || !strings.Contains(w.Body.String(), `<a href="/">Inicio</a>`) || !strings.Contains(w.Body.String(), `data-version="false.`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestWishes holds how a browser says which view it wants: by a cookie with the
// port in its name, or by the query of our own addresses; and that nonsense is
// read as the stricter one.
func TestWishes(t *testing.T) {
	f := newFake(map[string]string{"index.html": page("Inicio")})
	s := newServer(t, f)
	later := time.Date(2027, 3, 1, 15, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		target, cookie string
		want           View
	}{
		{"/", "", View{Now: noon}},
		{"/", "vitrina-vista-4321=publico", View{Public: true, Now: noon}},
		{"/", "vitrina-vista-4321=publico%402027-03-01T10%3A00", View{Public: true, Now: later}},
		{"/", "vitrina-vista-4321=publico%40ma%C3%B1ana", View{Public: true, Now: noon}},
		{"/", "vitrina-vista-4322=publico", View{Now: noon}},
		{"/?vista=publico", "", View{Now: noon}},
		{"/__vitrina/panel?ruta=/&vista=publico", "", View{Public: true, Now: noon}},
		{"/__vitrina/panel?ruta=/&vista=", "vitrina-vista-4321=publico", View{Now: noon}},
		{"/__vitrina/panel?ruta=/&vista=edicion@2027-03-01T10:00", "", View{Now: noon}},
	} {
		f.asked = nil
		ask(s, c.target, "Cookie", c.cookie)
		if len(f.asked) != 1 || f.asked[0].Public != c.want.Public || !f.asked[0].Now.Equal(c.want.Now) {
			t.Errorf("%s with %q: %+v, want %+v", c.target, c.cookie, f.asked, c.want)
		}
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]string{
		"index.html": "text/html; charset=utf-8", "feed.xml": "application/atom+xml; charset=utf-8", "temas/agua/feed.xml": "application/atom+xml; charset=utf-8",
		"sitemap.xml": "application/xml; charset=utf-8", "_headers": "text/plain; charset=utf-8", "x.PDF": "application/pdf",
		"busqueda/a.bin": "application/octet-stream", "x.svg": "image/svg+xml",
	} {
		if got := typeOf(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
