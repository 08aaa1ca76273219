package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"vitrina/internal/diag"
)

// printProblems writes each problem on one line with its hint on the next.
func printProblems(w io.Writer, list diag.List) {
	for _, p := range list {
		fmt.Fprintln(w, p)
		if p.Hint != "" {
			fmt.Fprintf(w, "  pista: %s\n", diag.OneLine(p.Hint))
		}
	}
}

// problemJSON is a problem as programs read it.
type problemJSON struct {
	File     string `json:"archivo"`
	Line     int    `json:"linea"`
	Column   int    `json:"columna"`
	Severity string `json:"gravedad"` // error, aviso
	Key      string `json:"clave,omitempty"`
	Text     string `json:"mensaje"`
	Hint     string `json:"pista,omitempty"`
}

type checkJSON struct {
	Errors   int           `json:"errores"`
	Warnings int           `json:"avisos"`
	Problems []problemJSON `json:"problemas"`
}

func problemsJSON(list diag.List) checkJSON {
	out := checkJSON{Problems: []problemJSON{}}
	out.Errors, out.Warnings = list.Count()
	for _, p := range list {
		at := p.Where()
		out.Problems = append(out.Problems, problemJSON{p.File, at.Line, at.Column, p.Severity.String(), p.Key, p.Text, p.Hint})
	}
	return out
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printGitHub writes workflow commands that GitHub shows beside the lines.
func printGitHub(w io.Writer, list diag.List) {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, p := range list {
		level := "error"
		if p.Severity == diag.Warning {
			level = "warning"
		}
		text := p.Text
		if p.Hint != "" {
			text += "\npista: " + p.Hint
		}
		var at []string
		if p.File != "" {
			at = append(at, "file="+property.Replace(p.File))
		}
		if where := p.Where(); where.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d,col=%d", where.Line, where.Column))
		}
		fmt.Fprintf(w, "::%s %s::%s\n", level, strings.Join(at, ","), data.Replace(text))
	}
}
