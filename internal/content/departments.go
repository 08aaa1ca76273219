package content

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Department is one of the 24 departments of Peru, or the constitutional
// province of Callao, which has the rank of one.
type Department struct {
	Code string // first two digits of every ubigeo in it
	Name string // official, with accents
	Slug string // of its address
}

// departments is the official list, in the order of the codes.
var departments = [...]Department{
	{"01", "Amazonas", "amazonas"},
	{"02", "Áncash", "ancash"},
	{"03", "Apurímac", "apurimac"},
	{"04", "Arequipa", "arequipa"},
	{"05", "Ayacucho", "ayacucho"},
	{"06", "Cajamarca", "cajamarca"},
	{"07", "Callao", "callao"},
	{"08", "Cusco", "cusco"},
	{"09", "Huancavelica", "huancavelica"},
	{"10", "Huánuco", "huanuco"},
	{"11", "Ica", "ica"},
	{"12", "Junín", "junin"},
	{"13", "La Libertad", "la-libertad"},
	{"14", "Lambayeque", "lambayeque"},
	{"15", "Lima", "lima"},
	{"16", "Loreto", "loreto"},
	{"17", "Madre de Dios", "madre-de-dios"},
	{"18", "Moquegua", "moquegua"},
	{"19", "Pasco", "pasco"},
	{"20", "Piura", "piura"},
	{"21", "Puno", "puno"},
	{"22", "San Martín", "san-martin"},
	{"23", "Tacna", "tacna"},
	{"24", "Tumbes", "tumbes"},
	{"25", "Ucayali", "ucayali"},
}

// Departments returns the official list of 25, by code.
func Departments() []Department {
	return append([]Department(nil), departments[:]...)
}

// DepartmentOf returns the department of a ubigeo, or of its first two digits.
func DepartmentOf(ubigeo string) (Department, bool) {
	if len(ubigeo) < 2 {
		return Department{}, false
	}
	for _, d := range departments {
		if d.Code == ubigeo[:2] {
			return d, true
		}
	}
	return Department{}, false
}

// sameName compares names of places as people write them: case, accents and
// repeated blanks do not count.
func sameName(a, b string) bool {
	return a == b || foldName(a) == foldName(b)
}

func foldName(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))), " ")
}
