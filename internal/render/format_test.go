package render

import (
	"strings"
	"testing"

	"vitrina/internal/content"
)

func TestNumbersAreWrittenAsInPeru(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {7, 0, "7"}, {999, 0, "999"}, {3216, 0, "3 216"}, {12500, 0, "12 500"}, {34350244, 0, "34 350 244"},
		{45.5, 2, "45,5"}, {0.25, 2, "0,25"}, {1234.5, 1, "1 234,5"}, {-3.25, 2, "−3,25"}, {-0.001, 2, "0"}, {10, 2, "10"},
	} {
		if got := strings.ReplaceAll(number(c.v, c.decimals), nbsp, " "); got != c.want {
			t.Errorf("number(%v, %d) = %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
}

func TestSoles(t *testing.T) {
	for v, want := range map[float64]string{0: "S/ 0", 900: "S/ 900", 12500: "S/ 12 500", 12500.5: "S/ 12 500,50", 0.05: "S/ 0,05"} {
		if got := strings.ReplaceAll(soles(v), nbsp, " "); got != want {
			t.Errorf("soles(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestDatesSayAsMuchAsIsKnown(t *testing.T) {
	for want, d := range map[string]content.PartialDate{
		"": {}, "2021": {Year: 2021}, "mayo de 2021": {Year: 2021, Month: 5}, "24 de abril de 2025": {Year: 2025, Month: 4, Day: 24},
	} {
		if got := partialDate(d); got != want {
			t.Errorf("partialDate(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestDialableNumbers(t *testing.T) {
	for phone, want := range map[string]string{
		"(043) 000 012": "+5143000012", "(01) 631-8000": "+5116318000", "(01) 631 8000 anexo 12": "+5116318000",
		"043-421700 / 043-421701": "+5143421700", "+51 1 6318000": "+5116318000", "0800 12345": "080012345",
		"987 654 321": "+51987654321", "421700": "421700", "105": "105", "": "", "sin teléfono": "",
	} {
		if got := dialable(phone); got != want {
			t.Errorf("dialable(%q) = %q, want %q", phone, got, want)
		}
	}
}

func TestCellsThatLookLikeFormulasAreDisarmed(t *testing.T) {
	for _, s := range []string{"=1+1", "+51", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\"=1", "＝1", "|cmd", "%0A"} {
		if got := formulaSafe(s); got != "'"+s {
			t.Errorf("formulaSafe(%q) = %q", s, got)
		}
	}
	for _, s := range []string{"", "Agua", "(043) 000", "1 = 1", "«cita»", "ñandú"} {
		if got := formulaSafe(s); got != s {
			t.Errorf("formulaSafe(%q) = %q", s, got)
		}
	}
}

func TestDescriptionsEndAtAWord(t *testing.T) {
	long := strings.Repeat("palabra ", 60)
	got := sentence(long, 200)
	if len([]rune(got)) > 201 || !strings.HasSuffix(got, "palabra…") {
		t.Errorf("sentence cuts to %q", got)
	}
	if got := sentence(" una\n  línea ", 200); got != "una línea" {
		t.Errorf("sentence = %q", got)
	}
}
