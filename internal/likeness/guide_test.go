package likeness

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The guide for editors and the code say the same of weights and ranges.
func TestGuideHoldsWeightsAndRanges(t *testing.T) {
	data, err := os.ReadFile("../../docs/guia-de-contenido.md")
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, ok := strings.Cut(string(data), "### Municipalidades parecidas\n")
	if !ok {
		t.Fatal("the guide has no chapter on likeness")
	}
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	ranges := map[Fact]int{Altitude: altitudeRange, Population: populationRange, Rural: ruralRange, Poverty: povertyRange, SeatDistance: distanceRange}
	rows := regexp.MustCompile("(?m)^\\| `([a-z]+)` \\| ([0-9.]+) \\| (.+) \\|$").FindAllStringSubmatch(chapter, -1)
	if len(rows) != facts {
		t.Fatalf("the guide lists %d facts, want %d", len(rows), facts)
	}
	for i, f := range Facts() {
		if rows[i][1] != f.String() || rows[i][2] != strconv.FormatFloat(DefaultWeights[f], 'g', -1, 64) {
			t.Errorf("the guide says %v, the code %v counts %v", rows[i][1:3], f, DefaultWeights[f])
		}
		if n := ranges[f]; n != 0 && !strings.Contains(rows[i][3], strconv.Itoa(n)) {
			t.Errorf("the guide says of %v: %q, the code %d", f, rows[i][3], n)
		}
	}
	if !strings.Contains(chapter, "a "+strings.Replace(strconv.FormatFloat(float64(Alike)/whole, 'g', -1, 64), ".", ",", 1)+" o menos") {
		t.Error("the guide says another limit of what is called alike")
	}
	if !strings.Contains(chapter, "menos de "+strconv.Itoa(MinShared)+" datos") {
		t.Error("the guide says another number of shared facts")
	}
}
