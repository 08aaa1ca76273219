package check

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// feed is an Atom feed (RFC 4287) while it is being read.
type feed struct {
	*file
	head   feedHead
	author bool
	self   bool
	ids    map[string]bool
}

type feedHead struct {
	id, title, updated string
}

type feedEntry struct {
	ID      string     `xml:"http://www.w3.org/2005/Atom id"`
	Title   string     `xml:"http://www.w3.org/2005/Atom title"`
	Updated string     `xml:"http://www.w3.org/2005/Atom updated"`
	Author  *struct{}  `xml:"http://www.w3.org/2005/Atom author"`
	Content *struct{}  `xml:"http://www.w3.org/2005/Atom content"`
	Links   []feedLink `xml:"http://www.w3.org/2005/Atom link"`
}

type feedLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
}

// part reads one of the elements right below the feed.
func (a *feed) part(d *xml.Decoder, t xml.StartElement, off int) error {
	text := func(to *string) error { return d.DecodeElement(to, &t) }
	switch t.Name.Local {
	case "id":
		return text(&a.head.id)
	case "title":
		return text(&a.head.title)
	case "updated":
		return text(&a.head.updated)
	case "icon", "logo":
		var address string
		err := text(&address)
		a.publish(off, "«"+t.Name.Local+"»", strings.TrimSpace(address), true)
		return err
	case "author":
		a.author = true
	case "link":
		var l feedLink
		err := d.DecodeElement(&l, &t)
		target, ok := a.follow(l, off)
		if l.Rel == "self" {
			if a.self = true; ok && target != a.id {
				a.report(off, fmt.Sprintf("el enlace «self» del canal lleva a otro archivo: «%s»", short(l.Href)), "")
			}
		}
		return err
	case "entry":
		var e feedEntry
		err := d.DecodeElement(&e, &t)
		a.entry(e, off)
		return err
	}
	return d.Skip()
}

// follow checks a link. What is not the thing itself may lead elsewhere.
func (a *feed) follow(l feedLink, off int) (int32, bool) {
	own := l.Rel == "" || l.Rel == "alternate" || l.Rel == "self"
	return a.publish(off, "el enlace del canal", l.Href, own)
}

func (a *feed) entry(e feedEntry, off int) {
	id := strings.TrimSpace(e.ID)
	switch {
	case id == "":
		a.report(off, "una entrada del canal sin «id»", "")
	case a.ids[id]:
		a.report(off, fmt.Sprintf("el id «%s» está en más de una entrada del canal", short(id)), "")
	}
	a.ids[id] = true
	if blankString(e.Title) {
		a.report(off, "una entrada del canal sin título", "")
	}
	a.instant(e.Updated, "una entrada del canal", off)
	if e.Author == nil && !a.author {
		a.report(off, "una entrada sin autor en un canal sin autor", "")
	}
	alternate := false
	for _, l := range e.Links {
		a.follow(l, off)
		alternate = alternate || l.Rel == "" || l.Rel == "alternate"
	}
	if !alternate && e.Content == nil {
		a.report(off, "una entrada del canal sin enlace", "")
	}
}

// end checks what a feed says of itself.
func (a *feed) end() {
	if blankString(a.head.id) {
		a.reportFile("el canal no tiene «id»", "")
	}
	if blankString(a.head.title) {
		a.reportFile("el canal no tiene título", "")
	}
	a.instant(a.head.updated, "el canal", -1)
	if !a.self {
		a.reportFile("el canal no tiene un enlace a sí mismo (rel=\"self\")", "")
	}
}

func (a *feed) instant(s, what string, off int) {
	text := ""
	if s = strings.TrimSpace(s); s == "" {
		text = what + " no dice cuándo se actualizó"
	} else if _, err := time.Parse(time.RFC3339, s); err != nil {
		text = fmt.Sprintf("%s tiene una fecha que no se entiende: «%s»", what, short(s))
	}
	switch {
	case text == "":
	case off < 0:
		a.reportFile(text, "")
	default:
		a.report(off, text, "")
	}
}
