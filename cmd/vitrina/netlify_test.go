package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"vitrina/internal/render"
)

type netlifyConfig struct {
	Build struct {
		Command, Publish string
		Environment      map[string]string
	}
	Context map[string]struct{ Command string }
	Headers []struct {
		For    string
		Values map[string]string
	}
}

func netlify(t *testing.T) netlifyConfig {
	t.Helper()
	var c netlifyConfig
	if _, err := toml.DecodeFile("../../netlify.toml", &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGoVersionIsTheSameEverywhere(t *testing.T) {
	file, err := os.ReadFile("../../.go-version")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(string(file))
	if !regexp.MustCompile(`^1\.\d+\.\d+$`).MatchString(want) {
		t.Errorf(".go-version %q does not name a patch", want)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "\ngo "+want+"\n") {
		t.Errorf("go.mod does not say go %s", want)
	}
	if got := netlify(t).Build.Environment["GO_VERSION"]; got != want {
		t.Errorf("netlify.toml says GO_VERSION %q, want %q", got, want)
	}
}

func TestNetlifyServesThePolicyOfThePages(t *testing.T) {
	c := netlify(t)
	found := false
	for _, h := range c.Headers {
		if h.For == "/*" {
			found = true
			if got := h.Values["Content-Security-Policy"]; got != render.ContentSecurityPolicy {
				t.Errorf("netlify.toml has the policy %q, pages are made for %q", got, render.ContentSecurityPolicy)
			}
		}
	}
	if !found {
		t.Error("netlify.toml has no headers for /*")
	}
	if c.Build.Publish != "public" {
		t.Errorf("publish = %q", c.Build.Publish)
	}
}

func TestPreviewsAreNeverIndexedAndLeaveDraftsOut(t *testing.T) {
	c := netlify(t)
	if strings.Contains(c.Build.Command, "drafts") || strings.Contains(c.Build.Command, "noindex") {
		t.Errorf("production runs %q", c.Build.Command)
	}
	for _, context := range []string{"deploy-preview", "branch-deploy"} {
		command := c.Context[context].Command
		if !strings.Contains(command, "--noindex") || !strings.Contains(command, "${VITRINA_BORRADORES:+--drafts}") {
			t.Errorf("%s runs %q", context, command)
		}
	}
}
