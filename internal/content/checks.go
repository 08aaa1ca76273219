package content

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// practice decodes a practice and checks what depends on more than one key.
func (d *decoder) practice(n *yaml.Node, p *Practice) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch k, v := n.Content[i], n.Content[i+1]; {
		case k.Value == "estado" && v.Value == string(Draft):
			d.draft = true
		case k.Value == "ejemplo" && saysYes(v.Value):
			d.exempt = "ejemplo"
		}
	}
	d.fill("practica", n, practicePlan, p)
	if _, there := d.keys["embargo"]; there && p.Embargo.IsZero() {
		d.doubt = true
	}
	if !p.Start.IsZero() && !p.End.IsZero() && before(p.End, p.Start) {
		d.at("fin", diag.Error, "«fin» ("+p.End.String()+") es anterior a «inicio» ("+p.Start.String()+")",
			"corrija una de las dos; si la práctica continúa, borre la línea «fin»")
	}
	for i, image := range p.Images {
		if SaysNothing(image.Alt, image.File.ID) {
			d.path = []step{{"imagenes", -1}, {"", i}, {"alt", -1}}
			d.report(diag.Warning, orTop(image.File.At, d.keys["imagenes"]), "«alt» no describe la foto: "+quoted(image.Alt), help("practica", "imagenes.alt"))
		}
		if image.Minors && noConsent(image.Consent) {
			d.path = []step{{"imagenes", -1}, {"", i}, {"consentimiento", -1}}
			d.report(diag.Error, orTop(image.File.At, d.keys["imagenes"]), "«consentimiento» dice "+quoted(image.Consent)+", y en la imagen se reconoce a menores de edad",
				"sin la autorización no se publica: use otra imagen, o escriba qué oficina la guarda")
			continue
		}
		if image.Minors && image.Consent == "" {
			d.path = []step{{"imagenes", -1}, {"", i}, {"consentimiento", -1}}
			if d.reported() {
				continue
			}
			d.report(diag.Error, orTop(image.File.At, d.keys["imagenes"]), "falta la clave «consentimiento»: en la imagen se reconoce a menores de edad",
				help("practica", "imagenes.consentimiento"))
		}
	}
	d.path = nil
	d.repeated("temas", p.Themes)
	d.repeated("metas", p.Goals)
	d.repeated("alias", p.Aliases)
	partners := p.Partners
	if p.Municipality.ID != "" {
		partners = append([]Ref{p.Municipality}, partners...)
	}
	d.repeated("municipalidades_asociadas", partners)
	if slices.Contains(p.Populations, "toda") && len(p.Populations) > 1 {
		d.at("poblacion", diag.Warning, "«poblacion» dice «toda» y además otros grupos", "deje solo «toda», o quítela")
	}
}

// noConsent reports a consent that says that there is none.
func noConsent(s string) bool { return s != "" && (saysUnknown(s) || lackingConsent.MatchString(s)) }

var lackingConsent = regexp.MustCompile(`(?i)^(no|sin|en tr[áa]mite|falta|todav[íi]a|a[úu]n|pendiente|por )\b`)

// SaysNothing reports a description of a picture that only repeats the name of
// its file, or says that it is a picture.
func SaysNothing(alt, file string) bool {
	if alt == "" || len(alt) > 60 {
		return false
	}
	alt = Slug(alt)
	return alt == Slug(file) || alt == Slug(strings.TrimSuffix(file, path.Ext(file))) || emptyAlt.MatchString(alt)
}

var emptyAlt = regexp.MustCompile(`^(la-|una-)?(foto|fotografia|imagen|img|image|photo|dsc|dscn|pic|captura|whatsapp-image|sin-nombre|grafico|logo)(-?[0-9][0-9a-z-]*)?(-(jpg|jpeg|png|gif|webp))?$`)

// at reports something about a key at the top of the entry.
func (d *decoder) at(key string, sev diag.Severity, text, hint string) {
	d.path = []step{{key, -1}}
	d.report(sev, orTop(d.keys[key], diag.Pos{}), text, hint)
	d.path = nil
}

// reported tells whether something was already said about the current key.
func (d *decoder) reported() bool {
	name := d.name()
	return slices.ContainsFunc(d.problems, func(p diag.Problem) bool { return p.Key == name })
}

func orTop(positions ...diag.Pos) diag.Pos {
	for _, p := range positions {
		if p.Line > 0 {
			return p
		}
	}
	return diag.Pos{Line: 1, Column: 1}
}

// repeated warns of references that a list holds twice.
func (d *decoder) repeated(key string, refs []Ref) {
	for i, r := range refs {
		if slices.ContainsFunc(refs[:i], func(o Ref) bool { return o.ID == r.ID }) {
			d.path = []step{{key, -1}}
			d.report(diag.Warning, r.At, "«"+r.ID+"» está repetido en «"+key+"»", "bórrelo")
			d.path = nil
		}
	}
}

// before compares partial dates by what both know.
func before(a, b PartialDate) bool {
	switch {
	case a.Year != b.Year:
		return a.Year < b.Year
	case a.Month == 0 || b.Month == 0:
		return false
	case a.Month != b.Month:
		return a.Month < b.Month
	}
	return a.Day != 0 && b.Day != 0 && a.Day < b.Day
}

// What may stand beside an entry. Pictures are published only encoded again, so
// they are not materials.
var (
	imageTypes    = []string{".jpg", ".jpeg", ".png", ".gif", ".webp"}
	materialTypes = []string{
		".csv", ".doc", ".docx", ".epub", ".geojson", ".m4a", ".mp3", ".mp4", ".odp", ".ods", ".odt", ".ogg", ".pdf",
		".ppt", ".pptx", ".rtf", ".txt", ".webm", ".xls", ".xlsx", ".zip",
	}
)

// ImageTypes are the extensions, without a point, that `imagenes` admits.
func ImageTypes() []string {
	out := make([]string, len(imageTypes))
	for i, t := range imageTypes {
		out[i] = t[1:]
	}
	return out
}

// MaterialTypes are the extensions, without a point, that `materiales` admits.
func MaterialTypes() []string {
	out := make([]string, len(materialTypes))
	for i, t := range materialTypes {
		out[i] = t[1:]
	}
	return out
}

// assets checks the images and files that a practice names against those that
// are beside it.
func (u *unit) assets(files []string, folder bool) {
	p := u.practice
	check := func(key string, i int, r Ref, types []string) {
		if r.ID == "" {
			return
		}
		problem := diag.Problem{File: p.File, Pos: r.At, Key: fmt.Sprintf("%s[%d].archivo", key, i),
			Hidden: p.Status != Published}
		switch ext := strings.ToLower(path.Ext(r.ID)); {
		case !slices.Contains(types, ext):
			problem.Text = "tipo de archivo no admitido " + quoted(r.ID) + " en «" + key + "»"
			problem.Hint = "se admiten: " + strings.ReplaceAll(strings.Join(types, ", "), ".", "")
			switch {
			case ext == ".heic" || ext == ".heif":
				problem.Hint = "es una foto de iPhone: ábrala y guárdela como JPEG"
			case key == "materiales" && slices.Contains(imageTypes, ext):
				problem.Hint = "las fotos van en «imagenes», con su alt y su crédito"
			case key == "imagenes" && slices.Contains(materialTypes, ext):
				problem.Hint = "los documentos van en «materiales», con su título"
			}
		case !folder:
			problem.Text = "no existe el archivo " + quoted(r.ID)
			problem.Hint = "convierta la práctica en una carpeta: content/practicas/" + p.Slug + "/index.md, y ponga el archivo a su lado"
		case slices.Contains(files, r.ID):
			return
		default:
			problem.Text = "no existe el archivo " + quoted(r.ID) + " junto a index.md"
			if problem.Hint = diag.Meant(r.ID, files); problem.Hint == "" {
				problem.Hint = "copie el archivo en " + path.Dir(p.File)
			}
		}
		u.problems = append(u.problems, problem)
	}
	for i, image := range p.Images {
		check("imagenes", i, image.File, imageTypes)
	}
	for i, m := range p.Materials {
		check("materiales", i, m.File, materialTypes)
	}
}

// municipalityEntry is the entry of a municipality with what is needed to join
// it to its row of the registry.
type municipalityEntry struct {
	Municipality
	at      map[string]diag.Pos     // of the keys that the registry may contradict
	missing map[string]diag.Problem // keys that the registry may supply
}

// wholeName is what stands before the name in the name of an institution.
var wholeName = regexp.MustCompile(`^(?i:municipalidad (?:distrital |provincial )?(?:de |del )?|distrito (?:de |del )|provincia (?:de |del ))`)

func (d *decoder) municipality(n *yaml.Node, m *municipalityEntry, id string) {
	d.deferred = map[string]diag.Problem{}
	d.fill("municipalidad", n, municipalityPlan, &m.Municipality)
	m.at, m.missing = d.keys, d.deferred
	if word := wholeName.FindString(m.Name); word != "" && word != m.Name {
		d.at("nombre", diag.Warning, "«nombre» dice "+quoted(m.Name)+", y la página ya dice que es una municipalidad", "escriba solo el nombre: "+m.Name[len(word):])
	}
	if m.Ubigeo != "" && id != "" && m.Ubigeo != id {
		d.at("ubigeo", diag.Error, "el ubigeo "+m.Ubigeo+" no es el del nombre del archivo ("+id+")", "corrija uno de los dos")
	}
	if id == "" {
		id = m.Ubigeo
	}
	if id == "" {
		return
	}
	if dep, ok := DepartmentOf(id); ok && m.Department != "" {
		if sameName(m.Department, dep.Name) {
			m.Department = dep.Name
		} else {
			d.at("departamento", diag.Error, "el departamento "+quoted(m.Department)+" no es el del ubigeo "+id+", que empieza en "+dep.Code+" ("+dep.Name+")",
				"escriba «"+dep.Name+"» o corrija el ubigeo")
		}
	}
	invented := id[2:4] == "99"
	if invented && !m.Example {
		d.at("ubigeo", diag.Error, "el ubigeo "+id+" es inventado: ninguna provincia tiene el código 99",
			"corrija el ubigeo; si es un ejemplo, agregue: ejemplo: true")
	}
	if m.Kind != "" && !invented && (m.Kind == "provincial") != strings.HasSuffix(id, "01") {
		d.at("tipo", diag.Warning, "«tipo» dice «"+m.Kind+"» y el ubigeo "+id+" dice otra cosa",
			"las municipalidades provinciales terminan en 01")
	}
}

func (d *decoder) edition(n *yaml.Node, e *Edition) {
	d.fill("edicion", n, editionPlan, e)
	if e.EndYear != 0 && e.StartYear != 0 && e.EndYear < e.StartYear {
		d.at("anio_fin", diag.Error, fmt.Sprintf("«anio_fin» (%d) es anterior a «anio_inicio» (%d)", e.EndYear, e.StartYear), "corrija uno de los dos")
	}
}

func (d *decoder) liaison(n *yaml.Node, l *Liaison, id string) {
	d.fill("enlace", n, liaisonPlan, l)
	if l.Department != "" && id != "" && l.Department != id {
		d.at("departamento", diag.Error, "el departamento "+l.Department+" no es el del nombre del archivo ("+id+")", "corrija uno de los dos")
	}
}
