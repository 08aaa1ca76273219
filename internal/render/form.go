package render

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// A form is what a partial gives for all views of one shape: the pieces that stay
// and, between them, the places of the texts. The partial is executed once with a mark
// for each text. Where a mark comes out, and how, says where the text stands and how
// html/template escapes it there, because a mark has every ASCII character. What was
// learned is tried on a real view and kept; after that a view is written without
// executing anything, which takes a tenth of the time.
//
// The shape of a view is which of its texts and switches are set. So only partials
// that ask of a text whether it is there, and nothing else, have forms.
// A partial that asks more, or that puts a text where no known escaping holds, such as
// within a script, is executed every time.
type form struct {
	pieces []string // one more than places; none when the partial must be executed
	places []place
}

func (f *form) known() bool { return len(f.pieces) > 0 }

// place is where a text stands, and how it is written there.
type place struct {
	text int
	as   escaping
}

// forms are those of a Renderer, and follow from its templates. It is safe for
// concurrent use.
type forms struct {
	fillable map[string]bool // the partials that can have forms

	mu   sync.Mutex // of those who add one
	made atomic.Pointer[map[formKey]*form]
}

type formKey struct {
	partial string
	view    reflect.Type
	shape   uint64
}

const (
	mostBits  = 64   // of a shape
	mostForms = 1000 // are remembered; a site of 3,000 practices comes to 37
)

// fill is partial, faster, for a view of texts and switches: strings, HTML and JS that
// are made already, booleans, and structs of these with exported fields.
func (b *builder) fill(partial string, view any) template.HTML {
	var room [24]string
	v := reflect.ValueOf(view)
	texts, shape, bits := takeApart(v, room[:0], 0, 0) // in this memory, if they fit
	key := formKey{partial, v.Type(), shape}
	made := b.r.forms.current()
	f := made[key]
	if f == nil && len(made) < mostForms && bits <= mostBits {
		f = b.form(key, v)
	}
	if f == nil || !f.takes(texts) {
		return b.partial(partial, view)
	}
	return template.HTML(f.write(texts))
}

// form makes a form from a view of its shape.
func (b *builder) form(key formKey, view reflect.Value) *form {
	f := &form{}
	if b.r.forms.fillable[key.partial] {
		marked := reflect.New(key.view).Elem()
		marked.Set(view)
		var all []mark
		setMarks(marked, &all)
		try := *b // its errors may be those of a mark
		if html := try.partial(key.partial, marked.Interface()); try.err == nil {
			f = cut(string(html), all)
		}
		texts, _, _ := takeApart(view, nil, 0, 0)
		if f.takes(texts) && f.write(texts) != string(try.partial(key.partial, view.Interface())) {
			f = &form{}
		}
	}
	b.r.forms.add(key, f)
	return f
}

// add keeps a form. Whoever reads meanwhile has the ones before.
func (s *forms) add(key formKey, f *form) {
	s.mu.Lock()
	defer s.mu.Unlock()
	more := map[formKey]*form{key: f}
	maps.Copy(more, s.current())
	s.made.Store(&more)
}

func (s *forms) current() map[formKey]*form {
	if made := s.made.Load(); made != nil {
		return *made
	}
	return nil
}

// takeApart adds the texts of a view to some, in the order of its fields, and to a
// shape of so many bits a bit for each text and switch that is set. It returns all three.
func takeApart(v reflect.Value, texts []string, shape uint64, bits int) ([]string, uint64, int) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			shape |= 1 << bits
		}
		return append(texts, v.String()), shape, bits + 1
	case reflect.Bool:
		if v.Bool() {
			shape |= 1 << bits
		}
		return texts, shape, bits + 1
	case reflect.Struct:
		for i := range v.NumField() {
			texts, shape, bits = takeApart(v.Field(i), texts, shape, bits)
		}
		return texts, shape, bits
	}
	panic(fmt.Sprintf("a view to fill has a %s", v.Type()))
}

// mark is what stands in the place of a text; "" for one that is not set.
type mark struct {
	text string
	made bool // for HTML or JS that is made already
}

// A mark is between two characters that no template has, and begins like the way to
// a page, which every filter of addresses lets through.
const markBegin, markEnd = "\ue000", "\ue001"

// setMarks replaces the texts of a view.
func setMarks(v reflect.Value, all *[]mark) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(markBegin + "/" + strconv.Itoa(len(*all)) + "/" + ascii + markEnd)
		}
		*all = append(*all, mark{v.String(), v.Type() != reflect.TypeFor[string]()})
	case reflect.Struct:
		for i := range v.NumField() {
			setMarks(v.Field(i), all)
		}
	}
}

var ascii = func() string {
	var all [128]byte
	for i := range all {
		all[i] = byte(i)
	}
	return string(all[:])
}()

// cut finds the marks in what a partial gave for them.
func cut(html string, marks []mark) *form {
	type found struct {
		at, after int
		place
	}
	var all []found
	for i, m := range marks {
		if m.text == "" {
			continue
		}
		for as := range escapings {
			if m.made != (as == asItIs) {
				continue
			}
			image := as.of(m.text)
			for from := 0; ; {
				at := strings.Index(html[from:], image)
				if at < 0 {
					break
				}
				at += from
				from = at + len(image)
				all = append(all, found{at, from, place{i, as}})
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.at, b.at) })
	f, last := &form{}, 0
	for _, x := range all {
		f.pieces = append(f.pieces, html[last:x.at])
		f.places = append(f.places, x.place)
		last = x.after
	}
	f.pieces = append(f.pieces, html[last:])
	for _, piece := range f.pieces {
		for _, strange := range []string{markBegin, inQuery.of(markBegin), "ZgotmplZ"} { // the last stands for what html/template refuses
			if strings.Contains(piece, strange) {
				return &form{}
			}
		}
	}
	return f
}

// takes reports whether a form may be used for texts: not for an address of a kind
// that html/template refuses.
func (f *form) takes(texts []string) bool {
	for _, p := range f.places {
		if p.as == inLink && !mayLead(texts[p.text]) {
			return false
		}
	}
	return f.known()
}

func (f *form) write(texts []string) string {
	size := 0
	for _, piece := range f.pieces {
		size += len(piece)
	}
	for _, p := range f.places {
		size += len(texts[p.text]) + 16 // for what escaping adds, mostly
	}
	var out strings.Builder
	out.Grow(size)
	for i, p := range f.places {
		out.WriteString(f.pieces[i])
		p.as.write(&out, texts[p.text])
	}
	out.WriteString(f.pieces[len(f.places)])
	return out.String()
}
