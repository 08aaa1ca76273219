package content

import (
	"slices"
	"strings"
	"testing"
)

// The keys are those of the design, none more and none less.
func TestKeysOfTheDesign(t *testing.T) {
	design := map[string]string{
		"sitio":         "titulo! url! descripcion organizacion ejemplos menu menu[].titulo! menu[].url! pesos",
		"practica":      "titulo! resumen! municipalidad! municipalidades_asociadas edicion! reconocimiento! temas! metas poblacion inicio fin vigencia resultados resultados[].indicador! resultados[].antes resultados[].despues resultados[].unidad resultados[].periodo resultados[].fuente costo costo.monto costo.moneda costo.periodo costo.financiamiento costo.nota equipo equipo.personas equipo.perfiles requisitos requisitos.internet requisitos.energia requisitos.vehiculo aliados aliados[].nombre! aliados[].tipo aliados[].apoyo adaptar replicas replicas[].municipalidad! replicas[].anio replicas[].cambio replicas[].fuente! contacto contacto.area! contacto.telefono contacto.correo contacto.horario imagenes imagenes[].archivo! imagenes[].alt! imagenes[].credito! imagenes[].menores imagenes[].consentimiento materiales materiales[].titulo! materiales[].archivo! materiales[].licencia fuentes! fuentes[].titulo! fuentes[].url fuentes[].consulta estado! embargo actualizada! ejemplo alias",
		"municipalidad": "ubigeo! nombre! tipo! departamento! provincia! region poblacion altitud latitud longitud superficie_km2 rural_pct pobreza_pct distancia_sede_km horas_sede sitio_web contacto contacto.area! contacto.telefono contacto.correo contacto.horario reconocimientos reconocimientos[].edicion reconocimientos[].categoria reconocimientos[].nivel reconocimientos[].fuente! ejemplo actualizada fuentes fuentes[].titulo! fuentes[].url fuentes[].consulta",
		"edicion":       "numero! nombre! anio_inicio! anio_fin norma_creacion norma_bases norma_resultados fecha_resultados convocadas participantes reconocidas reconocidas_buena_practica categorias niveles fuentes fuentes[].titulo! fuentes[].url fuentes[].consulta",
		"tema":          "nombre! descripcion!",
		"meta":          "nombre! descripcion! ambito edicion",
		"enlace":        "departamento! oficina! telefono correo direccion horario atiende sesiones sesiones[].fecha! sesiones[].titulo! sesiones[].modalidad! sesiones[].lugar sesiones[].enlace sesiones[].material ejemplo actualizada!",
		"pagina":        "titulo! resumen! actualizada",
	}
	got := map[string][]string{}
	for _, k := range Keys() {
		name := k.Key
		if k.Required {
			name += "!"
		}
		got[k.Entity] = append(got[k.Entity], name)
		if k.Type == "" {
			t.Errorf("%s %s has no type", k.Entity, k.Key)
		}
	}
	if len(got) != len(design) {
		t.Errorf("%d entities, want %d", len(got), len(design))
	}
	for entity, want := range design {
		want := strings.Fields(want)
		slices.Sort(want)
		keys := slices.Sorted(slices.Values(got[entity]))
		if !slices.Equal(keys, want) {
			t.Errorf("%s:\n%v\nwant\n%v", entity, keys, want)
		}
	}
}

// Whoever leaves out a required key is told what goes there, with an example,
// and the example is of that key.
func TestRequiredKeysHaveHelp(t *testing.T) {
	used := map[string]bool{}
	for _, k := range Keys() {
		plain := strings.ReplaceAll(k.Key, "[]", "")
		used[k.Entity+"."+plain], used[plain] = true, true
		last := k.Key[strings.LastIndexByte(k.Key, '.')+1:]
		switch {
		case k.Help == "" && (k.Required || k.Type == "true o false"):
			t.Errorf("%s %s has no help", k.Entity, k.Key)
		case k.Help != "" && !strings.Contains(k.Help, last+":"):
			t.Errorf("%s %s: the help %q has no example of «%s:»", k.Entity, k.Key, k.Help, last)
		case strings.HasSuffix(k.Help, ".") && !strings.Contains(k.Help, "por ejemplo: "):
			t.Errorf("%s %s: the help %q ends in a stop", k.Entity, k.Key, k.Help)
		}
		if len(k.Values) > 0 && slices.Contains(k.Values, "") {
			t.Errorf("%s %s: an empty word in %q", k.Entity, k.Key, k.Values)
		}
	}
	for key := range helps {
		if !used[key] {
			t.Errorf("help for a key that no entity has: %s", key)
		}
	}
}

// Vocabularies, word for word as the design has them.
func TestVocabularies(t *testing.T) {
	want := map[string]string{
		"practica reconocimiento":                   "ganadora finalista mencion-honrosa otra",
		"practica poblacion":                        "0-5 6-11 12-17 18-59 60-mas gestantes discapacidad toda",
		"practica vigencia":                         "activa terminada no-consta",
		"practica costo.moneda":                     "PEN",
		"practica costo.financiamiento":             "recursos-propios foncomun canon cooperacion privado comunidad otro",
		"practica requisitos.internet":              "no-necesita a-veces siempre",
		"practica requisitos.energia":               "no-necesita a-veces siempre",
		"practica requisitos.vehiculo":              "no-necesita a-veces siempre",
		"practica aliados[].apoyo":                  "administrativo financiero politico tecnico otro",
		"practica estado":                           "borrador publicada retirada",
		"municipalidad tipo":                        "provincial distrital",
		"municipalidad region":                      "costa sierra selva",
		"municipalidad reconocimientos[].categoria": "desempeno buena-practica",
		"municipalidad reconocimientos[].nivel":     "platino oro plata",
		"meta ambito":                               "premio local",
		"enlace atiende":                            "presencial telefono virtual visita",
		"enlace sesiones[].modalidad":               "presencial telefono virtual visita",
		"sitio pesos":                               "region altitud poblacion rural pobreza distancia tipo",
	}
	for _, k := range Keys() {
		name := k.Entity + " " + k.Key
		if got := strings.Join(k.Values, " "); got != want[name] {
			t.Errorf("%s: %q, want %q", name, got, want[name])
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("no key %s", name)
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Ñuñoa (Melgar)": "nunoa-melgar", "Agua segura": "agua-segura", "--": "sin-nombre", "": "sin-nombre", "💧": "sin-nombre",
		"CON": "con-1", "index": "index-1", "Año 2018": "ano-2018", " a  b ": "a-b", "..": "sin-nombre", "ﬁn": "fin", "ｆｕｌｌ": "full",
		strings.Repeat("ab ", 60): strings.Trim(strings.Repeat("ab-", 27)[:80], "-"),
	} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
		if got := Slug(text); !ValidSlug(got) {
			t.Errorf("Slug(%q) = %q is not valid", text, got)
		}
	}
	for _, s := range naughty {
		if got := Slug(s); !ValidSlug(got) {
			t.Errorf("Slug(%q) = %q is not valid", s, got)
		}
	}
}

func TestDepartments(t *testing.T) {
	list := Departments()
	if len(list) != 25 {
		t.Fatalf("%d departments", len(list))
	}
	for _, d := range list {
		if d.Slug != Slug(d.Name) {
			t.Errorf("%s has the slug %s", d.Name, d.Slug)
		}
		if got, ok := DepartmentOf(d.Code + "0101"); !ok || got != d {
			t.Errorf("DepartmentOf(%s0101) = %v", d.Code, got)
		}
	}
	for _, bad := range []string{"", "0", "00", "26", "ab"} {
		if d, ok := DepartmentOf(bad); ok {
			t.Errorf("DepartmentOf(%q) = %v", bad, d)
		}
	}
}
