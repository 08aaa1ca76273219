package content

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// ref reads a reference: something that has a name elsewhere. Whether it exists
// is for those to say who see all the entries.
func (d *decoder) ref(n *yaml.Node, f *field) (Ref, bool) {
	s, ok := d.form(n, f, tidy(n.Value))
	if !ok {
		return Ref{}, false
	}
	return Ref{ID: s, At: d.pos(n)}, true
}

// form checks a text or a reference of a special form and returns it in the
// one way in which it is kept.
func (d *decoder) form(n *yaml.Node, f *field, s string) (string, bool) {
	switch f.form {
	case "", "label":
		return s, true
	case "ubigeo":
		return d.ubigeo(n, s)
	case "department":
		if _, ok := DepartmentOf(s); ok && len(s) == 2 {
			return s, true
		}
		hint := "son dos dígitos, del \"01\" (Amazonas) al \"25\" (Ucayali)"
		for _, dep := range departments {
			if sameName(dep.Name, s) {
				hint = "el código de " + dep.Name + " es \"" + dep.Code + "\""
			}
		}
		d.fail(n, "código de departamento no válido "+quoted(s), hint)
	case "id":
		if ValidSlug(s) {
			return s, true
		}
		hint := "mire cómo se llama su archivo en " + idFolders[f.key] + " y escriba ese nombre sin «.md»; quizá «" + Slug(strings.TrimSuffix(path.Base(bare(s)), ".md")) + "»"
		switch {
		case f.key == "edicion" && !ValidSlug(bare(s)):
			hint = "mire cómo se llama su archivo en " + idFolders[f.key] + " y escriba ese nombre sin «.md», por ejemplo: edicion: \"2025\""
		case f.list && strings.ContainsAny(s, ",;"):
			hint = "separe los nombres con comas, sin otras comillas ni signos: " + f.key + ": [" + strings.Join(slugs(s), ", ") + "]"
		case ValidSlug(bare(s)):
			hint = "escríbalo sin espacios ni comillas tipográficas: " + bare(s)
		}
		d.fail(n, "«"+f.key+"» lleva el nombre de un archivo; hay "+quoted(s), hint)
	case "asset":
		if assetPattern.MatchString(s) {
			return s, true
		}
		hint := "use letras sin tildes, dígitos, punto y guiones; cambie el nombre a «" + assetName(path.Base(strings.ReplaceAll(s, `\`, "/"))) + "»"
		if strings.ContainsAny(s, `/\`) {
			hint = "escriba solo el nombre; el archivo va en la misma carpeta que index.md"
		}
		d.fail(n, "nombre de archivo no válido "+quoted(s), hint)
	case "address":
		if a, ok := Address(s); ok {
			return a, true
		}
		d.fail(n, "dirección no válida "+quoted(s)+" en «"+f.key+"»",
			"escriba la dirección desde la raíz del sitio, por ejemplo: /practicas/agua-segura/")
	case "url":
		return d.webAddress(n, f, s)
	case "link":
		if a, ok := Address(s); ok {
			return a, true
		}
		if u, _ := parseWeb(s); u == nil && !strings.Contains(s, ":") {
			d.fail(n, "dirección no válida "+quoted(s)+" en «"+f.key+"»",
				"escriba una dirección web completa (https://…) o una de este sitio, que empieza con «/»")
			return "", false
		}
		return d.webAddress(n, f, s)
	case "base":
		return d.baseAddress(n, f, s)
	case "email":
		return d.email(n, s)
	case "phone":
		return d.phone(n, s)
	case "office":
		if person(s) {
			d.warn(n, "«"+f.key+"» parece el nombre de una persona: "+quoted(s),
				"escriba la oficina, que sigue ahí cuando cambian las personas: Gerencia de Desarrollo Social")
		}
		return s, true
	}
	return "", false
}

// idFolders are where the files stand that a key names.
var idFolders = map[string]string{
	"edicion": editions.dir(), "temas": themes.dir(), "metas": goals.dir(),
}

// slugs are the names in a text that should have been a list of them.
func slugs(s string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = bare(part); part != "" {
			out = append(out, Slug(part))
		}
	}
	return out
}

var (
	digits6 = regexp.MustCompile(`^[0-9]{6}$`)
	digits5 = regexp.MustCompile(`^[0-9]{5}$`)
)

// ubigeo reads the code of a municipality from the text as it was written:
// YAML takes 021509 for a number in octal.
func (d *decoder) ubigeo(n *yaml.Node, s string) (string, bool) {
	why, hint := "", "son seis dígitos entre comillas, por ejemplo: \"021509\""
	switch dep, ok := DepartmentOf(s); {
	case !digits6.MatchString(s):
		why = "un ubigeo tiene seis dígitos"
		if digits5.MatchString(s) {
			hint = "quizá perdió el cero de la izquierda: \"0" + s + "\""
		} else if digits6.MatchString(bare(s)) {
			hint = "use comillas rectas: \"" + bare(s) + "\""
		} else if strings.ContainsFunc(s, unicode.IsLetter) {
			hint = "escriba el código, no el nombre: seis dígitos entre comillas, por ejemplo: \"021509\""
		}
	case !ok:
		why = "no hay departamento " + s[:2]
		hint = "los códigos de departamento van del 01 al 25"
	case s[2:4] == "00":
		why = "es el código de todo un departamento (" + dep.Name + ")"
	case s[4:] == "00":
		why = "es el código de toda una provincia"
		hint = "la municipalidad provincial termina en 01: \"" + s[:4] + "01\""
	default:
		if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
			d.warn(n, "el ubigeo "+s+" no está entre comillas", "póngalo entre comillas para que no se tome por un número: \""+s+"\"")
		}
		return s, true
	}
	d.fail(n, "ubigeo no válido "+quoted(s)+": "+why, hint)
	return "", false
}

var addressPattern = regexp.MustCompile(`^/([A-Za-z0-9._~-]+/)*([A-Za-z0-9._~-]+)?$`)

// Address reads an address of the site, from its root, and returns it in the
// one way in which it is compared: with a slash at the end, unless it names a
// file. It refuses everything that could mean more than a place in this site:
// hosts, queries, fragments, escapes, wildcards and "..".
func Address(s string) (string, bool) {
	if len(s) > 500 || !addressPattern.MatchString(s) {
		return "", false
	}
	for part := range strings.SplitSeq(s, "/") {
		if part == "." || part == ".." {
			return "", false
		}
	}
	if base := path.Base(s); !strings.HasSuffix(s, "/") && !strings.Contains(base, ".") {
		s += "/"
	}
	return s, true
}

// parseWeb reads an address of the web that browsers and editors understand in
// the same way.
func parseWeb(s string) (*url.URL, string) {
	const example = "por ejemplo: https://www.gob.pe/midis"
	if strings.ContainsAny(s, " \t\"<>\\^`{|}") {
		return nil, "una dirección web no lleva espacios ni comillas; " + example
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, example
	case u.Scheme == "" && strings.Contains(strings.SplitN(s, "/", 2)[0], "."):
		if proposal := "https://" + strings.TrimLeft(s, "/"); u.Host == "" || u.Scheme == "" {
			return nil, "escríbala completa: " + clip(proposal)
		}
		return nil, example
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, "solo se admiten direcciones que empiezan con https:// o http://; " + example
	case u.Hostname() == "" || u.User != nil || u.Opaque != "":
		return nil, example
	}
	return u, ""
}

func (d *decoder) webAddress(n *yaml.Node, f *field, s string) (string, bool) {
	u, hint := parseWeb(s)
	if u == nil {
		d.fail(n, "dirección web no válida "+quoted(s)+" en «"+f.key+"»", hint)
		return "", false
	}
	return s, true
}

// basePath is what the path of a site's address may be: plain folders, so that
// it means the same to browsers, hosts and redirect rules.
var basePath = regexp.MustCompile(`^/?([A-Za-z0-9_~-][A-Za-z0-9._~-]*/?)*$`)

// BaseAddress reads the address of a site itself, such as
// "https://vitrina.gob.pe/", and writes it as machines compare it: in small
// letters, the domain as it travels ("señal.gob.pe" is "xn--seal-hqa.gob.pe"),
// "/" at the end. It refuses queries, fragments, credentials and paths that are
// more than plain folders; hint then says in Spanish what to write.
func BaseAddress(s string) (base, hint string) {
	u, hint := parseWeb(s)
	switch {
	case u == nil:
		return "", hint
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#"):
		return "", "quite lo que sigue a «?» o «#»"
	case !basePath.MatchString(u.EscapedPath()):
		return "", "después del dominio solo van carpetas con letras sin tilde, dígitos y guiones, por ejemplo: https://www.gob.pe/vitrina/"
	}
	host := siteHost(u)
	if host == "" {
		return "", "revise el dominio «" + clip(u.Hostname()) + "», por ejemplo: https://www.gob.pe/midis"
	}
	return u.Scheme + "://" + host + strings.TrimRight(u.EscapedPath(), "/") + "/", ""
}

func (d *decoder) baseAddress(n *yaml.Node, f *field, s string) (string, bool) {
	base, hint := BaseAddress(s)
	if base == "" {
		d.fail(n, "dirección web no válida "+quoted(s)+" en «"+f.key+"»", hint)
	}
	return base, base != ""
}

var (
	emailPattern = regexp.MustCompile(`^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$`)
	// emailWithin and phoneWithin find one in a longer text.
	emailWithin  = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)
	phoneWithin  = regexp.MustCompile(`[+(]?[0-9][0-9 ()./-]*`)
	phonePattern = regexp.MustCompile(`^[+(]?[0-9][0-9 ()./-]*( ?(,|;|/|o|y) ?[+(]?[0-9][0-9 ()./-]*)*( *,? *(anexos?|anx\.?|ext\.?) *[0-9][0-9 ,/y-]*)?$`)
)

func (d *decoder) email(n *yaml.Node, s string) (string, bool) {
	if !emailPattern.MatchString(s) || strings.Contains(s, "..") {
		hint := "por ejemplo: desarrollo.social@munipampas.gob.pe"
		if one := emailWithin.FindString(s); one != "" && emailPattern.MatchString(one) && !strings.Contains(one, "..") {
			hint = "escriba solo un correo: correo: " + one
		}
		d.fail(n, "correo electrónico no válido "+quoted(s), hint)
		return "", false
	}
	if _, domain, _ := strings.Cut(strings.ToLower(s), "@"); personalMail(domain) {
		d.warn(n, "el correo es de un servicio personal («"+domain+"»)", "un contacto es una oficina: publique su correo, no el de una persona")
	}
	return s, true
}

func (d *decoder) phone(n *yaml.Node, s string) (string, bool) {
	digits := onlyDigits(s)
	if !phonePattern.MatchString(s) || len(digits) < 3 || len(digits) > 45 {
		hint := "por ejemplo: \"(043) 421234, anexo 12\""
		if strings.IndexFunc(s, unicode.IsLetter) < 0 && strings.ContainsAny(s, "\u00a0\u202f\u2011") {
			hint = "lleva espacios o guiones que no son los del teclado; bórrelo y escríbalo a mano"
		} else if one := strings.TrimRight(phoneWithin.FindString(s), " ./(-"); len(onlyDigits(one)) >= 6 && len(one) <= 24 {
			hint = "escriba solo el número, y su anexo si lo tiene: \"" + one + "\""
		}
		d.fail(n, "teléfono no válido "+quoted(s), hint)
		return "", false
	}
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;/oyax", r) }) {
		number := onlyDigits(one)
		if len(number) == 11 || len(number) == 13 {
			number = strings.TrimPrefix(strings.TrimPrefix(number, "00"), "51")
		}
		if len(number) == 9 && number[0] == '9' {
			d.warn(n, "el teléfono parece un celular ("+clip(strings.TrimSpace(one))+")",
				"un contacto es una oficina: publique su teléfono; si el celular es de la oficina y no de una persona, déjelo")
			break
		}
	}
	return s, true
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
