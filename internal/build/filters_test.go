package build

import (
	"io/fs"
	"strings"
	"testing"
)

// Values of one filter add up: without internet and without a vehicle shows what
// is either. Of most filters nobody would think otherwise; of this one the page
// has to say it, where the boxes are.
func TestTheFilterOfWhatIsNeededSaysThatOneIsEnough(t *testing.T) {
	_, tree := outputTree(t)
	data, err := fs.ReadFile(tree, "buscar/index.html")
	if err != nil {
		t.Fatal(err)
	}
	before, _, ok := strings.Cut(string(data), `name="sin"`)
	if !ok {
		t.Fatal("the search page has no filter of what is needed")
	}
	group := before[strings.LastIndex(before, "<fieldset"):]
	if !strings.Contains(group, "Lo que necesita: </span>Con al menos una de las que marque</legend>") {
		t.Errorf("the filter begins %q", group)
	}
}
