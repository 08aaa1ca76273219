// Package site joins the entries of a content folder into one immutable Site:
// practices to their municipality, edition, themes and goals, municipalities
// to their province and department, everything to its address.
//
// In: content.Entries, the converted Markdown and the measured photos, the
// instant that counts as now. Out: a Site of what is public at that instant,
// and the problems that only show when entries meet (a reference to something
// that does not exist, a link to nowhere, two entries at one address).
//
// Hiding happens here, first and once: what is a draft, withdrawn or under
// embargo never becomes part of a Site, so no page, list, count, feed or index
// made from it can give it away. Nothing alters a Site after Assemble.
package site

import (
	"time"

	"vitrina/internal/content"
	"vitrina/internal/markdown"
	"vitrina/internal/photos"
)

// Site is everything that is published, joined. It is never changed.
type Site struct {
	Config  content.Config
	BaseURL string // with scheme, ends in "/"
	// BasePath is the path of BaseURL: "/" or "/algo/".
	BasePath string
	// NoIndex asks search engines to leave the whole site alone (deploy previews).
	NoIndex bool

	Practices      []*Practice     // newest edition first, then last updated, then by title
	Municipalities []*Municipality // by ubigeo
	Departments    []*Department   // the 25, by name
	Provinces      []*Province     // by code; those with a municipality
	Editions       []*Edition      // newest first
	Themes         []*Theme        // by name
	Goals          []*Goal         // by name
	Liaisons       []*Liaison      // by department code
	Pages          []*Page         // by slug
	Needs          []*Need         // one for each Ease, in their order

	// Redirects lead from previous addresses to present ones, sorted by From.
	Redirects []Redirect

	published []content.Ref // direcciones.txt
	coverage  [2]Coverage   // of real municipalities, of invented ones
	index     index
	routes    []Route
	address   map[string]Route
	joined    []Practice // by slug, those without a place too
	order     []int32    // of Practices, as places in joined
}

// Redirect is a previous address that must keep working.
type Redirect struct {
	From, To string
}

// Practice is a published practice and what it refers to.
type Practice struct {
	Entry        *content.Practice
	Doc          *markdown.Document
	State        State
	Address      string
	Municipality *Municipality
	Partners     []*Municipality
	Edition      *Edition
	Themes       []*Theme
	Goals        []*Goal
	Replicas     []Replica
	Images       []Image
	Eases        EaseSet
	Downloads    []Download // files beside it that its page offers, by name

	known known
}

// Replica is another municipality that took a practice up.
type Replica struct {
	Entry        content.Replica
	Municipality *Municipality
}

// Image is a picture of a practice with its published sizes.
type Image struct {
	Entry content.Image
	File  string // of the source, "content/practicas/agua/pozo.jpg"
	Photo photos.Photo
}

// Municipality is a municipality and what it takes part in.
type Municipality struct {
	Entry      *content.Municipality
	Doc        *markdown.Document
	Address    string
	Department *Department
	Province   *Province
	Practices  []*Practice // its own, in the order of Site.Practices
	Partnered  []*Practice // led by another, with its help
	Replicated []*Practice // of others, taken up here
	Awards     []Award     // newest edition first

	n int // its place in Site.Municipalities
}

// Award is a recognition with its edition.
type Award struct {
	Entry   content.Award
	Edition *Edition
}

// Department is one of the 25 departments.
type Department struct {
	Code, Name, Slug string
	Address          string
	Provinces        []*Province     // by name
	Municipalities   []*Municipality // by ubigeo
	Practices        []*Practice
	Liaison          *Liaison // nil when there is none
}

// Province is a province with at least one municipality.
type Province struct {
	Code, Name     string // four digits
	Address        string
	Department     *Department
	Municipalities []*Municipality
	Practices      []*Practice
}

// Edition is an edition of the award.
type Edition struct {
	Entry     *content.Edition
	Doc       *markdown.Document
	Address   string
	Practices []*Practice
	Awarded   []*Municipality // with a recognition of this edition, by ubigeo

	n int // its place by id; so below
}

// Theme is a theme with its practices.
type Theme struct {
	Entry     *content.Theme
	Doc       *markdown.Document
	Address   string
	Practices []*Practice

	n int
}

// Goal is a goal with its practices.
type Goal struct {
	Entry     *content.Goal
	Doc       *markdown.Document
	Address   string
	Edition   *Edition // nil when not tied to one
	Practices []*Practice

	n int
}

// Liaison is a regional liaison office.
type Liaison struct {
	Entry      *content.Liaison
	Doc        *markdown.Document
	Address    string
	Calendar   string // address of its sessions as iCalendar, "/enlaces/02.ics"
	Department *Department
	Sessions   []Session // by date
}

// Page is a plain page.
type Page struct {
	Entry   *content.Page
	Doc     *markdown.Document
	Address string
}

// Updated is the day on which a set of practices last changed; the zero Date
// when it is empty.
func Updated(practices []*Practice) content.Date {
	var last content.Date
	for _, p := range practices {
		last = Later(last, p.Entry.Updated)
	}
	return last
}

// Later returns the later of two days.
func Later(a, b content.Date) content.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// PhotoVariant is one published size of a photo.
type PhotoVariant = photos.Variant

// Options choose what an assembled Site shows.
type Options struct {
	// Now decides which embargoes have ended. An entry shows from its embargo on.
	Now time.Time
	// Show names the hidden states that are shown all the same, under a band.
	Show []State
	// BaseURL, when not empty, takes the place of `url` in sitio.yaml.
	BaseURL string
	// NoIndex keeps search engines away from the whole site.
	NoIndex bool
}
