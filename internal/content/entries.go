package content

import (
	"path"
	"time"

	"vitrina/internal/diag"
)

// Entries is everything that was read from a source folder, joined across
// files and with nothing left out: drafts, withdrawn and embargoed practices
// are in it. Hiding them is the first thing that site.Assemble does.
//
// Every list is sorted by its identifier, whatever the order of the files.
type Entries struct {
	Config         Config
	Practices      []*Practice     // by slug
	Municipalities []*Municipality // by ubigeo; registry rows completed by their entry
	Editions       []*Edition      // by id
	Themes         []*Theme        // by id
	Goals          []*Goal         // by id
	Liaisons       []*Liaison      // by department code
	Pages          []*Page         // by slug
	// Bodies are the texts of the entries that have a file, in no order. They
	// stand apart so that they can be let go when they are converted: they are a
	// third of the memory that entries take.
	Bodies []Body
	// Published are the lines of content/direcciones.txt: addresses that were
	// public once and must never die.
	Published []Ref
	// Registry says whether a national registry was read.
	Registry bool

	left []*Practice // out of Practices: their name is not valid, or another file has it
}

// Ref is a reference to something else (an id, a ubigeo, a file name, an
// address) with the place where it was written.
type Ref struct {
	ID string
	At diag.Pos
}

// Origin says which file an entry came from. Entries that the national
// registry alone supplies have File "content/registro/municipalidades.csv".
type Origin struct {
	File string   // slash separated, relative to the source folder
	At   diag.Pos // first line of the entry
	Text int      // line of the file where its Markdown starts
	// Revised is the place of the key `actualizada`; zero without one.
	Revised diag.Pos
}

// Body is the Markdown of an entry, below its frontmatter.
type Body struct {
	File string // of the entry
	Text string
	Line int // line of the file where Text starts
}

// Config is content/sitio.yaml.
type Config struct {
	Origin
	Title        string             `yaml:"titulo" rule:"required,max=120"`
	URL          string             `yaml:"url" rule:"required,is=base"` // base URL of the published site, with scheme, ends in "/"
	Description  string             `yaml:"descripcion" rule:"max=300"`
	Organization string             `yaml:"organizacion" rule:"max=200"`
	Examples     bool               `yaml:"ejemplos"` // default true; false leaves every example entry out
	Menu         []MenuItem         `yaml:"menu"`
	Weights      map[string]float64 `yaml:"pesos" rule:"in=region|altitud|poblacion|rural|pobreza|distancia|tipo,from=0,to=1000"` // of the likeness between municipalities
}

// MenuItem is one entry of the main menu.
type MenuItem struct {
	Title string `yaml:"titulo" rule:"required,max=60"`
	URL   Ref    `yaml:"url" rule:"required,is=address"` // an address of the site, such as "/practicas/"
}

// Status says whether an entry may be published at all.
type Status string

// The values of `estado`.
const (
	Draft     Status = "borrador"
	Published Status = "publicada"
	Withdrawn Status = "retirada"
)

// Practice is one good practice: content/practicas/<slug>.md, or
// <slug>/index.md with its images and files beside it.
type Practice struct {
	Origin
	Slug         string
	Title        string      `yaml:"titulo" rule:"required,max=120"`
	Summary      string      `yaml:"resumen" rule:"required,min=40,max=400"`
	Municipality Ref         `yaml:"municipalidad" rule:"required,is=ubigeo"`
	Partners     []Ref       `yaml:"municipalidades_asociadas" rule:"is=ubigeo"`
	Edition      Ref         `yaml:"edicion" rule:"required,is=id"`
	Recognition  string      `yaml:"reconocimiento" rule:"required,in=ganadora|finalista|mencion-honrosa|otra"`
	Themes       []Ref       `yaml:"temas" rule:"required,is=id"`
	Goals        []Ref       `yaml:"metas" rule:"is=id"`
	Populations  []string    `yaml:"poblacion" rule:"in=0-5|6-11|12-17|18-59|60-mas|gestantes|discapacidad|toda"`
	Start        PartialDate `yaml:"inicio"`
	End          PartialDate `yaml:"fin"`
	Validity     string      `yaml:"vigencia" rule:"in=activa|terminada|no-consta"`
	Results      []Result    `yaml:"resultados"`
	Cost         Cost        `yaml:"costo"`
	Team         Team        `yaml:"equipo"`
	Needs        Needs       `yaml:"requisitos"`
	Allies       []Ally      `yaml:"aliados"`
	Adapt        []string    `yaml:"adaptar" rule:"max=600"`
	Replicas     []Replica   `yaml:"replicas"`
	Contact      Contact     `yaml:"contacto"`
	Images       []Image     `yaml:"imagenes"`
	Materials    []Material  `yaml:"materiales"`
	Sources      []Citation  `yaml:"fuentes" rule:"unless=ejemplo"`
	Status       Status      `yaml:"estado" rule:"required,in=borrador|publicada|retirada"`
	Embargo      time.Time   `yaml:"embargo"` // hidden before this instant; zero: no embargo
	Updated      Date        `yaml:"actualizada" rule:"required"`
	Example      bool        `yaml:"ejemplo"`
	Aliases      []Ref       `yaml:"alias" rule:"is=address"` // old addresses, "/practicas/vieja/"
	// EmbargoAt is the place of the key `embargo`; zero without one.
	EmbargoAt diag.Pos
	// Files are the names of the regular files beside index.md, sorted; empty
	// for a practice that is a single file.
	Files []string
}

// Result is one measured change.
type Result struct {
	Indicator string `yaml:"indicador" rule:"required,max=200"`
	Before    Figure `yaml:"antes" rule:"max=80"`
	After     Figure `yaml:"despues" rule:"max=80"`
	Unit      string `yaml:"unidad" rule:"is=label,max=80"`
	Period    string `yaml:"periodo" rule:"is=label,max=80"`
	Source    string `yaml:"fuente" rule:"is=label,max=300"`
}

// Figure is a value as its author wrote it. Known is false when the key is
// absent, which readers see as "no consta", never as 0.
type Figure struct {
	Known    bool
	IsNumber bool
	Number   float64
	Text     string // as written: "45,5", "sin registro"
}

// Cost is what the practice cost, in soles.
type Cost struct {
	Amount  Number   `yaml:"monto"`
	Coin    string   `yaml:"moneda" rule:"in=PEN"` // PEN
	Period  string   `yaml:"periodo" rule:"is=label,max=80"`
	Funding []string `yaml:"financiamiento" rule:"in=recursos-propios|foncomun|canon|cooperacion|privado|comunidad|otro"`
	Note    string   `yaml:"nota" rule:"max=600"`
}

// Number is a quantity that may be unknown.
type Number struct {
	Known bool
	Value float64
}

// Team is who did the work.
type Team struct {
	People   Number   `yaml:"personas" rule:"whole,to=100000"`
	Profiles []string `yaml:"perfiles" rule:"max=200"`
}

// Needs says what a practice cannot do without. Each is "no-necesita",
// "a-veces", "siempre" or "" when unknown.
type Needs struct {
	Internet string `yaml:"internet" rule:"in=no-necesita|a-veces|siempre"`
	Power    string `yaml:"energia" rule:"in=no-necesita|a-veces|siempre"`
	Vehicle  string `yaml:"vehiculo" rule:"in=no-necesita|a-veces|siempre"`
}

// Ally is an organisation that helped.
type Ally struct {
	Name string   `yaml:"nombre" rule:"required,max=200"`
	Kind string   `yaml:"tipo" rule:"max=80"`
	Help []string `yaml:"apoyo" rule:"in=administrativo|financiero|politico|tecnico|otro"`
}

// Replica is another municipality that took the practice up.
type Replica struct {
	Municipality Ref    `yaml:"municipalidad" rule:"required,is=ubigeo"`
	Year         Number `yaml:"anio" rule:"whole,from=1990,to=2100"`
	Change       string `yaml:"cambio" rule:"max=600"`
	Source       string `yaml:"fuente" rule:"required,is=label,max=300"`
}

// Contact is an office, never a person.
type Contact struct {
	Area  string `yaml:"area" rule:"required,is=office,max=200"`
	Phone string `yaml:"telefono" rule:"is=phone,max=80"`
	Email string `yaml:"correo" rule:"is=email,max=200"`
	Hours string `yaml:"horario" rule:"is=label,max=200"`
}

// Image is a picture beside the entry.
type Image struct {
	File    Ref    `yaml:"archivo" rule:"required,is=asset"`
	Alt     string `yaml:"alt" rule:"required,max=300"`
	Credit  string `yaml:"credito" rule:"required,max=200"`
	Minors  bool   `yaml:"menores"`                       // children can be recognised
	Consent string `yaml:"consentimiento" rule:"max=300"` // where the consent is kept; needed when Minors
}

// Material is a file beside the entry that readers may download.
type Material struct {
	Title   string `yaml:"titulo" rule:"required,max=200"`
	File    Ref    `yaml:"archivo" rule:"required,is=asset"`
	License string `yaml:"licencia" rule:"max=200"`
}

// Citation is a source.
type Citation struct {
	Title    string `yaml:"titulo" rule:"required,max=300"`
	URL      string `yaml:"url" rule:"is=url"`
	Accessed Date   `yaml:"consulta"`
}

// Municipality is content/municipalidades/<ubigeo>.md, a row of the national
// registry, or both.
type Municipality struct {
	Origin
	Ubigeo       string     `yaml:"ubigeo" rule:"required,is=ubigeo"`
	Name         string     `yaml:"nombre" rule:"unless=registro,max=100"`               // the district's name, "Pampas"
	Kind         string     `yaml:"tipo" rule:"unless=registro,in=provincial|distrital"` // provincial, distrital
	Department   string     `yaml:"departamento" rule:"unless=registro,max=100"`
	Province     string     `yaml:"provincia" rule:"unless=registro,max=100"`
	Region       string     `yaml:"region" rule:"in=costa|sierra|selva"` // costa, sierra, selva
	Population   Number     `yaml:"poblacion" rule:"whole,to=15000000"`
	Altitude     Number     `yaml:"altitud" rule:"from=-50,to=6000"`  // metres above sea level
	Latitude     Number     `yaml:"latitud" rule:"from=-18.5,to=0.1"` // decimal degrees, WGS84
	Longitude    Number     `yaml:"longitud" rule:"from=-81.5,to=-68.5"`
	Area         Number     `yaml:"superficie_km2" rule:"to=100000"`
	RuralShare   Number     `yaml:"rural_pct" rule:"to=100"`          // 0 to 100
	Poverty      Number     `yaml:"pobreza_pct" rule:"to=100"`        // 0 to 100
	SeatDistance Number     `yaml:"distancia_sede_km" rule:"to=2000"` // straight line to the seat of the regional government
	SeatHours    Number     `yaml:"horas_sede" rule:"to=500"`         // travel time, only if known
	Website      string     `yaml:"sitio_web" rule:"is=url"`
	Contact      Contact    `yaml:"contacto"`
	Awards       []Award    `yaml:"reconocimientos"`
	Example      bool       `yaml:"ejemplo"`
	Updated      Date       `yaml:"actualizada"`
	Sources      []Citation `yaml:"fuentes"`
	OtherNames   []string   // other spellings, from the registry
	FromRegistry bool       // a registry row exists
}

// OnlyInRegistry reports whether a row of the registry is all that there is of a
// municipality: it has no file of its own.
func (m *Municipality) OnlyInRegistry() bool { return path.Ext(m.File) == ".csv" }

// Award is a recognition of a municipality in one edition.
type Award struct {
	Edition  Ref    `yaml:"edicion" rule:"is=id"`
	Category string `yaml:"categoria" rule:"in=desempeno|buena-practica"` // desempeno, buena-practica
	Level    string `yaml:"nivel" rule:"in=platino|oro|plata"`            // platino, oro, plata or ""
	Source   string `yaml:"fuente" rule:"required,is=label,max=300"`
}

// Edition is content/ediciones/<id>.md.
type Edition struct {
	Origin
	ID                string
	Number            Number     `yaml:"numero" rule:"required,whole,from=1,to=999"`
	Name              string     `yaml:"nombre" rule:"required,max=200"`
	StartYear         int        `yaml:"anio_inicio" rule:"required,whole,from=1990,to=2100"`
	EndYear           int        `yaml:"anio_fin" rule:"whole,from=1990,to=2100"` // 0: unknown
	CreationNorm      string     `yaml:"norma_creacion" rule:"is=label,max=200"`
	RulesNorm         string     `yaml:"norma_bases" rule:"is=label,max=200"`
	ResultsNorm       string     `yaml:"norma_resultados" rule:"is=label,max=200"`
	ResultsDate       Date       `yaml:"fecha_resultados"`
	Called            Number     `yaml:"convocadas" rule:"whole,to=100000"`
	TookPart          Number     `yaml:"participantes" rule:"whole,to=100000"`
	Awarded           Number     `yaml:"reconocidas" rule:"whole,to=100000"`
	AwardedByPractice Number     `yaml:"reconocidas_buena_practica" rule:"whole,to=100000"`
	Categories        []string   `yaml:"categorias" rule:"max=120"`
	Levels            []string   `yaml:"niveles" rule:"max=120"`
	Sources           []Citation `yaml:"fuentes"`
}

// Theme is content/temas/<id>.md.
type Theme struct {
	Origin
	ID          string
	Name        string `yaml:"nombre" rule:"required,max=120"`
	Description string `yaml:"descripcion" rule:"required,max=600"`
}

// Goal is content/metas/<id>.md: a goal of the award or a local one.
type Goal struct {
	Origin
	ID          string
	Name        string `yaml:"nombre" rule:"required,max=200"`
	Description string `yaml:"descripcion" rule:"required,max=600"`
	Scope       string `yaml:"ambito" rule:"in=premio|local"` // premio, local or ""
	Edition     Ref    `yaml:"edicion" rule:"is=id"`
}

// Liaison is the regional liaison office of content/enlaces/<dd>.md.
type Liaison struct {
	Origin
	Department string    `yaml:"departamento" rule:"required,is=department"` // two digits
	Office     string    `yaml:"oficina" rule:"required,is=office,max=200"`
	Phone      string    `yaml:"telefono" rule:"is=phone,max=80"`
	Email      string    `yaml:"correo" rule:"is=email,max=200"`
	Address    string    `yaml:"direccion" rule:"is=label,max=300"`
	Hours      string    `yaml:"horario" rule:"is=label,max=200"`
	Channels   []string  `yaml:"atiende" rule:"in=presencial|telefono|virtual|visita"` // presencial, telefono, virtual, visita
	Sessions   []Session `yaml:"sesiones"`
	Example    bool      `yaml:"ejemplo"`
	Updated    Date      `yaml:"actualizada" rule:"required"`
}

// Session is one session of technical assistance.
type Session struct {
	When     Moment `yaml:"fecha" rule:"required"`
	Title    string `yaml:"titulo" rule:"required,max=200"`
	Mode     string `yaml:"modalidad" rule:"required,in=presencial|telefono|virtual|visita"` // presencial, telefono, virtual, visita
	Place    string `yaml:"lugar" rule:"is=label,max=200"`
	Link     string `yaml:"enlace" rule:"is=url"`
	Material Ref    `yaml:"material" rule:"is=link"` // an address of the site or of the web
}

// Page is a plain page: content/paginas/<slug>.md.
type Page struct {
	Origin
	Slug    string
	Title   string `yaml:"titulo" rule:"required,max=120"`
	Summary string `yaml:"resumen" rule:"required,max=400"`
	Updated Date   `yaml:"actualizada"`
}

// Beside is the path of a file that stands beside the practice's own:
// "content/practicas/agua/foto.jpg".
func (p *Practice) Beside(name string) string {
	return path.Join(path.Dir(p.File), name)
}
