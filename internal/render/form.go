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
// and, between them, the places of the texts. To find those the partial is executed
// once with a mark for each text; after that a view is written without executing
// anything, which takes a seventh of the time.
//
// The shape of a view is which of its texts and switches are set, so a partial that
// is filled may ask of a text whether it is there, and nothing else. Escaping stays
// that of html/template: a mark has every ASCII character, so what became of it shows
// how html/template writes each of them in that place. A partial that puts a text
// where no known escaping holds, such as within a script, is executed every time.
type form struct {
	pieces []string // one more than places; none when the partial must be executed
	places []place
}

// place is where a text stands, and how it is written there.
type place struct {
	text int
	as   escaping
}

// forms are those of a Renderer, and follow from its templates. It is safe for
// concurrent use.
type forms struct {
	mu   sync.Mutex // of those who add one
	made atomic.Pointer[map[formKey]*form]
}

type formKey struct {
	partial string
	view    reflect.Type
	shape   uint64
}

const bitsOfShape = 64

// mostForms bounds what is remembered. A site of 10,000 practices comes to about 200.
const mostForms = 5000

// fill is partial, faster, for a view of texts and switches: strings, HTML that is
// made already, booleans, and structs of these.
func (b *builder) fill(partial string, view any) template.HTML {
	var room [24]string
	v := reflect.ValueOf(view)
	t := takenApart{texts: room[:0]}
	t.take(v)
	key := formKey{partial, v.Type(), t.shape}
	var f *form
	if made := b.r.forms.made.Load(); made != nil {
		f = (*made)[key]
	}
	if f == nil {
		f = b.form(key, v)
	}
	if !f.takes(t.texts) {
		return b.partial(partial, view)
	}
	return template.HTML(f.write(t.texts))
}

// form makes a form from a view of its shape, with which it is tried: a mark that was
// not recognised is seen then.
func (b *builder) form(key formKey, view reflect.Value) *form {
	var real, marks takenApart
	real.take(view)
	marked := reflect.New(key.view).Elem()
	marked.Set(view)
	marks.mark(marked)
	try := *b // its errors may be those of a mark
	f := &form{}
	if html := try.partial(key.partial, marked.Interface()); try.err == nil && len(real.texts)+real.switches <= bitsOfShape {
		f = cut(string(html), marks.texts)
	}
	if len(f.pieces) > 0 {
		if !f.takes(real.texts) {
			return f // another view may try it
		}
		if f.write(real.texts) != string(try.partial(key.partial, view.Interface())) || try.err != nil {
			f = &form{}
		}
	}
	b.r.forms.add(key, f)
	return f
}

func (all *forms) add(key formKey, f *form) {
	all.mu.Lock()
	defer all.mu.Unlock()
	more := map[formKey]*form{key: f}
	if made := all.made.Load(); made != nil {
		if len(*made) >= mostForms {
			return
		}
		maps.Copy(more, *made)
	}
	all.made.Store(&more)
}

// takenApart is a view as its texts, in the order of its fields, and its shape: a bit
// for each text and switch that is set.
type takenApart struct {
	texts    []string
	switches int
	shape    uint64
}

func (t *takenApart) take(v reflect.Value) {
	set := func(is bool) {
		if is {
			t.shape |= 1 << (len(t.texts) + t.switches)
		}
	}
	switch v.Kind() {
	case reflect.String:
		set(v.Len() > 0)
		t.texts = append(t.texts, v.String())
	case reflect.Bool:
		set(v.Bool())
		t.switches++
	case reflect.Struct:
		for i := range v.NumField() {
			t.take(v.Field(i))
		}
	default:
		panic(fmt.Sprintf("a view to fill has a %s", v.Type()))
	}
}

// mark puts a mark in the place of every text of a view that is not empty.
func (t *takenApart) mark(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(markBegin + "/" + strconv.Itoa(len(t.texts)) + "/" + ascii + markEnd)
		}
		t.texts = append(t.texts, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			t.mark(v.Field(i))
		}
	}
}

// A mark is between two characters that no template has, and begins like the way to
// a page, which every filter of addresses lets through.
const markBegin, markEnd = "\ue000", "\ue001"

var ascii = func() string {
	var all [128]byte
	for i := range all {
		all[i] = byte(i)
	}
	return string(all[:])
}()

// cut finds the marks in what a partial gave for them.
func cut(html string, marks []string) *form {
	type found struct {
		at, after int
		place
	}
	var all []found
	for i, m := range marks {
		if m == "" {
			continue
		}
		for as := range escapings {
			image := as.of(m)
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
	if strings.Contains(html, "ZgotmplZ") { // what html/template writes for what it refuses
		return &form{}
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
	return len(f.pieces) > 0
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
