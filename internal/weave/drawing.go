package weave

// Drawing is a grid read from rows of '#', 'o' and '.', all of one length. The
// pictograms of the site are drawn so.
func Drawing(rows ...string) Pattern {
	if len(rows) == 0 {
		return Pattern{}
	}
	p := newPattern(len(rows[0]), len(rows))
	var plain Weave
	for y, row := range rows {
		for x := range min(len(row), p.Width) {
			p.set(x, y, plain.thread(row[x]))
		}
	}
	return p
}
