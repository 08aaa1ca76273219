package content

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Lima is the zone in which dates without one are read. Peru has had no
// summer time since 1994, so a fixed offset is exact and needs no zone files.
var lima = time.FixedZone("-05", -5*60*60)

// Lima returns the zone in which times without one are read (UTC-5, all year).
func Lima() *time.Location { return lima }

// Date is a calendar day. The zero Date is unknown.
type Date struct {
	Year, Month, Day int
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// String is AAAA-MM-DD, or "" when unknown.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before reports whether d is an earlier day than e. Unknown is before all.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// ParseDate reads AAAA-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s) // refuses 2025-2-3 and 2025-02-30
	if err != nil {
		return Date{}, fmt.Errorf("fecha %q: se espera AAAA-MM-DD", s)
	}
	return Date{t.Year(), int(t.Month()), t.Day()}, nil
}

// PartialDate is a year, a month of a year or a day: Month and Day are 0 when
// they are not given. The zero PartialDate is unknown.
type PartialDate struct {
	Year, Month, Day int
}

// IsZero reports whether the date is unknown.
func (d PartialDate) IsZero() bool { return d == PartialDate{} }

// String is AAAA, AAAA-MM or AAAA-MM-DD, or "" when unknown.
func (d PartialDate) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// ParsePartialDate reads AAAA, AAAA-MM or AAAA-MM-DD.
func ParsePartialDate(s string) (PartialDate, error) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if len(s) != len(layout) {
			continue
		}
		t, err := time.Parse(layout, s)
		if err != nil {
			break
		}
		d := PartialDate{Year: t.Year()}
		if len(layout) > 4 {
			d.Month = int(t.Month())
		}
		if len(layout) > 7 {
			d.Day = t.Day()
		}
		return d, nil
	}
	return PartialDate{}, fmt.Errorf("fecha %q: se espera AAAA, AAAA-MM o AAAA-MM-DD", s)
}

// Moment is a day, with a time of day in Lima when Timed is set.
type Moment struct {
	At    time.Time
	Timed bool
}

// instantPattern is what RFC 3339 allows; time.Parse alone is laxer (hours of one
// digit, commas, zones of 99 hours).
var instantPattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)

// ParseInstant reads an instant that must be beyond doubt: RFC 3339, or
// "AAAA-MM-DD HH:MM" in Lima time. A bare date is refused, because nobody can
// tell at which hour of that day it means.
func ParseInstant(s string) (time.Time, error) {
	if instantPattern.MatchString(s) {
		if t, err := time.Parse(time.RFC3339, strings.ToUpper(s)); err == nil {
			return t, nil
		}
	}
	const layout = "2006-01-02 15:04"
	if len(s) == len(layout) {
		if t, err := time.ParseInLocation(layout, s, lima); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("momento %q: se espera AAAA-MM-DD HH:MM (hora de Lima) o AAAA-MM-DDTHH:MM:SS-05:00", s)
}

// parseMoment reads a day, or an instant as ParseInstant does.
func parseMoment(s string) (Moment, error) {
	if d, err := ParseDate(s); err == nil {
		return Moment{At: time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, lima)}, nil
	}
	t, err := ParseInstant(s)
	if err != nil {
		return Moment{}, err
	}
	return Moment{At: t.In(lima), Timed: true}, nil
}
