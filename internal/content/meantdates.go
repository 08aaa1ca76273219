package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// What a date was meant to be; see meant.go.

var months = []string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"}

// monthOf reads the name of a month, or its first letters.
func monthOf(name string) int {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "setiembre" || name == "set" {
		return 9
	}
	for i, m := range months {
		if name == m || len(name) >= 3 && strings.HasPrefix(m, name) {
			return i + 1
		}
	}
	return 0
}

var (
	latinDay   = regexp.MustCompile(`^([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})$`)
	looseDay   = regexp.MustCompile(`^([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})$`)
	spokenDay  = regexp.MustCompile(`^(?i:(?:lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo),? +)?([0-9]{1,2})(?:[ -]+de)?[ -]+(\pL{3,10}\.?)(?:[ -]+del?)?[ -]+([0-9]{4}|[0-9]{2})$`)
	latinMonth = regexp.MustCompile(`^([0-9]{1,2})[/. -]([0-9]{4})$`)
	looseMonth = regexp.MustCompile(`^([0-9]{4})[/. -]([0-9]{1,2})$`)
	wordMonth  = regexp.MustCompile(`^(\pL{3,10}\.?)(?:[ -]+del?)?[ -]+([0-9]{4})$`)
	clockTime  = regexp.MustCompile(`^([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?::[0-9]{2})? ?(?i:(a|p)\. ?m\.?|(a|p)m|hrs?\.?|h\.?|horas)?$`)
)

// meantDay reads a day as people write it, the day before the month. It returns
// AAAA-MM-DD, or "" when it is no day or could be two.
func meantDay(s string) string {
	year, month, day := "", "", ""
	if m := latinDay.FindStringSubmatch(s); m != nil {
		if len(m[3]) == 2 && !strings.Contains(s, "/") {
			return shortYearDay(m[1], m[2], m[3])
		}
		day, month, year = m[1], m[2], m[3]
	} else if m := looseDay.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := spokenDay.FindStringSubmatch(s); m != nil {
		day, month, year = m[1], strconv.Itoa(monthOf(m[2])), m[3]
	}
	return dayOf(year, month, day)
}

func dayOf(year, month, day string) string {
	if len(year) == 2 {
		year = "20" + year
	}
	day = fmt.Sprintf("%s-%02s-%02s", year, month, day)
	if _, err := ParseDate(day); err != nil {
		return ""
	}
	return day
}

// awardYear is the first year of the award; short dates are taken for later ones.
const awardYear = "2015"

// shortYearDay reads 26-08-12, whose year may be first or last. It proposes a
// day only if the other reading is none, or older than the award.
func shortYearDay(first, month, last string) string {
	byYear, byDay := dayOf(first, month, last), dayOf(last, month, first)
	switch {
	case len(first) < 2 || byYear == "":
		return byDay
	case byDay == "":
		return byYear
	case byYear >= awardYear && byDay < awardYear:
		return byYear
	case byDay >= awardYear && byYear < awardYear:
		return byDay
	}
	return ""
}

// dayAdvice says what is to change in a day or a month that is understood.
func dayAdvice(s string) string {
	m := latinDay.FindStringSubmatch(s)
	switch {
	case m != nil && len(m[3]) == 2:
		return "escriba el año con sus cuatro cifras, y primero: "
	case looseDay.MatchString(s) && strings.Count(s, "-") == 2:
		return "escriba el mes y el día con dos cifras: "
	case looseDay.MatchString(s), looseMonth.MatchString(s) && !strings.Contains(s, "-"):
		return "escriba la fecha con guiones: "
	case looseMonth.MatchString(s):
		return "escriba el mes con dos cifras: "
	}
	return "escriba primero el año: "
}

// meantMonth reads a month of a year. It returns AAAA-MM, or "".
func meantMonth(s string) string {
	year, month := "", ""
	if m := latinMonth.FindStringSubmatch(s); m != nil {
		month, year = m[1], m[2]
	} else if m := looseMonth.FindStringSubmatch(s); m != nil {
		year, month = m[1], m[2]
	} else if m := wordMonth.FindStringSubmatch(s); m != nil {
		month, year = strconv.Itoa(monthOf(m[1])), m[2]
	}
	s = fmt.Sprintf("%s-%02s", year, month)
	if _, err := ParsePartialDate(s); err != nil {
		return ""
	}
	return s
}

// meantInstant reads a day and a time of day. An hour without minutes or half of
// the day, such as "11", could be either half; it is read as it stands.
func meantInstant(s string) string {
	if len(s) > 80 { // every blank may be where the day ends
		return ""
	}
	s = strings.Replace(strings.Join(strings.Fields(s), " "), ", ", " ", 1)
	s = strings.TrimSuffix(strings.TrimSuffix(s, " de Lima"), " hora")
	for i, r := range s {
		if r != ' ' && r != 'T' && r != 't' {
			continue
		}
		day := meantDay(s[:i])
		if day == "" {
			continue
		}
		m := clockTime.FindStringSubmatch(strings.TrimPrefix(strings.TrimPrefix(s[i+utf8.RuneLen(r):], "a las "), "a la "))
		if m == nil {
			continue
		}
		hour, _ := strconv.Atoi(m[1])
		switch half := strings.ToLower(m[3] + m[4]); {
		case half != "" && (hour < 1 || hour > 12):
			return ""
		case half == "p" && hour < 12:
			hour += 12
		case half == "a" && hour == 12:
			hour = 0
		}
		at := fmt.Sprintf("%s %02d:%02s", day, hour, m[2])
		if _, err := time.Parse("2006-01-02 15:04", at); err == nil {
			return at
		}
	}
	return ""
}

// zonedTime is an instant with its zone, all but as RFC 3339 has it.
var zonedTime = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]+([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]+)? ?(?:([Zz])|([+-])([0-9]{2}):?([0-9]{2})?)$`)

// meantZoned reads such an instant and returns it as RFC 3339, or "".
func meantZoned(s string) string {
	m := zonedTime.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	or := func(s, otherwise string) string {
		if s == "" {
			return otherwise
		}
		return s
	}
	at := m[1] + "T" + m[2] + or(m[3], ":00")
	if m[4] != "" {
		at += "Z"
	} else {
		at += m[5] + m[6] + ":" + or(m[7], "00")
	}
	if _, err := ParseInstant(at); err != nil {
		return ""
	}
	return at
}

// goesOn is an end that has not come.
var goesOn = regexp.MustCompile(`(?i)^(?:(?:a|hasta)? ?(?:la|el)? ?(?:actualidad|actual(?:mente)?|fecha|presente|hoy|d[ií]a de hoy)|contin[uú]a|en curso|sigue|vigente|indefinido|permanente)$`)

// dateHint proposes the date that a text was meant to be.
func dateHint(f *field, s string) string {
	plain := bare(s)
	write := func(value string) string { return f.key + ": " + value }
	if f.kind == kindInstant || f.kind == kindMoment {
		day := meantDay(plain)
		switch at, zoned := meantInstant(plain), meantZoned(plain); {
		case zoned != "":
			return "escriba la hora y su zona así: " + write(`"`+zoned+`"`)
		case at != "":
			return "escriba el día y la hora así, de 00:00 a 23:59 y en hora de Lima: " + write(`"`+at+`"`)
		case f.kind == kindInstant && day != "":
			return "falta la hora: " + write(`"`+day+` 09:00"`) + " (hora de Lima)"
		case f.kind == kindInstant:
			return "escriba día y hora de Lima, por ejemplo: " + write(`"2026-03-15 09:00"`)
		case day != "":
			return dayAdvice(plain) + write(day)
		}
		return "por ejemplo: " + write("2026-03-15 09:00")
	}
	day, month := meantDay(plain), meantMonth(plain)
	switch {
	case saysUnknown(s) && !f.required:
		return omitHint
	case f.key == "fin" && goesOn.MatchString(plain):
		return "si la práctica continúa, borre la línea «fin» y escriba: vigencia: activa"
	case day != "" && day == plain:
		return "escriba la fecha sin comillas tipográficas: " + write(day)
	case day != "":
		return dayAdvice(plain) + write(day)
	case month != "" && f.kind == kindPartialDate:
		return dayAdvice(plain) + write(month)
	case latinDay.MatchString(plain) && dayAdvice(plain) != dayAdvice(""):
		return dayAdvice(plain) + write("AAAA-MM-DD")
	}
	return "por ejemplo: " + write(map[kind]string{kindDate: "2025-04-24", kindPartialDate: "2023-05"}[f.kind])
}
