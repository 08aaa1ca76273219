package render

import (
	"html/template"
	"strings"

	"vitrina/internal/markdown"
	"vitrina/internal/site"
)

// anchor is a part of the page that a reader may jump to.
type anchor struct {
	ID, Title string
}

// section is a part of a text: all that stands below a heading, or before the first.
type section struct {
	opening
	Parts []part
}

// opening is how a section begins.
type opening struct {
	anchor
	Setback bool // "Qué no funcionó": given the same weight as success
}

// part is a run of the body's HTML or one of its pictures.
type part struct {
	HTML    template.HTML
	Picture *picture
}

// isSetback reports whether a section tells what went wrong.
func isSetback(title string) bool { return strings.EqualFold(title, "Qué no funcionó") }

// body lays the prepared sizes of each picture into the text of a practice.
func (b *builder) body(p *site.Practice) []section {
	if p.Doc == nil {
		return nil
	}
	pictures := make(map[string]site.Image, len(p.Images))
	for _, img := range p.Images {
		pictures[img.Entry.File.ID] = img
	}
	return b.sections(p.Doc, pictures)
}

func (b *builder) sections(doc *markdown.Document, pictures map[string]site.Image) []section {
	if doc == nil {
		return nil
	}
	out := make([]section, len(doc.Sections))
	for i, s := range doc.Sections {
		out[i] = section{opening: opening{anchor{s.ID, s.Title}, isSetback(s.Title)}}
		for _, x := range s.Parts {
			if x.Image == nil {
				out[i].Parts = append(out[i].Parts, part{HTML: x.HTML})
				continue
			}
			img, ok := pictures[x.Image.Name]
			if !ok {
				continue
			}
			pic := b.picture(img)
			pic.Alt, pic.Caption, pic.Inline = x.Image.Alt, x.Image.Caption, x.Image.Inline
			out[i].Parts = append(out[i].Parts, part{Picture: pic})
		}
	}
	return out
}

// prose is a text as a page shows it. To lay its parts one after the other asks for
// no template.
func (b *builder) prose(text []section) template.HTML {
	size := 0
	for _, s := range text {
		size += 200 // for what opens it and closes it
		for _, p := range s.Parts {
			size += len(p.HTML)
		}
	}
	var out strings.Builder
	out.Grow(size)
	write := func(html template.HTML) { out.WriteString(string(html)) }
	for _, s := range text {
		first, last := "apartado-abre", "apartado-cierra"
		if s.Title == "" {
			first, last = "prosa-abre", "prosa-cierra"
		}
		write(b.fill(first, s.opening))
		for _, p := range s.Parts {
			if p.Picture == nil {
				write(p.HTML)
			} else {
				write(b.partial("parte-foto", p.Picture))
			}
		}
		write(b.fill(last, opening{}))
	}
	return template.HTML(out.String())
}
