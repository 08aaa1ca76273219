// Package content reads the folder content/ of a site into typed entries, and
// says in Spanish, at file, line and column, everything that is wrong in it.
//
// What goes in is an fs.FS, the source folder. What comes out is an *Entries,
// with one value for each practice, municipality, edition, theme, goal, liaison
// office and page, and a diag.List. The package never decides what is shown:
// drafts, withdrawn and embargoed practices are all in Entries, and PublicAt
// says which of them may be seen at an instant. It never follows a reference
// either: that a theme or an edition exists is for site to find out, which sees
// them all. It reads no clock, writes no file and makes no HTML.
//
// # From a file to an entry
//
//   - files.go lists the folder and reads its files in parallel, each into a
//     unit: an entry and its problems, which follow from the name and the bytes
//     of that file alone. Reread reads some again and shares the others.
//   - source.go makes the bytes plain UTF-8 text; matter.go splits off the block
//     between the --- lines and has adrg/frontmatter and yaml.v3 turn it into a
//     tree of nodes. quick.go spares yaml.v3 most of that work. When a block is
//     not YAML, explain.go and slips.go say why in words for editors; unseen.go
//     names the blanks and marks that nobody sees.
//   - schema.go reads the struct tags of entries.go, which are the schema;
//     decode.go fills the struct by them, strictly, and complain.go tells what is
//     unknown, missing or of another type. values.go, numbers.go, times.go and
//     forms.go read single values. hints.go says what goes into each key.
//   - checks.go has the rules that depend on more than one key; state.go those
//     that keep a practice hidden when its state is in doubt, and hidden.go says
//     who may see it.
//   - registry.go reads the national registry; plain.go the files that are not
//     entries.
//   - join.go joins everything: ids that are there twice, entries with their row
//     of the registry.
//
// # Closed, never open
//
// A practice has a Status only when there is no doubt about `estado` and
// `embargo`. An unknown value, another case, a missing hour, a key that is there
// twice or that looks like one of the two, in the text or in a comment too, a
// block that cannot be read or that ends too soon: each is an error, leaves
// Status empty, and so hides the practice from whoever asks PublicAt. Its
// problems are marked Hidden, because the log of a build may be public.
//
// # Problems
//
// Mistakes of editors are problems, and so is a file that cannot be read; an
// error is only a cancelled context. An entry that cannot be read is in Entries
// all the same, with its id and nothing else, so that the entries that refer to
// it are not blamed. A draft may lack what it must have when it is published;
// that is a warning. Nothing that the system or a library says in English gets
// through.
package content
