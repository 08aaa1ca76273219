package build

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"vitrina/internal/diag"
	"vitrina/internal/publish"
	"vitrina/internal/site"
)

// Options are what one build needs to know.
type Options struct {
	Source            fs.FS
	Templates, Static fs.FS
	CacheDir          string // of encoded photos; "" for none
	Output            string // folder to publish into
	// Protect are folders that Output may neither be nor contain.
	Protect []string
	Site    site.Options
	// Strict publishes nothing when a page is heavier than it may be.
	Strict bool
	// Progress, when not nil, is told the stage that begins, in Spanish, and then
	// how much of it is done; a total of 0 is not known. Several goroutines call it.
	Progress func(stage string, done, total int)
}

// Report says what a build did. It never says which entries are hidden.
type Report struct {
	Pages  int
	Hidden site.Hidden
	Write  publish.Result
	// Heaviest is the page that weighs the most on the way to a reader, of those
	// that are not long on purpose.
	Heaviest PageWeight
	// CardsDrawn are the share cards that no earlier build had drawn. Drawing
	// them is most of a first build, and none of a second.
	CardsDrawn int
	// CacheRefused is why photos or cards will have to be made again next time,
	// because the cache folder does not take them; nil when it does.
	CacheRefused error
	Stages       []Stage
}

// Stage is one stage of a build with the time it took.
type Stage struct {
	Name string // in Spanish, for the summary
	Took time.Duration
}

// Build returns one of these when it publishes nothing because of what the
// problems say.
var (
	ErrProblems = errors.New("hay errores en el contenido: no se publicó nada y el sitio anterior sigue como estaba")
	ErrLook     = errors.New("hay errores en el diseño: no se publicó nada y el sitio anterior sigue como estaba")
	ErrTooHeavy = errors.New("hay páginas demasiado pesadas (--strict): no se publicó nada y el sitio anterior sigue como estaba")
)

// Build reads the content, and, when it has no errors, publishes the site in
// the output folder. The folder holds the old site or the new one, whole, at
// every instant. The problems are returned in every case.
func Build(ctx context.Context, o Options) (Report, diag.List, error) {
	var report Report
	began := time.Now()
	stage := func(name string) {
		report.Stages = append(report.Stages, Stage{name, time.Since(began)})
		began = time.Now()
	}
	progress := func(stage string) func(done, total int) {
		if o.Progress == nil {
			return nil
		}
		o.Progress(stage, 0, 0)
		return func(done, total int) { o.Progress(stage, done, total) }
	}
	w := Open(o.Source, o.CacheDir)
	defer w.cache.Spare()() // photos are encoded before the pages are written, and used then
	progress("Leyendo el contenido")
	if err := w.Read(ctx, nil); err != nil {
		return report, nil, err
	}
	stage("leer")
	result, err := w.Assemble(ctx, o.Site)
	if err != nil {
		return report, nil, err
	}
	report.Hidden = result.Hidden
	stage("reunir")
	look, wrong := openLook(o.Templates, o.Static)
	if wrong.HasErrors() {
		return report, append(result.Problems, wrong...).Sorted(), ErrLook
	}
	stage("estilos")
	damaged, err := w.Photos(ctx, result.Site, progress("Preparando las fotos"))
	if err != nil {
		return report, result.Problems, err
	}
	problems := append(result.Problems, damaged...).Sorted()
	stage("fotos")
	if problems.HasErrors() {
		return report, problems, ErrProblems
	}
	w.forget()
	progress("Preparando el buscador")
	found, err := NewFound(ctx, result.Site, look)
	if err != nil {
		return report, problems, err
	}
	w.forgetTexts()
	stage("buscador")
	weights, err := newBudgets(ctx, result.Site, look, o.Strict)
	if err != nil {
		return report, problems, err
	}
	tree, err := w.tree(result.Site, look, found, weights.weigh)
	if err != nil {
		return report, problems, err
	}
	report.Pages = len(result.Site.Routes())
	heavy := func() error {
		if found := weights.problems(o.Strict); found.HasErrors() {
			return ErrTooHeavy
		}
		return nil
	}
	report.Write, err = publish.Write(ctx, tree, o.Output, publish.Options{Progress: progress("Escribiendo el sitio"), Protect: o.Protect, Accept: heavy})
	report.CardsDrawn, report.CacheRefused = w.cards.Drawn(), w.refused()
	if err == nil {
		w.sweep()
	}
	stage("escribir")
	problems = append(problems, weights.problems(o.Strict)...).Sorted()
	if errors.Is(err, ErrTooHeavy) {
		err = ErrTooHeavy // alone: publish says where it was writing, and nothing is wrong there
	}
	report.Heaviest = weights.heaviest()
	return report, problems, err
}

// Check finds everything that is wrong with the content, without writing a site:
// all that Build would say, too heavy pages among it. Those are known once a page
// is made, and no page is made while there are errors.
func Check(ctx context.Context, o Options) (site.Result, error) {
	w := Open(o.Source, o.CacheDir)
	if err := w.Read(ctx, nil); err != nil {
		return site.Result{}, err
	}
	result, err := w.Assemble(ctx, o.Site)
	if err != nil {
		return result, err
	}
	damaged, err := w.Photos(ctx, result.Site, nil)
	if err != nil {
		return result, err
	}
	result.Problems = append(result.Problems, damaged...).Sorted()
	look, wrong := openLook(o.Templates, o.Static)
	if wrong.HasErrors() {
		result.Problems = append(result.Problems, wrong...).Sorted()
		return result, nil
	}
	if _, err := w.Tree(result.Site, look, nil); err != nil || result.Problems.HasErrors() {
		return result, err
	}
	w.forget()
	found, err := NewFound(ctx, result.Site, look)
	if err != nil {
		return result, err
	}
	heavy, err := w.heavyPages(ctx, result.Site, look, found)
	result.Problems = append(result.Problems, heavy...).Sorted()
	return result, err
}
