package build

import (
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// table says what each package may import of this module. docs/ARCHITECTURE.md
// shows the same table.
var table = map[string][]string{
	"internal/diag":             {},
	"internal/dropping":         {},
	"internal/shard":            {},
	"internal/syserr":           {},
	"internal/publish":          {"internal/syserr"},
	"internal/watch":            {"internal/dropping"},
	"internal/preview":          {"internal/diag", "internal/weight"},
	"internal/assets":           {"internal/dropping"},
	"internal/photos":           {"internal/keep"},
	"internal/keep":             {},
	"internal/weave":            {},
	"internal/weight":           {},
	"internal/sharecard":        {"internal/keep", "internal/weave"},
	"internal/content":          {"internal/diag", "internal/dropping"},
	"internal/markdown":         {"internal/diag"},
	"internal/texts":            {"internal/diag"},
	"internal/check":            {"internal/diag", "internal/weight"},
	"internal/likeness":         {},
	"internal/site":             {"internal/content", "internal/diag", "internal/likeness", "internal/markdown", "internal/photos"},
	"internal/render":           {"internal/content", "internal/likeness", "internal/markdown", "internal/sharecard", "internal/site", "internal/texts", "internal/weave"},
	"internal/search":           {"internal/content", "internal/shard", "internal/site"},
	"internal/search/clientvm":  {"internal/assets"},
	"internal/search/invented":  {"internal/search"},
	"internal/search/relevance": {"internal/search", "internal/search/clientvm", "static"},
	"internal/search/weigh": {
		"internal/build", "internal/chromium", "internal/publish", "internal/sample", "internal/search", "internal/shard", "internal/site", "static", "templates",
	},
	"internal/build": {
		"internal/assets", "internal/content", "internal/diag", "internal/keep", "internal/markdown", "internal/photos",
		"internal/publish", "internal/render", "internal/search", "internal/sharecard", "internal/site", "internal/syserr", "internal/texts", "internal/weight",
	},
	"internal/chromium":     {},
	"internal/screenshots":  {"internal/chromium"},
	"internal/race":         {},
	"internal/sample":       {},
	"internal/sample/write": {"internal/sample"},
	"cmd/vitrina": {
		"internal/build", "internal/content", "internal/diag", "internal/keep", "internal/preview", "internal/publish", "internal/site",
		"internal/syserr", "internal/watch", "static", "templates",
	},
	"static":    {},
	"templates": {},
}

// alone names the only packages that may import a library.
var alone = map[string][]string{
	"github.com/yuin/goldmark":      {"internal/markdown"},
	"github.com/adrg/frontmatter":   {"internal/content"},
	"gopkg.in/yaml.v3":              {"internal/content", "internal/texts"},
	"github.com/blevesearch/bleve":  {"internal/search"},
	"github.com/fsnotify/fsnotify":  {"internal/watch"},
	"github.com/evanw/esbuild":      {"internal/assets"},
	"rsc.io/qr":                     {"internal/render"},
	"github.com/arran4/golang-ical": {"internal/render"},
	"github.com/go-fonts":           {"internal/sharecard"},
}

func TestImportsPointOneWay(t *testing.T) {
	// Without the profile: with it, what the program imports has names of its own.
	cmd := exec.Command("go", "list", "-pgo=off", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "vitrina/"
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		may, known := table[name]
		if !known {
			t.Errorf("%s is not in the table of imports", name)
		}
		for _, own := range may {
			if !slices.Contains(p.Imports, module+own) {
				t.Errorf("%s does not import %s: the table promises more than there is", name, own)
			}
		}
		for _, i := range p.Imports {
			if own, ok := strings.CutPrefix(i, module); ok && !slices.Contains(may, own) {
				t.Errorf("%s may not import %s", name, own)
			}
			for library, users := range alone {
				if (i == library || strings.HasPrefix(i, library+"/")) && !slices.Contains(users, name) {
					t.Errorf("%s may not import %s: only %v may", name, i, users)
				}
			}
		}
	}
}
