package site

import (
	"fmt"
	"time"

	"vitrina/internal/content"
	"vitrina/internal/diag"
)

// What can be published as it is and that its author can hardly have meant.

const (
	// heavyFile is from how many bytes on a file to download is told of: it takes
	// minutes where the site is read with little signal.
	heavyFile = 10 << 20
	// smallPhoto is below how many pixels of width a picture is told of: the
	// narrowest one that pages show has as many.
	smallPhoto = 480
	// soon is how far ahead a day of revision may be: some write that of the
	// ceremony. A mistaken year is mostly further off.
	soon = 183 * 24 * time.Hour
)

// checkMaterials warns of files to download that few will be able to, and of
// those that are not what their name says.
func (a *assembler) checkMaterials(p *Practice) {
	for _, d := range p.Downloads {
		at, key := placeOfFile(p, d.Name)
		if d.Size >= heavyFile {
			a.warn(p.Entry.File, at, key,
				fmt.Sprintf("el archivo «%s» pesa %d MB, y con poca señal no se podrá descargar", d.Name, d.Size>>20),
				"redúzcalo: en un PDF, baje la calidad de las imágenes; de un video, publique solo lo necesario")
		}
		if is := a.in.Disguised[p.Entry.Beside(d.Name)]; is != "" {
			a.warn(p.Entry.File, at, key, fmt.Sprintf("el archivo «%s» no es lo que dice su nombre: por dentro es %s", d.Name, is),
				"ábralo en su equipo para comprobarlo y vuelva a guardarlo en su formato; quizá se descargó la página en lugar del archivo")
		}
	}
}

// placeOfFile is where a practice names a file beside it, and the key if it is
// one of its materials.
func placeOfFile(p *Practice, name string) (at diag.Pos, key string) {
	for i, m := range p.Entry.Materials {
		if m.File.ID == name {
			return m.File.At, fmt.Sprintf("materiales[%d].archivo", i)
		}
	}
	if p.Doc != nil {
		for _, l := range p.Doc.Links {
			if l.File == name {
				return l.Pos, ""
			}
		}
	}
	return p.Entry.At, ""
}

// checkSmall warns of pictures in which nobody will see anything.
func (a *assembler) checkSmall(p *Practice) {
	for _, img := range p.Images {
		if w := img.Photo.Width; w > 0 && w < smallPhoto {
			a.warn(p.Entry.File, img.Entry.File.At, "imagenes", fmt.Sprintf("la foto «%s» mide %d × %d píxeles, y se verá muy pequeña o borrosa", img.Entry.File.ID, w, img.Photo.Height),
				fmt.Sprintf("use la foto original, de %d píxeles de ancho o más; las que se envían por mensajes o se copian de una página suelen ser reducidas", smallPhoto))
		}
	}
}

// checkDates warns of days of revision that are far ahead of the instant that
// counts as now: lists are ordered by them, and sessions announced.
func (a *assembler) checkDates(hidden []*content.Practice) {
	limit := dayAt(a.options.Now.Add(soon))
	check := func(o content.Origin, d, limit content.Date) {
		if limit.Before(d) {
			a.warn(o.File, o.Revised, "actualizada", "«actualizada» dice "+d.String()+", y para ese día falta más de medio año",
				"escriba el día de la última revisión; revise el año")
		}
	}
	practice := func(e *content.Practice) {
		if e.Embargo.After(a.options.Now) {
			check(e.Origin, e.Updated, dayAt(e.Embargo.Add(soon)))
			return
		}
		check(e.Origin, e.Updated, limit)
	}
	for i := range a.site.joined {
		practice(a.site.joined[i].Entry)
	}
	for _, e := range hidden {
		practice(e)
	}
	for _, m := range a.site.Municipalities {
		check(m.Entry.Origin, m.Entry.Updated, limit)
	}
	for _, l := range a.site.Liaisons {
		check(l.Entry.Origin, l.Entry.Updated, limit)
	}
	for _, p := range a.site.Pages {
		check(p.Entry.Origin, p.Entry.Updated, limit)
	}
}

// dayAt is the day of an instant in Lima.
func dayAt(t time.Time) content.Date {
	y, month, d := t.In(content.Lima()).Date()
	return content.Date{Year: y, Month: int(month), Day: d}
}
