package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
)

// Session is one session of technical assistance, with what it refers to.
type Session struct {
	Entry *content.Session
	// Announced sessions are of the day on which the office last revised its
	// entry, or later. A Site has no clock: what is still to come is for the
	// reader's device to say, and this is as near as the content comes to it.
	Announced bool
	// Material is what will be used, when it is an address of this site.
	Material Material
}

// Material is a page or file of this site. The zero Material is none.
type Material struct {
	Address string
	File    bool
	Size    int64 // bytes of a file; 0 unknown
}

// Day is the day of a session in Lima.
func (s Session) Day() content.Date { return dayOf(s.Entry.When) }

func dayOf(m content.Moment) content.Date { return dayAt(m.At) }

// addSessions gives each office its sessions by date. It comes after the
// practices, whose files they may use.
func (a *assembler) addSessions() {
	for _, l := range a.site.Liaisons {
		e := l.Entry
		l.Sessions = make([]Session, len(e.Sessions))
		for i := range e.Sessions {
			s := &e.Sessions[i]
			l.Sessions[i] = Session{Entry: s, Announced: !dayOf(s.When).Before(e.Updated), Material: a.material(s.Material.ID)}
		}
		slices.SortStableFunc(l.Sessions, func(x, y Session) int {
			return cmp.Or(x.Entry.When.At.Compare(y.Entry.When.At), cmp.Compare(x.Entry.Title, y.Entry.Title))
		})
	}
}

// material finds a page or a file of the site at an address.
func (a *assembler) material(address string) Material {
	if !strings.HasPrefix(address, "/") {
		return Material{}
	}
	if _, ok := a.site.address[address]; ok {
		return Material{Address: address}
	}
	if slices.Contains(a.site.MachineAddresses(), address) {
		return Material{Address: address, File: true}
	}
	folder, name := address[:strings.LastIndexByte(address, '/')+1], address[strings.LastIndexByte(address, '/')+1:]
	if r, ok := a.site.address[folder]; ok && r.Kind == KindPractice {
		for _, d := range a.site.Practice(r.ID).Downloads {
			if d.Name == name {
				return Material{Address: address, File: true, Size: d.Size}
			}
		}
	}
	return Material{}
}

// checkSessions reports materials that are not there. Only what is public is
// proposed in their place.
func (a *assembler) checkSessions() {
	for _, l := range a.site.Liaisons {
		for i := range l.Entry.Sessions {
			ref := l.Entry.Sessions[i].Material
			if !strings.HasPrefix(ref.ID, "/") || a.material(ref.ID) != (Material{}) {
				continue
			}
			a.problem(l.Entry.File, ref.At, "sesiones.material", fmt.Sprintf("«%s» lleva a una página que no existe, o a un archivo que nadie ofrece, o que aún no se publica", ref.ID),
				cmp.Or(a.meantAddress(ref.ID), "revise la dirección, o quite la línea; un archivo debe ser material de una práctica publicada"))
		}
	}
}

// Download is a file beside a practice that its page offers.
type Download struct {
	Name string
	Size int64 // bytes; 0 unknown
}

// addDownloads gives a practice the files that its page offers: its materials
// and those that its text links to.
func (a *assembler) addDownloads(p *Practice) {
	for _, name := range DownloadNames(p.Entry, p.Doc) {
		p.Downloads = append(p.Downloads, Download{name, a.in.Sizes[p.Entry.Beside(name)]})
	}
}

// DownloadNames are the files beside a practice that its page offers, by name.
func DownloadNames(e *content.Practice, doc *markdown.Document) []string {
	if len(e.Files) == 0 {
		return nil
	}
	var names []string
	for _, m := range e.Materials {
		names = append(names, m.File.ID)
	}
	if doc != nil {
		for _, l := range doc.Links {
			if l.File != "" && slices.Contains(e.Files, l.File) {
				names = append(names, l.File)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
