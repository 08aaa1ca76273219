package content

import (
	"strings"

	"gopkg.in/yaml.v3"

	"vitrina/internal/diag"
)

// config reads content/sitio.yaml, which is YAML without fences.
func (r *reader) config(u *unit) {
	u.config = &Config{Origin: Origin{File: u.path, At: diag.Pos{Line: 1, Column: 1}}, Examples: true}
	data, err := r.file(u.path, maxFile)
	if err != nil {
		u.problems = diag.List{unreadableProblem(u.path, err)}
		return
	}
	src := newSource(u.path, data)
	if len(src.text) > maxMatter {
		src.tooLong()
	}
	if !src.broken {
		src.plain(u.config)
	}
	u.problems = src.problems
}

// plain decodes a file that is nothing but YAML.
func (s *source) plain(to *Config) {
	if s.refuse(s.text, 0); s.broken {
		return
	}
	var doc yaml.Node
	if err := slowParse(s.text, &doc); err != nil {
		s.explain(s.text, 0, err)
		return
	}
	n := s.top(&doc, 0)
	if n == nil {
		return
	}
	d := &decoder{file: s.file, keys: map[string]diag.Pos{}}
	d.fill("sitio", n, configPlan, to)
	reveal(d.problems, s.text, 0)
	s.problems = append(s.problems, d.problems...)
}

// addresses reads content/direcciones.txt: an address a line, # for comments.
func (r *reader) addresses(u *unit) {
	data, err := r.file(u.path, maxAddresses)
	if err != nil {
		u.problems = diag.List{unreadableProblem(u.path, err)}
		return
	}
	src := newSource(u.path, data)
	line := 0
	for text := range strings.Lines(string(src.text)) {
		line++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		at := diag.Pos{Line: line, Column: 1}
		address, ok := Address(text)
		if !ok {
			src.add(diag.Error, at, "dirección no válida "+quoted(text), "una por línea, desde la raíz del sitio, por ejemplo: /practicas/agua-segura/")
			continue
		}
		u.addresses = append(u.addresses, Ref{ID: address, At: at})
	}
	u.problems = src.problems
}
