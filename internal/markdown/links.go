package markdown

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// site is where a text stands, as far as its links need to know.
type site struct {
	base    string // "vitrina.gob.pe/": the site's own address, without scheme; may be empty
	file    string // "content/practicas/agua/index.md"
	address string // "/practicas/agua/"
	folder  bool   // the entry has a folder of its own, so files can be beside it
}

func newSite(o Options) site {
	s := site{file: o.File, address: o.Address}
	if s.address == "" {
		s.address, _ = AddressOf(o.File)
	}
	if !strings.HasPrefix(s.address, "/") {
		s.address = "/" + s.address
	}
	if _, base, ok := strings.Cut(o.Base, "://"); ok {
		s.base = strings.TrimSuffix(base, "/") + "/"
	}
	s.folder = strings.HasPrefix(o.File, "content/practicas/") && path.Base(o.File) == "index.md"
	return s
}

// target is a destination that was found good.
type target struct {
	href string // what the attribute says, before HTML escaping
	web  bool   // it leads to another site
	link Link   // when it stays in this one: all but As and Pos
}

// complaint is what is wrong with a destination; its text is empty when nothing
// is.
type complaint struct {
	text string
	hint string
	// meant, when it is not empty, is the address of the page that was perhaps
	// meant. Whether there is one is for those to say who know the pages.
	meant string
}

const schemesHint = "se admiten https:, http:, mailto:, tel: y los enlaces a páginas de este sitio"

// judge decides where dest leads. dest is what the editor wrote, with entities
// and backslashes resolved. The rule is to refuse whatever is not known to be
// good: browsers are lenient in ways no list of bad things covers.
func (s site) judge(dest string) (target, complaint) {
	if ownDisk(dest) {
		return target{}, complaint{text: fmt.Sprintf("«%s» es un archivo de su computadora, que nadie más puede abrir", excerpt(dest)),
			hint: "copie el archivo a la carpeta de la práctica y escriba solo su nombre: [texto](acta.pdf)"}
	}
	if c := badCharacters(dest); c.text != "" {
		return target{}, c
	}
	switch {
	case dest == "" || dest == "#":
		return target{}, complaint{text: "el enlace no dice a dónde lleva",
			hint: "escriba la dirección entre paréntesis: [texto](/practicas/agua-segura/)"}
	case strings.HasPrefix(dest, "//"):
		return target{}, complaint{text: fmt.Sprintf("la dirección «%s» está incompleta", excerpt(dest)),
			hint: "escríbala con https: al comienzo si lleva a otro sitio, o con una sola barra si lleva a este"}
	}
	// A colon before any slash always ends a scheme for a browser, even one
	// that no standard allows.
	if i := strings.IndexAny(dest, ":/?#"); i >= 0 && dest[i] == ':' {
		scheme := strings.ToLower(dest[:i])
		if own, ok := s.own(dest, scheme); ok {
			return s.internal(own)
		}
		return s.absolute(dest, scheme)
	}
	if c := withoutScheme(dest); c.text != "" {
		return target{}, c
	}
	return s.internal(dest)
}

// ownDisk reports a path of the editor's own computer.
func ownDisk(dest string) bool {
	letter := len(dest) > 2 && dest[1] == ':' && (dest[0]|0x20) >= 'a' && (dest[0]|0x20) <= 'z'
	return letter && (dest[2] == '\\' || dest[2] == '/') || len(dest) > 5 && strings.EqualFold(dest[:5], "file:")
}

// own returns the address within the site of a web address that leads into it,
// so that it is checked and rewritten as any other: the whole address does not
// work in a copy of the site, nor before it is published.
func (s site) own(dest, scheme string) (address string, ok bool) {
	rest, ok := strings.CutPrefix(dest[len(scheme)+1:], "//")
	if s.base == "" || !ok || scheme != "http" && scheme != "https" || len(rest) < len(s.base)-1 {
		return "", false
	}
	if rest == s.base[:len(s.base)-1] {
		return "/", true
	}
	host, _, _ := strings.Cut(s.base, "/")
	if !strings.EqualFold(rest[:len(host)], host) || !strings.HasPrefix(rest[len(host):], s.base[len(host):]) {
		return "", false
	}
	return rest[len(s.base)-1:], true
}

// withoutScheme complains of what would be the address of a site, a mailbox or
// a telephone if it said so.
func withoutScheme(dest string) complaint {
	first, _, _ := strings.Cut(dest, "/")
	lower := strings.ToLower(first)
	switch name, host, mail := strings.Cut(first, "@"); {
	case mail && isMailName(name) && isHost(host):
		return complaint{text: fmt.Sprintf("al enlace «%s» le falta decir que es un correo", excerpt(dest)),
			hint: fmt.Sprintf("escriba mailto: delante: mailto:%s", excerpt(dest))}
	case strings.HasPrefix(lower, "www.") || isHost(lower) && isDomain(lower):
		return complaint{text: fmt.Sprintf("a la dirección «%s» le falta el comienzo", excerpt(dest)),
			hint: fmt.Sprintf("escríbala completa: https://%s", excerpt(dest))}
	case len(dest) >= 6 && isPhone(strings.ReplaceAll(dest, " ", "")):
		return complaint{text: fmt.Sprintf("al enlace «%s» le falta decir que es un teléfono", excerpt(dest)),
			hint: fmt.Sprintf("escriba tel: delante, sin espacios: tel:%s", excerpt(strings.ReplaceAll(dest, " ", "")))}
	}
	return complaint{}
}

// isDomain reports a name that ends as sites do that are named in Peru. None
// of the endings is that of a file.
func isDomain(host string) bool {
	switch host[strings.LastIndexByte(host, '.')+1:] {
	case "pe", "com", "org", "net", "edu", "gob", "gov", "info", "int", "es", "cl", "bo", "ec", "br":
		return true
	}
	return false
}

// badCharacters complains of what browsers drop or change when they read an
// address, so that it leads elsewhere than it seems to.
func badCharacters(dest string) complaint {
	if strings.ContainsRune(dest, '\\') {
		return complaint{text: fmt.Sprintf("la dirección «%s» lleva una barra invertida", excerpt(dest)),
			hint: "use la barra normal: /"}
	}
	bad := strings.TrimSpace(dest) != dest
	for _, r := range dest {
		bad = bad || r != ' ' && (r == utf8.RuneError || isControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r))
	}
	if bad {
		return complaint{text: fmt.Sprintf("la dirección «%s» lleva espacios o caracteres invisibles", excerpt(dest)),
			hint: "bórrela y escríbala de nuevo, sin copiarla"}
	}
	return complaint{}
}

// internal judges a destination without a scheme: an address of the site, a
// content file, a file beside the entry, or a place in this same text.
func (s site) internal(dest string) (target, complaint) {
	rest, rawFragment, _ := strings.Cut(dest, "#")
	rawPath, rawQuery, hasQuery := strings.Cut(rest, "?")

	p, err := url.PathUnescape(rawPath)
	fragment, err2 := url.PathUnescape(rawFragment)
	query, err3 := url.QueryUnescape(rawQuery)
	if err != nil || err2 != nil || err3 != nil {
		return target{}, complaint{text: fmt.Sprintf("la dirección «%s» lleva un signo %% suelto", excerpt(dest)),
			hint: "escriba la dirección sin códigos, con sus letras"}
	}
	for _, part := range []string{p, fragment, query} {
		if c := badCharacters(part); c.text != "" {
			return target{}, c
		}
	}

	link := Link{Fragment: fragment, Query: escapeQuery(rawQuery)}
	var c complaint
	switch {
	case p == "" && !hasQuery:
		link.Address = s.address
	case strings.HasPrefix(p, "/"):
		link.Address, c = addressForm(p)
	case hasQuery:
		c = complaint{text: fmt.Sprintf("el enlace «%s» lleva una pregunta (?) que no corresponde", excerpt(dest)),
			hint: "solo las direcciones del sitio pueden llevarla: /buscar/?q=agua"}
	default:
		link.Address, link.File, c = s.fileForm(p)
	}
	if c.text != "" {
		return target{}, c
	}
	return target{href: s.href(link), link: link}, complaint{}
}

func (s site) href(l Link) string {
	href := ""
	if l.Address != s.address || l.Fragment == "" || l.Query != "" {
		href = Relative(s.address, l.Address)
	}
	if l.Query != "" {
		href += "?" + l.Query
	}
	if l.Fragment != "" {
		href += (&url.URL{Fragment: l.Fragment}).String()
	}
	return href
}

// addressForm judges a decoded path such as "/temas/agua". A last step without
// a dot is a page and gets its closing slash.
func addressForm(p string) (string, complaint) {
	if strings.HasSuffix(p, ".md") {
		file := "content/" + strings.TrimPrefix(strings.TrimPrefix(p, "/"), "content/")
		return "", notAnEntry(p, file)
	}
	if p == "/" {
		return p, complaint{}
	}
	steps := strings.Split(strings.TrimSuffix(p[1:], "/"), "/")
	for _, step := range steps {
		if !hasName(step) {
			return "", complaint{text: fmt.Sprintf("«%s» no es una dirección de este sitio", excerpt(p)),
				hint: "escríbala como se ve en el navegador: /temas/agua/"}
		}
	}
	if !strings.HasSuffix(p, "/") && !strings.Contains(steps[len(steps)-1], ".") {
		p += "/"
	}
	return p, complaint{}
}

// notAnEntry complains of p, which names file, and says what may be meant.
func notAnEntry(p, file string) complaint {
	c := complaint{text: fmt.Sprintf("«%s» no es una entrada de este sitio", excerpt(p)),
		hint: "escriba la dirección de la página (/temas/agua/) o su archivo (../temas/agua.md)"}
	c.meant, _ = AddressOf(file)
	return c
}

// fileForm judges a decoded path relative to the file of the entry. name is
// set when it is a file beside the entry.
func (s site) fileForm(p string) (address, name string, c complaint) {
	full := path.Join(path.Dir(s.file), p)
	if !strings.HasPrefix(full, "content/") {
		return "", "", complaint{text: fmt.Sprintf("el enlace «%s» sale de la carpeta content", excerpt(p)),
			hint: "solo se puede enlazar a lo que está dentro de ella"}
	}
	switch ext := extOf(p); {
	case ext == "md":
		if address, ok := AddressOf(full); ok {
			return address, "", complaint{}
		}
		return "", "", notAnEntry(p, full)
	case ext == "" || strings.HasSuffix(p, "/"):
		return "", "", notAnEntry(p, full+".md")
	case !isMaterial(ext):
		return "", "", complaint{text: fmt.Sprintf("no se publican archivos «.%s»", excerpt(ext)),
			hint: "use PDF, CSV o un formato de oficina"}
	}
	name, ok := beside(p)
	switch {
	case !ok:
		return "", "", complaint{text: fmt.Sprintf("«%s» no está junto a la entrada", excerpt(p)),
			hint: "copie el archivo a la carpeta de esta entrada y escriba solo su nombre"}
	case !s.folder:
		return "", "", s.needsFolder(name)
	}
	return s.address + name, name, complaint{}
}

// needsFolder complains of a file beside an entry that has no folder.
func (s site) needsFolder(name string) complaint {
	folder := strings.TrimSuffix(s.file, ".md")
	c := complaint{text: fmt.Sprintf("«%s» no se publica: esta entrada no tiene una carpeta propia", excerpt(name)),
		hint: fmt.Sprintf("mueva el texto a %s/index.md y ponga el archivo en esa carpeta", folder)}
	if !strings.HasPrefix(s.file, "content/practicas/") {
		c.hint = "solo las prácticas pueden tener fotos y archivos"
	}
	return c
}

// isMaterial admits files that a browser saves or shows but never runs, the
// same as `materiales` does. Pictures are not among them: they are published
// only encoded again, because the file of a telephone tells where it was.
func isMaterial(ext string) bool {
	return slices.Contains(MaterialTypes(), ext)
}

// MaterialTypes are the extensions, without a point, of the files beside an
// entry that a text may link to.
func MaterialTypes() []string {
	return []string{
		"csv", "doc", "docx", "epub", "geojson", "m4a", "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf",
		"ppt", "pptx", "rtf", "txt", "webm", "xls", "xlsx", "zip",
	}
}

func isImage(ext string) bool {
	switch ext {
	case "jpg", "jpeg", "png", "gif", "webp":
		return true
	}
	return false
}
