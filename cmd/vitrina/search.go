package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vitrina/internal/build"
)

func newSearch(e *env) *cobra.Command {
	var f sourceFlags
	var limit int
	var asJSON bool
	cmd := &cobra.Command{
		Use: "search PALABRAS", Aliases: []string{"buscar"},
		Short: "Busca en el contenido, como buscará el público",
		Args:  cobra.MinimumNArgs(1),
	}
	f.add(cmd, "busca también en los borradores")
	cmd.Flags().IntVar(&limit, "limit", 10, "muestra hasta `N` resultados")
	cmd.Flags().BoolVar(&asJSON, "json", false, "muestra los resultados como un objeto JSON")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if limit < 1 {
			return usageError{fmt.Sprintf("--limit %d no sirve", limit), "pida al menos un resultado"}
		}
		o, root, err := f.open(e)
		if err != nil {
			return err
		}
		defer root.Close()
		query := strings.Join(args, " ")
		hits, total, err := build.Query(cmd.Context(), o, query, limit)
		if err != nil {
			return err
		}
		if asJSON {
			return writeJSON(e.out, struct {
				Query string      `json:"consulta"`
				Total int         `json:"total"`
				Hits  []build.Hit `json:"resultados"`
			}{query, total, hits})
		}
		for i, h := range hits {
			fmt.Fprintf(e.out, "%2d. %s\n", i+1, h.Title)
			if h.Place != "" {
				fmt.Fprintf(e.out, "    %s\n", h.Place)
			}
			fmt.Fprintf(e.out, "    %s\n", h.URL)
		}
		fmt.Fprintln(e.out, quantity(total, "resultado", "resultados"))
		return nil
	}
	return cmd
}
