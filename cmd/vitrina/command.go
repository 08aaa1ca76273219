package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"vitrina/internal/diag"
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

// printUsage says how a command is used. Cobra's own template and the words
// that pflag puts in it are in English.
func printUsage(cmd *cobra.Command) error {
	w := cmd.OutOrStderr()
	fmt.Fprintln(w, "Uso:")
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "  %s ORDEN [opciones]\n\nÓrdenes:\n", cmd.CommandPath())
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(w, "  %-10s  %s\n", c.Name(), c.Short)
			}
		}
	} else {
		fmt.Fprintf(w, "  %s [opciones]\n", cmd.UseLine())
	}
	if len(cmd.Aliases) > 0 {
		fmt.Fprintf(w, "\nTambién se llama:\n  %s\n", strings.Join(cmd.Aliases, ", "))
	}
	if cmd.HasAvailableLocalFlags() {
		fmt.Fprintf(w, "\nOpciones:\n%s", strings.ReplaceAll(cmd.LocalFlags().FlagUsages(), "(default ", "(si no se dice: "))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\nEscriba \"%s ORDEN --help\" para saber más de una orden.\n", cmd.CommandPath())
	}
	return nil
}

// speakSpanish gives cobra's own words in Spanish.
func speakSpanish(root *cobra.Command) {
	root.SetUsageFunc(printUsage)
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
		c.DisableFlagsInUseLine = true
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
	unknownFlag    = regexp.MustCompile(`^unknown (?:shorthand )?flag: (?:'(.)' in )?(.*)$`)
	missingValue   = regexp.MustCompile(`^flag needs an argument: (?:'(.)' in )?(.*)$`)
	wrongValue     = regexp.MustCompile(`^invalid argument "(.*)" for "(?:-., )?(--[^"]*)" flag`)
	unknownCommand = regexp.MustCompile(`^unknown command "([^"]*)"`)
	flagName       = regexp.MustCompile(`(?m)^ +(?:-., )?--([a-z-]+)`)
	tooFew         = regexp.MustCompile(`^(?:requires at least|accepts) \d+ arg`)
)

// usage says in Spanish what cobra says in English.
func usage(err error, cmd *cobra.Command) error {
	text, hint := "la orden está mal escrita", fmt.Sprintf("escriba «%s --help» para ver cómo se usa", cmd.CommandPath())
	message := err.Error()
	switch {
	case unknownFlag.MatchString(message):
		name := unknownFlag.FindStringSubmatch(message)[2]
		text = "no existe la opción " + name
		if near, ok := diag.Closest(strings.TrimLeft(name, "-"), flagNames(cmd)); ok && len(name) > 3 {
			hint = "¿quiso decir «--" + near + "»? " + hint
		} else if near, ok := diag.Closest(strings.TrimLeft(name, "-"), commandNames(cmd.Root())); ok && len(name) > 3 {
			hint = "¿quiso decir «" + cmd.Root().Name() + " " + near + "»? " + hint
		}
	case missingValue.MatchString(message):
		text = "falta el valor de la opción " + missingValue.FindStringSubmatch(message)[2]
	case wrongValue.MatchString(message):
		m := wrongValue.FindStringSubmatch(message)
		text = fmt.Sprintf("el valor «%s» no sirve para la opción %s", m[1], m[2])
	case unknownCommand.MatchString(message) && cmd.HasParent():
		text = fmt.Sprintf("sobra «%s»", unknownCommand.FindStringSubmatch(message)[1])
	case unknownCommand.MatchString(message):
		word := unknownCommand.FindStringSubmatch(message)[1]
		text = fmt.Sprintf("no existe la orden «%s»", word)
		if near, ok := diag.Closest(word, commandNames(cmd)); ok {
			hint = "¿quiso decir «" + near + "»? " + hint
		}
	case tooFew.MatchString(message):
		text = "falta lo que se busca, o sobra alguna palabra"
	}
	return usageError{text, hint}
}

// flagNames are the names of the options of a command.
func flagNames(cmd *cobra.Command) (names []string) {
	for _, m := range flagName.FindAllStringSubmatch(cmd.LocalFlags().FlagUsages(), -1) {
		names = append(names, m[1])
	}
	return names
}

// commandNames are the names of all commands, in both languages.
func commandNames(root *cobra.Command) (names []string) {
	for _, c := range root.Commands() {
		names = append(append(names, c.Name()), c.Aliases...)
	}
	return names
}
