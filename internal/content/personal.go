package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// A site of good practices names offices, never people: people move on, and
// what identifies them is protected by law. These rules look for what can be
// told with some certainty, and only warn. Their messages never repeat what
// they found, because a log can be public.

const (
	phoneHint    = "un contacto es una oficina: ponga su teléfono, no el de una persona"
	mailHint     = "un contacto es una oficina: ponga su correo, no el de una persona"
	identityHint = "bórrelo: los datos que identifican a una persona no se publican"
)

// trace is something personal at a place of a text.
type trace struct {
	at         int // offset in bytes
	what, hint string
}

const (
	maxTraces   = 20 // told of one text
	maxMailName = 64 // letters before the @
)

// traces finds personal data. Most texts have neither of the three bytes that
// it looks for, so it costs little.
func traces(s string) []trace {
	var found []trace
	for at := 0; len(found) < maxTraces; {
		i := strings.IndexByte(s[at:], '@')
		if i < 0 {
			break
		}
		at += i + 1
		domain := s[at:]
		if end := strings.IndexFunc(domain, func(r rune) bool {
			return !(r == '.' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
		}); end >= 0 {
			domain = domain[:end]
		}
		if personalMail(strings.TrimRight(domain, ".-")) && at > 1 && s[at-2] > ' ' {
			from := max(0, at-1-maxMailName)
			start := from + strings.LastIndexFunc(s[from:at-1], func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>()[]:;,«»“”\"", r) })
			found = append(found, trace{start + 1, "el correo de un servicio personal", mailHint})
		}
	}
	for at := 0; len(found) < maxTraces; {
		i := strings.IndexByte(s[at:], '9')
		if i < 0 {
			break
		}
		at += i
		if n := mobileAt(s, at); n > 0 {
			found = append(found, trace{at, "un número de celular", phoneHint})
			at += n
			continue
		}
		at++
	}
	for at := 0; len(found) < maxTraces; {
		i := strings.Index(s[at:], "DNI")
		if i < 0 {
			break
		}
		at += i
		if identityCard.MatchString(s[at:min(len(s), at+40)]) {
			found = append(found, trace{at, "un número de DNI", identityHint})
		}
		at += len("DNI")
	}
	return found
}

var identityCard = regexp.MustCompile(`^DNI[ .:,(nNºo°#]*[0-9]{8}(?:[^0-9]|$)`)

// personalMail reports a provider of mail for people. Of their domains in other
// countries only the name counts: yahoo.com.pe, hotmail.es.
func personalMail(domain string) bool {
	name, rest, ok := strings.Cut(strings.ToLower(domain), ".")
	return ok && rest != "" && slices.Contains(providers, name)
}

var providers = []string{"gmail", "googlemail", "hotmail", "yahoo", "ymail", "outlook", "live", "msn", "icloud", "aol", "protonmail", "proton"}

// mobileAt returns the length of a Peruvian mobile number that starts at an
// offset: nine digits from a 9 on, together or in threes. It is 0 for the end
// of a longer number, a part of an address or an amount of money.
func mobileAt(s string, at int) int {
	digits, i, gap := 0, at, byte(0)
	for i < len(s) && digits < 9 {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
			i++
		case (c == ' ' || c == '-' || c == '.') && digits%3 == 0 && digits > 0 && (gap == 0 && digits == 3 || gap == c):
			gap = c
			i++
		default:
			return 0
		}
	}
	if digits < 9 || i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '-' || s[i] == '_' || s[i] == '%') {
		return 0
	}
	if i+1 < len(s) && (s[i] == ' ' || s[i] == '.' || s[i] == ',') && s[i+1] >= '0' && s[i+1] <= '9' {
		return 0 // a longer number in groups
	}
	before := s[:at]
	if n := len(before); gap != 0 && n > 1 && before[n-1] == gap && before[n-2] >= '0' && before[n-2] <= '9' && !strings.HasSuffix(before, "51"+string(gap)) {
		return 0 // so is this
	}
	for _, code := range []string{"+51", "+51 ", "+51-", "(+51) ", "0051 ", "0051"} {
		if strings.HasSuffix(before, code) {
			return i - at
		}
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	money := strings.TrimRight(before, " ")
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/-_.%=&#", r) ||
		strings.HasSuffix(money, "S/") || strings.HasSuffix(money, "S/.") || strings.HasSuffix(money, "$") {
		return 0
	}
	return i - at
}

// personal warns of personal data in a text of the block. The keys of contacts
// have words of their own.
func (d *decoder) personal(n *yaml.Node, f *field, s string) {
	switch f.form {
	case "", "label", "office":
	default:
		return
	}
	if !strings.ContainsAny(s, "@9D") {
		return
	}
	for _, t := range traces(s) {
		d.warn(n, "«"+f.key+"» lleva lo que parece "+t.what, t.hint)
	}
}

// personal warns of personal data in the body of an entry.
func (u *unit) personal(file string, body Body) {
	for _, t := range traces(body.Text) {
		before := body.Text[:t.at]
		start := strings.LastIndexByte(before, '\n') + 1
		u.problems = append(u.problems, diag.Problem{
			File: file, Severity: diag.Warning,
			Pos:  diag.Pos{Line: body.Line + strings.Count(before, "\n"), Column: utf8.RuneCountInString(before[start:]) + 1},
			Text: "el texto lleva lo que parece " + t.what, Hint: t.hint,
		})
	}
}

// person reports what looks like the name of a person where an office goes: a
// title and a name, or a common first name with a surname.
func person(s string) bool {
	first, rest, _ := strings.Cut(s, " ")
	return firstNames[first] && surname.MatchString(rest) || len(first) <= 5 && titledPerson.MatchString(s)
}

var (
	titledPerson = regexp.MustCompile(`^(?i:sr|sra|srta|don|doña|ing|lic|dr|dra|arq|abog|econ|prof|mg|mag|cpc|bach|tec|téc|obst|enf)\.? +\p{Lu}\p{Ll}+ +\p{Lu}`)
	// surname is nothing but one to three names: «Rosa de Lima, Oficina» is not.
	surname    = regexp.MustCompile(`^(?:\p{Lu}\p{Ll}+ ?){1,3}$`)
	firstNames = setOf(
		"alberto", "alejandro", "alfredo", "ana", "andrea", "ángel", "antonio", "armando", "beatriz", "carla", "carlos", "carmen", "césar", "claudia", "cristina",
		"daniel", "david", "delia", "diana", "diego", "edgar", "edith", "eduardo", "edwin", "elena", "elizabeth", "elsa", "enrique", "ernesto", "esther", "felipe",
		"fernando", "flor", "francisco", "freddy", "gladys", "gloria", "guillermo", "gustavo", "hilda", "hugo", "irma", "isabel", "jaime", "janet", "javier",
		"jesús", "jorge", "josé", "juan", "juana", "julia", "julio", "karina", "luis", "luisa", "luz", "manuel", "marco", "margarita", "maría", "mario", "marisol",
		"martha", "martín", "maximo", "máximo", "mercedes", "miguel", "milagros", "nancy", "nelly", "norma", "olga", "óscar", "oscar", "pablo", "patricia",
		"pedro", "percy", "rafael", "raúl", "ricardo", "roberto", "rocío", "rolando", "rosa", "rosario", "ruth", "sandra", "santos", "segundo", "silvia", "sonia",
		"susana", "teresa", "víctor", "vilma", "walter", "wilber", "wilson", "yolanda",
	)
)

// setOf is the set of some names, each with its capital.
func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		r, n := utf8.DecodeRuneInString(name)
		set[string(unicode.ToUpper(r))+name[n:]] = true
	}
	return set
}
