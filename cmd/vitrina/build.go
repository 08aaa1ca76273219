package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"vitrina/internal/build"
	"vitrina/internal/content"
	"vitrina/internal/diag"
	"vitrina/internal/keep"
	"vitrina/internal/publish"
	"vitrina/internal/syserr"
)

func newBuild(e *env) *cobra.Command {
	var f sourceFlags
	var output string
	var quiet, asJSON, strict bool
	cmd := &cobra.Command{
		Use: "build", Aliases: []string{"construir"},
		Short: "Publica el sitio en una carpeta",
		Args:  cobra.NoArgs,
	}
	f.add(cmd, "incluye los borradores, bajo una banda visible")
	cmd.Flags().StringVar(&output, "output", "public", "`CARPETA` donde se publica el sitio")
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "`URL` pública del sitio, si no es la «url» de content/sitio.yaml")
	cmd.Flags().BoolVar(&f.noIndex, "noindex", false, "pide a los buscadores que no muestren el sitio (vistas previas)")
	cmd.Flags().BoolVar(&strict, "strict", false, "no publica si alguna página pesa más de lo permitido (sin esta opción es un aviso)")
	cmd.Flags().BoolVar(&quiet, "quiet", false, "no muestra el resumen ni los avisos")
	cmd.Flags().BoolVar(&asJSON, "json", false, "muestra el resumen como un objeto JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		o, root, err := f.open(e)
		if err != nil {
			return err
		}
		defer root.Close()
		o.Output, o.Protect, o.Strict = output, []string{f.dir}, strict
		if err := checkOutput(output, f.dir); err != nil {
			return err
		}
		progress := newProgress(screen(e.err), e.now)
		if !quiet && !asJSON {
			o.Progress = progress.tell
		}
		began := e.now()
		report, problems, err := build.Build(cmd.Context(), o)
		progress.end()
		if report.CacheRefused != nil {
			problems = append(problems, cacheProblem(report.CacheRefused)).Sorted()
		}
		refused := errors.Is(err, build.ErrProblems) || errors.Is(err, build.ErrLook) || errors.Is(err, build.ErrTooHeavy)
		if err != nil && !refused {
			return err
		}
		summary := newSummary(report, problems, o.Output, e.now().Sub(began))
		if asJSON {
			if err := writeJSON(e.out, summary); err != nil {
				return err
			}
		} else {
			if quiet {
				problems = problems.Errors()
			}
			printPublicProblems(e.err, problems, f.drafts)
			if refused {
				fmt.Fprintf(e.err, "vitrina: %v\n", err)
			} else if !quiet {
				summary.print(e.out)
				warnOfRehearsal(e, o.Site.Now, o.Output)
			}
		}
		if refused {
			return errReported
		}
		return nil
	}
	return cmd
}

// warnOfRehearsal says that a site of an hour to come shows what is under embargo
// today, and where it was left: in the folder of the site that readers see it
// would be a leak.
func warnOfRehearsal(e *env, now time.Time, output string) {
	if now.After(e.now()) {
		fmt.Fprintf(e.err, "Ensayo: %s tiene el sitio como será el %s (hora de Lima), con lo que se publique hasta entonces; no lo suba antes de esa hora\n",
			output, now.In(content.Lima()).Format("2006-01-02 15:04"))
	}
}

// cacheProblem says why the next build will take as long as this one.
func cacheProblem(err error) diag.Problem {
	p := diag.Problem{
		File: cacheFolder, Severity: diag.Warning,
		Text: fmt.Sprintf("no se pueden guardar ahí las fotos y las tarjetas ya hechas, que la próxima vez se harán de nuevo: %v", syserr.Plain(err)),
		Hint: "revise los permisos de esa carpeta y el espacio del disco, o bórrela: se crea sola",
	}
	if errors.Is(err, keep.ErrLink) {
		p.Text = "es un enlace, o contiene uno, y por ahí no se escribe: las fotos y las tarjetas ya hechas no se guardan, y la próxima vez se harán de nuevo"
		p.Hint = "borre el enlace: la carpeta se crea sola"
	}
	return p
}

// checkOutput refuses, before any work is done, a folder that cannot be
// published in. A name that can never be right is wrong usage.
func checkOutput(output, source string) error {
	if output == "" {
		return usageError{"--output no dice en qué carpeta se publica", "por ejemplo: --output public"}
	}
	if strings.HasPrefix(output, "~") { // a shell leaves --output=~/x as it is
		return usageError{fmt.Sprintf("--output «%s» no es su carpeta personal: quedaría en una llamada «~», dentro de esta", output), "escriba la ruta entera, por ejemplo: --output \"$HOME/sitio\""}
	}
	if err := outsideOf(output, source); err != nil {
		return err
	}
	err := publish.Refuses(output, []string{source})
	if refused, ok := errors.AsType[*publish.TargetError](err); ok && refused.Never {
		return usageError{fmt.Sprintf("no se publica en %s: %s", refused.Dir, refused.Reason), refused.Advice}
	}
	return err
}

// outsideOf refuses an output folder inside the folders that the site is made
// from: the next build would read it.
func outsideOf(output, source string) error {
	out, err := realPath(output)
	if err != nil {
		return err
	}
	for _, name := range []string{"content", "templates", "static", cacheFolder} {
		own, err := realPath(filepath.Join(source, name))
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(own, out); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return usageError{fmt.Sprintf("la carpeta de salida «%s» está dentro de %s/", output, name), "elija otra con --output, por ejemplo: --output public"}
		}
	}
	return nil
}

// realPath is a path without links, as far as it exists.
func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			return filepath.Join(real, rest), nil
		}
		if dir == filepath.Dir(dir) {
			return abs, nil
		}
		rest = filepath.Join(filepath.Base(dir), rest)
	}
}

// publicProblems leaves out the problems of hidden entries, whose names must
// not reach a log that can be public, and counts them.
func publicProblems(list diag.List) (public diag.List, hiddenErrors int) {
	for _, p := range list {
		switch {
		case !p.Hidden:
			public = append(public, p)
		case p.Severity == diag.Error:
			hiddenErrors++
		}
	}
	return public, hiddenErrors
}

// printPublicProblems prints what may be read by anybody, and how the rest can be
// seen: check shows it when it is told to look at the same entries.
func printPublicProblems(w io.Writer, list diag.List, drafts bool) {
	public, hidden := publicProblems(list)
	printProblems(w, public)
	if hidden == 0 {
		return
	}
	command, see := "vitrina check", "verlos"
	if drafts {
		command += " --drafts"
	}
	if hidden == 1 {
		see = "verlo"
	}
	fmt.Fprintf(w, "error: hay %s en entradas que aún no se publican\n  pista: ejecute «%s» en su equipo para %s\n",
		quantity(hidden, "error", "errores"), command, see)
}

// summary is what a build did, for people and for programs.
type summary struct {
	Output      string        `json:"salida"`
	Published   bool          `json:"publicado"`
	Pages       int           `json:"paginas"`
	Files       int           `json:"archivos"`
	Unchanged   int           `json:"sin_cambios"` // of those files; 0 where the system cannot keep them
	Bytes       int64         `json:"bytes"`
	Heaviest    heaviestPage  `json:"pagina_mas_pesada"`
	CardsDrawn  int           `json:"tarjetas_dibujadas"`
	Seconds     float64       `json:"segundos"`
	Stages      []stageTime   `json:"etapas"`
	Hidden      hiddenCount   `json:"ocultas"`
	NextEmbargo string        `json:"proximo_embargo,omitempty"` // RFC 3339
	Errors      int           `json:"errores"`
	Warnings    int           `json:"avisos"`
	Problems    []problemJSON `json:"problemas"`

	kept bool // the cards are there for the next build
}

// heaviestPage is the HTML of one page; booklets, which are long on purpose, do
// not count.
type heaviestPage struct {
	Name       string `json:"archivo"`
	Bytes      int    `json:"bytes"`
	Compressed int    `json:"bytes_comprimida"`
}

type stageTime struct {
	Name    string  `json:"etapa"`
	Seconds float64 `json:"segundos"`
}

type hiddenCount struct {
	Drafts    int `json:"borradores"`
	Withdrawn int `json:"retiradas"`
	Embargoed int `json:"embargadas"`
}

func newSummary(r build.Report, problems diag.List, output string, took time.Duration) summary {
	public, hidden := publicProblems(problems)
	list := problemsJSON(public)
	s := summary{
		Output: filepath.ToSlash(output), Published: r.Write.Files > 0,
		Pages: r.Pages, Files: r.Write.Files, Unchanged: r.Write.Kept, Bytes: r.Write.Bytes,
		Heaviest:   heaviestPage{r.Heaviest.File, r.Heaviest.Bytes, r.Heaviest.Compressed},
		CardsDrawn: r.CardsDrawn, kept: r.CacheRefused == nil,
		Seconds: took.Seconds(),
		Hidden:  hiddenCount{r.Hidden.Drafts, r.Hidden.Withdrawn, r.Hidden.Embargoed},
		Errors:  list.Errors + hidden, Warnings: list.Warnings, Problems: list.Problems,
	}
	for _, st := range r.Stages {
		s.Stages = append(s.Stages, stageTime{st.Name, st.Took.Seconds()})
	}
	if !r.Hidden.NextEmbargo.IsZero() {
		s.NextEmbargo = r.Hidden.NextEmbargo.In(content.Lima()).Format(time.RFC3339)
	}
	return s
}

func (s summary) print(w io.Writer) {
	files := quantity(s.Files, "archivo", "archivos")
	if s.Unchanged > 0 {
		files += fmt.Sprintf(" (%d sin cambios)", s.Unchanged)
	}
	fmt.Fprintf(w, "Publicado en %s: %s, %s, %s en %s s\n", s.Output,
		quantity(s.Pages, "página", "páginas"), files, size(s.Bytes), decimal(s.Seconds, 2))
	fmt.Fprint(w, "Etapas:")
	for i, st := range s.Stages {
		if i > 0 {
			fmt.Fprint(w, " ·")
		}
		fmt.Fprintf(w, " %s %s s", st.Name, decimal(st.Seconds, 2))
	}
	fmt.Fprintf(w, "\nPágina más pesada: %s (%s comprimida, sin contar los cuadernos)\n", s.Heaviest.Name, size(int64(s.Heaviest.Compressed)))
	if s.CardsDrawn > 0 {
		fmt.Fprintf(w, "Tarjetas para compartir: %s", quantity(s.CardsDrawn, "dibujada", "dibujadas"))
		if s.kept {
			fmt.Fprintf(w, "; la próxima vez se toman de %s", cacheFolder)
		}
		fmt.Fprintln(w)
	}
	if h := s.Hidden; h == (hiddenCount{}) {
		fmt.Fprintln(w, "Ocultas: 0")
	} else {
		fmt.Fprintf(w, "Ocultas: %s, %s, %d bajo embargo\n", quantity(h.Drafts, "borrador", "borradores"),
			quantity(h.Withdrawn, "retirada", "retiradas"), h.Embargoed)
	}
	if s.NextEmbargo != "" {
		t, _ := time.Parse(time.RFC3339, s.NextEmbargo)
		fmt.Fprintf(w, "El próximo embargo termina el %s (hora de Lima): vuelva a publicar después de esa hora\n", t.In(content.Lima()).Format("2006-01-02 15:04"))
	}
	if s.Warnings > 0 {
		fmt.Fprintln(w, quantity(s.Warnings, "aviso", "avisos"))
	}
}

// size writes bytes in the unit that people read.
func size(n int64) string {
	switch {
	case n >= 1e6:
		return decimal(float64(n)/1e6, 1) + " MB"
	case n >= 1e3:
		return decimal(float64(n)/1e3, 1) + " kB"
	}
	return fmt.Sprintf("%d B", n)
}

// decimal writes a number as it is written in Peru, with a comma.
func decimal(n float64, places int) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', places, 64), ".", ",", 1)
}
