package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"vitrina/internal/build"
	"vitrina/internal/content"
	"vitrina/internal/site"
	"vitrina/internal/syserr"
	"vitrina/static"
	"vitrina/templates"
)

// cacheFolder is where a source keeps what is dear to make; it may be deleted.
const cacheFolder = ".cache"

// sourceFlags are the flags of every command that reads a source folder.
type sourceFlags struct {
	dir     string
	baseURL string
	now     string
	drafts  bool
	noIndex bool
}

// add defines the flags; drafts is what the command does with them.
func (f *sourceFlags) add(cmd *cobra.Command, drafts string) {
	cmd.Flags().StringVar(&f.dir, "source", ".", "`CARPETA` que contiene content/, templates/ y static/")
	cmd.Flags().StringVar(&f.now, "now", "", "`MOMENTO` que cuenta como ahora para los embargos: 2026-07-28T10:00:00-05:00, o \"2026-07-28 10:00\" en hora de Lima; si no se dice, este minuto")
	cmd.Flags().BoolVar(&f.drafts, "drafts", false, drafts)
}

// open reads the flags into build options. The caller closes the source.
func (f *sourceFlags) open(e *env) (build.Options, *os.Root, error) {
	var o build.Options
	now, err := f.instant(e)
	if err != nil {
		return o, nil, err
	}
	if err := checkBaseURL(f.baseURL); err != nil {
		return o, nil, err
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return o, nil, fmt.Errorf("no se puede abrir la carpeta «%s»: %w", f.dir, syserr.Plain(err))
	}
	o.Source = root.FS()
	o.CacheDir = filepath.Join(f.dir, cacheFolder)
	o.Site = site.Options{Now: now, BaseURL: f.baseURL, NoIndex: f.noIndex}
	if f.drafts {
		o.Site.Show = []site.State{site.Draft}
	}
	if o.Templates, err = build.OwnFolder(o.Source, "templates", templates.FS); err == nil {
		o.Static, err = build.OwnFolder(o.Source, "static", static.FS)
	}
	if err != nil {
		root.Close()
		return o, nil, err
	}
	return o, root, nil
}

func (f *sourceFlags) instant(e *env) (time.Time, error) {
	if f.now == "" {
		return e.now().Truncate(time.Minute), nil
	}
	t, err := content.ParseInstant(f.now)
	if err != nil {
		return t, usageError{fmt.Sprintf("--now «%s» no es un momento", f.now), "escríbalo así: 2026-07-28T10:00:00-05:00, o así, en hora de Lima: \"2026-07-28 10:00\""}
	}
	return t, nil
}

func checkBaseURL(s string) error {
	if s == "" {
		return nil
	}
	if base, hint := content.BaseAddress(s); base == "" {
		return usageError{fmt.Sprintf("--base-url «%s» no es la dirección de un sitio", s), hint}
	}
	return nil
}
