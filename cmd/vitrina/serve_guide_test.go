package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"vitrina/templates"
)

// TestGuideNamesWhatThePreviewShows holds the section of the guide about the
// preview to the program: every text in «quotes» is one of the interface, every
// order and option exists.
func TestGuideNamesWhatThePreviewShows(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guia-de-contenido.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(guide), "\n## Ver el sitio mientras se escribe\n")
	section, _, end := strings.Cut(section, "\n## ")
	if !found || !end {
		t.Fatal("the guide has no section about the preview")
	}
	texts, err := templates.FS.ReadFile("textos/es.yaml")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`«([^»]+)»`).FindAllStringSubmatch(section, -1)
	if len(quoted) < 8 {
		t.Errorf("only %d names of the interface", len(quoted))
	}
	for _, m := range quoted {
		if !strings.Contains(string(texts), `"`+m[1]+`"`) {
			t.Errorf("nothing in the interface says «%s»", m[1])
		}
	}
	cmd := newServe(&env{})
	for _, m := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(section, -1) {
		if cmd.Flags().Lookup(m[1]) == nil {
			t.Errorf("vitrina serve has no option --%s", m[1])
		}
	}
	for _, want := range []string{"http://" + cmd.Flags().Lookup("addr").DefValue + "/", "/__vitrina/problemas", "`--expose`"} {
		if !strings.Contains(section, want) {
			t.Errorf("the guide does not name %s", want)
		}
	}
	if !strings.Contains(string(guide), "`vitrina "+cmd.Name()+"` | `vitrina "+cmd.Aliases[0]+"` | "+cmd.Short) {
		t.Error("the table of orders does not have the preview as it calls itself")
	}
}
