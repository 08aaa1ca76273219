package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// newCommand is the whole command line. Names and flags are a contract; names
// in Spanish are aliases.
func newCommand(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "vitrina",
		Short: "Publica buenas prácticas municipales como un sitio estático",
		Long: "Vitrina convierte una carpeta de archivos Markdown en un sitio estático con las\n" +
			"buenas prácticas municipales, listo para cualquier servidor de archivos.",
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(newBuild(e), newServe(e), newCheck(e), newSearch(e), newVersion())
	speakSpanish(root)
	return root
}

const usageTemplate = `Uso:
  {{if .Runnable}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [orden]{{end}}{{if gt (len .Aliases) 0}}

También se llama:
  {{.NameAndAliases}}{{end}}{{if .HasAvailableSubCommands}}

Órdenes:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Opciones:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

Escriba "{{.CommandPath}} [orden] --help" para saber más de una orden.{{end}}
`

// speakSpanish gives cobra's own words in Spanish.
func speakSpanish(root *cobra.Command) {
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpCommand(&cobra.Command{
		Use: "help [orden]", Aliases: []string{"ayuda"}, Short: "Explica una orden",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, _, err := root.Find(args)
			if err != nil || found == root && len(args) > 0 {
				return usage(fmt.Errorf("unknown command %q", strings.Join(args, " ")), root)
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	})
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage(err, cmd) })
	all := append([]*cobra.Command{root}, root.Commands()...)
	for _, c := range all {
		c.Flags().BoolP("help", "h", false, "muestra esta ayuda")
		check := c.Args
		c.Args = func(cmd *cobra.Command, args []string) error {
			if check == nil {
				return nil
			}
			if err := check(cmd, args); err != nil {
				return usage(err, cmd)
			}
			return nil
		}
	}
}

var (
	unknownFlag    = regexp.MustCompile(`^unknown (?:shorthand )?flag: (.*)$`)
	missingValue   = regexp.MustCompile(`^flag needs an argument: (.*)$`)
	wrongValue     = regexp.MustCompile(`^invalid argument "(.*)" for "(?:-., )?(--[^"]*)" flag`)
	unknownCommand = regexp.MustCompile(`^unknown command "([^"]*)"`)
	tooFew         = regexp.MustCompile(`^(?:requires at least|accepts) \d+ arg`)
)

// usage says in Spanish what cobra says in English.
func usage(err error, cmd *cobra.Command) error {
	text, hint := "la orden está mal escrita", fmt.Sprintf("escriba «%s --help» para ver cómo se usa", cmd.CommandPath())
	message := err.Error()
	switch {
	case unknownFlag.MatchString(message):
		text = "no existe la opción " + unknownFlag.FindStringSubmatch(message)[1]
	case missingValue.MatchString(message):
		text = "falta el valor de la opción " + missingValue.FindStringSubmatch(message)[1]
	case wrongValue.MatchString(message):
		m := wrongValue.FindStringSubmatch(message)
		text = fmt.Sprintf("el valor «%s» no sirve para la opción %s", m[1], m[2])
	case unknownCommand.MatchString(message):
		text = fmt.Sprintf("no existe la orden «%s»", unknownCommand.FindStringSubmatch(message)[1])
	case tooFew.MatchString(message):
		text = "falta lo que se busca, o sobra alguna palabra"
	}
	return usageError{text, hint}
}
