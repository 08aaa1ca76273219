package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vitrina/internal/build"
	"vitrina/internal/syserr"
)

// addressesFile holds the addresses that were published once.
const addressesFile = "content/direcciones.txt"

func newCheck(e *env) *cobra.Command {
	var f sourceFlags
	var format string
	var record bool
	cmd := &cobra.Command{
		Use: "check", Aliases: []string{"revisar"},
		Short: "Revisa el contenido y dice todo lo que hay que corregir",
		Args:  cobra.NoArgs,
	}
	f.add(cmd, "revisa los borradores como si ya se publicaran")
	cmd.Flags().StringVar(&format, "format", "text", "`FORMA` de los mensajes: text, json o github")
	cmd.Flags().BoolVar(&record, "record", false, "anota en "+addressesFile+" las direcciones publicadas ahora")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if !slices.Contains([]string{"text", "json", "github"}, format) {
			return usageError{fmt.Sprintf("--format «%s» no existe", format), "use text, json o github"}
		}
		if record && f.now != "" {
			return usageError{"--record anota lo que es público en este momento, así que no va con --now", "quite una de las dos opciones"}
		}
		o, root, err := f.open(e)
		if err != nil {
			return err
		}
		defer root.Close()
		result, err := build.Check(cmd.Context(), o)
		if err != nil {
			return err
		}
		errors, warnings := result.Problems.Count()
		switch format {
		case "json":
			if err := writeJSON(e.out, problemsJSON(result.Problems)); err != nil {
				return err
			}
		case "github":
			printGitHub(e.out, result.Problems)
		default:
			printProblems(e.out, result.Problems)
			fmt.Fprintf(e.out, "%s, %s\n", quantity(errors, "error", "errores"), quantity(warnings, "aviso", "avisos"))
		}
		if errors > 0 {
			return errReported
		}
		if !record {
			return nil
		}
		addresses := result.Site.Record()
		if err := recordAddresses(root, addresses); err != nil {
			return err
		}
		told := e.out
		if format != "text" { // the output is for a program
			told = e.err
		}
		fmt.Fprintf(told, "%s en %s: guarde ese archivo con el contenido\n", quantity(len(addresses), "dirección anotada", "direcciones anotadas"), addressesFile)
		return nil
	}
	return cmd
}

// recordAddresses writes the list of published addresses beside the old one
// and puts it in its place.
func recordAddresses(root *os.Root, addresses []string) error {
	const next = addressesFile + ".nuevo"
	const header = "# Direcciones publicadas: cada una debe seguir funcionando. La escribe «vitrina check --record».\n"
	text := header + strings.Join(addresses, "\n") + "\n"
	err := root.WriteFile(next, []byte(text), 0o644)
	if err == nil {
		if err = root.Rename(next, addressesFile); err != nil {
			_ = root.Remove(next) // what matters is that the list could not be replaced
		}
	}
	if err != nil {
		return fmt.Errorf("no se pueden anotar las direcciones en %s: %w\n  pista: revise el archivo, los permisos de la carpeta content/ y el espacio del disco", addressesFile, syserr.Plain(err))
	}
	return nil
}

// quantity writes a number with its noun.
func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
