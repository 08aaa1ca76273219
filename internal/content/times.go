package content

import (
	"fmt"
	"regexp"
	"time"

	"gopkg.in/yaml.v3"
)

const (
	firstYear = 1990
	lastYear  = 2100
)

// time reads dates of every kind.
func (d *decoder) time(n *yaml.Node, f *field, to any) bool {
	s := n.Value
	var year int
	var keep func()
	var err error
	switch to := to.(type) {
	case *Figure:
		var ok bool
		*to, ok = d.figure(n, f)
		return ok
	case *Date:
		var v Date
		v, err = ParseDate(s)
		year, keep = v.Year, func() { *to = v }
	case *PartialDate:
		var v PartialDate
		v, err = ParsePartialDate(s)
		year, keep = v.Year, func() { *to = v }
	case *Moment:
		var v Moment
		v, err = parseMoment(s)
		year, keep = v.At.Year(), func() { *to = v }
	case *time.Time:
		var v time.Time
		v, err = ParseInstant(s)
		year, keep = v.Year(), func() { *to = v }
		if err == nil {
			d.otherZone(n, f, v)
		}
	default:
		panic(fmt.Sprintf("content: no decoder for %T", to))
	}
	if err != nil {
		text := "«" + f.key + "» debe ser " + f.expects() + "; hay " + quoted(s)
		if day, missing := noSuchDay(s); missing {
			text = "la fecha " + day + " no existe"
		}
		d.fail(n, text, dateHint(f, s))
		return false
	}
	if year < firstYear || year > lastYear {
		d.fail(n, fmt.Sprintf("el año de «%s» está fuera de rango: %s", f.key, clip(s)),
			fmt.Sprintf("se espera un año entre %d y %d", firstYear, lastYear))
		return false
	}
	keep()
	return true
}

// otherZone warns of an instant in a zone that is not Lima's, which comes hours
// before or after what whoever wrote it may have had in mind: 11:00 with a Z is
// 06:00 in Lima, and with a plus for the minus, 01:00.
func (d *decoder) otherZone(n *yaml.Node, f *field, v time.Time) {
	const layout = "2006-01-02 15:04"
	written, meant := v.Format(layout), v.In(lima).Format(layout)
	if written == meant {
		return
	}
	d.warn(n, "«"+f.key+"» no lleva la hora de Lima: dice "+quoted(n.Value)+", que en Lima es el "+meant,
		fmt.Sprintf("si quiso decir la hora de Lima, escriba: %s: \"%s\"; si no, %s: \"%s\"", f.key, written, f.key, meant))
}

var dayPattern = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})`)

// noSuchDay reports a well written day that no calendar has.
func noSuchDay(s string) (day string, missing bool) {
	m := dayPattern.FindString(s)
	if m == "" {
		return "", false
	}
	_, err := ParseDate(m)
	return m, err != nil
}
