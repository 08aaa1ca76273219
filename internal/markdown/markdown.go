// Package markdown turns the body of an entry into what the site needs of it:
// safe HTML cut into sections, plain text, headings, and the links and images
// it names.
//
// In go the bytes of one body and where it stands (Options). Out come a
// Document and the problems found, with their line and column in the file.
// Nothing else is looked at: no other entry, no disk, no clock. So a Document
// can be kept for as long as the bytes and the Options are the same, and
// whether the page at the end of a link exists is for others to check.
//
// # What editors can write
//
// CommonMark, tables, ~~strikethrough~~ and bare http(s) addresses. Headings
// start at level 2 (##), because the page has its own title. A photo is a file
// beside the entry, with a description: ![Vecinas en la pileta](pileta.jpg).
// The title of an image is its caption. Text is left as written: no quotes or
// dashes are changed. HTML is not admitted: it is dropped and reported.
//
// # Links
//
// A link may use http, https, mailto or tel, or stay inside the site, written
// as an address (/temas/agua/) or as a file relative to this one
// (../temas/agua.md, formato.pdf). Every destination is judged after entities,
// backslashes and percent signs are decoded; whatever is not known to be good
// is reported and only the text of the link is kept. Links inside the site
// come out relative to Options.Address.
//
// # Why the HTML is safe
//
// goldmark only parses here. All HTML is written by this package, tag by tag,
// from the syntax tree: text is escaped, attributes are few and either fixed
// or judged. template.HTML is made here and, of what html/template itself has
// executed, in render; nowhere else in the program. Tests
// hold a sanitiser against the result: it must find nothing to change.
//
// # Limits
//
// The parser can take quadratic time on hostile text, and tables can multiply
// memory, so length, nesting and cells have limits (limits.go). They are far
// beyond what a person writes, and passing one is a problem like any other.
package markdown

import (
	"html/template"

	"vitrina/internal/diag"
)

// Options say where a text stands, so that its links can be judged and
// rewritten. They follow from the name of its file.
type Options struct {
	// File is slash separated and relative to the source folder, such as
	// "content/practicas/agua.md". Problems name it and relative links start
	// from it.
	File string
	// Line is the file line on which the body starts; 0 means 1.
	Line int
	// Address is where the text is shown, such as "/practicas/agua/"; when
	// empty, that of File.
	Address string
	// Base is the address of the whole site, such as "https://vitrina.gob.pe/".
	// A link that starts with it is one inside the site. It may be empty.
	Base string
}

// Document is what one body holds. It is never changed once made.
type Document struct {
	Sections []Section
	// Headings are those of all levels, in order. No ID occurs twice.
	Headings []Heading
	// Links are those to pages and files of the site, in order.
	Links []Link
	// Images are the admitted ones, in order.
	Images []Image
	// Text is what a reader reads, without marks: one line for each heading,
	// paragraph, list item or table cell. Descriptions and captions of images
	// are not in it.
	Text string
	// Words is how many words Text has.
	Words int
	// Refused is set when the text passes a limit and nothing of it was kept;
	// a problem says which.
	Refused bool
}

// Section is the text from one level 2 heading to the next. Text before the
// first heading is a section without ID and Title.
type Section struct {
	ID    string
	Title string
	// Parts do not hold the heading of the section, only what follows it.
	Parts []Part
}

// Part is a run of HTML or one image, never both, so that the prepared sizes
// of a photo can be put in its place. An element may start in one part and end
// in a later one (the list around a photo); the parts of a section together
// are well formed.
type Part struct {
	HTML  template.HTML
	Image *Image
}

// Heading is a heading of the body, at the level it is shown: 2 to 6.
type Heading struct {
	Level int
	ID    string
	Text  string
	Pos   diag.Pos
}

// Link is a link to a page or file of the site.
type Link struct {
	// Address is what it leads to: "/practicas/agua/", or the address of this
	// text for a link to a place in it. It is not percent-encoded.
	Address string
	// Query follows the "?", as written; usually empty.
	Query string
	// Fragment is the ID of the place in the page, without "#"; may be empty.
	Fragment string
	// File is the name of a file beside this entry, such as "formato.pdf";
	// empty for all other links.
	File string
	// Unsure is set for a destination that is neither an address nor a file, and
	// that perhaps means the page at Address. It is no link in the HTML, and
	// always a mistake: what to do depends on whether there is such a page.
	Unsure bool
	// As is the destination as the editor wrote it.
	As  string
	Pos diag.Pos
}

// Image is a photo beside the entry.
type Image struct {
	// Name is a file name without folders, with a known image extension.
	Name string
	// Alt is never empty unless a problem says so.
	Alt     string
	Caption string
	// Inline is set for an image among the words of a sentence, in a link or
	// in a table: only an img element is valid there. The others stand where
	// a figure can.
	Inline bool
	Pos    diag.Pos
}
