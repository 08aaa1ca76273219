// Package invented makes documents of any number for tests and measurements of
// the search: nonsense with the shape of Spanish. Words follow Zipf's law and
// come in their forms, with accents and ñ, and a document says again what it
// has said, so vocabularies, frequencies and shards grow as with real text.
//
// The same numbers always give the same documents. The site never uses it.
package invented

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"vitrina/internal/search"
)

// Options declares the facets that the documents have: twelve, of the kinds
// that the site has.
func Options() search.Options {
	facet := func(key string, n int) search.Facet {
		f := search.Facet{Key: key, Label: strings.ToUpper(key[:1]) + key[1:]}
		for i := range n {
			f.Values = append(f.Values, search.Value{ID: fmt.Sprintf("%s-%d", key, i), Label: fmt.Sprintf("%s %d", f.Label, i)})
		}
		return f
	}
	return search.Options{Facets: []search.Facet{
		facet("departamento", 25), facet("region", 3), facet("tipo", 2), facet("tamano", 5), facet("edicion", 8), facet("tema", 12),
		facet("meta", 9), facet("poblacion", 8), facet("reconocimiento", 4), facet("costo", 5), facet("internet", 3), facet("vehiculo", 3),
	}}
}

// Corpus is a source of words and documents.
type Corpus struct {
	rng   *rand.Rand
	words []string
	sums  []float64 // of Zipf weights
}

var (
	onsets  = strings.Fields("b c d f g h j l m n p r s t v z ch ll ñ br cr dr gr pl pr tr qu y")
	vowels  = strings.Fields("a e i o u a e o ie ue io á é í ó ú")
	codas   = strings.Fields("- - - - - n s r l d")
	endings = strings.Fields("o a os as e es ar ado ada ados ción ciones ería ero eros ismo idad idades mente aron ieron ando al ales ez eces")
	small   = strings.Fields("de la que el en y a los del se las por un para con no una su al lo como más o pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros")
)

// New starts a corpus whose vocabulary has about the given number of words.
func New(words int) *Corpus {
	c := &Corpus{rng: rand.New(rand.NewPCG(2018, uint64(words)))}
	seen := map[string]bool{}
	pick := func(list []string) string { return list[c.rng.IntN(len(list))] }
	for len(c.words) < words {
		var b strings.Builder
		for range 1 + c.rng.IntN(3) {
			v := pick(vowels)
			b.WriteString(pick(onsets) + v + strings.TrimPrefix(pick(codas), "-"))
		}
		root := b.String()
		for range 1 + c.rng.IntN(3) {
			if w := root + pick(endings); !seen[w] {
				seen[w] = true
				c.words = append(c.words, w)
			}
		}
	}
	c.words = c.words[:words]
	c.rng.Shuffle(words, func(i, j int) { c.words[i], c.words[j] = c.words[j], c.words[i] })
	sum := 0.0
	for i := range c.words {
		sum += 1 / math.Pow(float64(i)+12, 1.03)
		c.sums = append(c.sums, sum)
	}
	return c
}

// Word is one word, common ones more often.
func (c *Corpus) Word() string {
	return c.words[sort.SearchFloat64s(c.sums, c.rng.Float64()*c.sums[len(c.sums)-1])]
}

// Rare is one word, all equally often.
func (c *Corpus) Rare() string { return c.words[c.rng.IntN(len(c.words))] }

// text is about n words in sentences.
func (c *Corpus) text(n int) string {
	var b strings.Builder
	var said []string
	start := true
	for i := range n {
		w := ""
		switch r := c.rng.Float64(); {
		case r < 0.42:
			w = small[c.rng.IntN(len(small))]
		case r < 0.54 && len(said) > 5:
			w = said[c.rng.IntN(len(said))]
		default:
			w = c.Word()
			said = append(said, w)
		}
		if start {
			runes := []rune(w)
			w = strings.ToUpper(string(runes[:1])) + string(runes[1:])
		}
		b.WriteString(w)
		start = i%13 == 12 || i == n-1
		switch {
		case start:
			b.WriteString(". ")
		case i%6 == 5:
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

// Practices are n practices of about the given number of words.
func (c *Corpus) Practices(n, words int) []search.Document {
	docs := make([]search.Document, n)
	facets := Options().Facets
	for i := range docs {
		place := c.text(1) + " " + c.text(1) + " " + c.text(1)
		d := search.Document{
			URL: fmt.Sprintf("practicas/practica-%05d-invertida/", i), Kind: "practica",
			Title: strings.Trim(c.text(7), "."), Place: strings.ReplaceAll(place, ".", ","),
			Summary: c.text(min(words, 26)), Body: c.text(words/2 + c.rng.IntN(words+1)),
			Edition: fmt.Sprint(2016 + c.rng.IntN(9)),
			Date:    fmt.Sprintf("%d-%02d-%02d", 2016+c.rng.IntN(9), 1+c.rng.IntN(12), 1+c.rng.IntN(28)),
			Codes:   []string{fmt.Sprintf("%06d", 10101+i%1890*137)},
			Facets:  map[string][]string{},
		}
		if c.rng.IntN(2) == 0 {
			d.Needs = []string{"sin internet"}
		}
		for _, f := range facets {
			several := f.Key == "tema" || f.Key == "poblacion" || f.Key == "meta"
			for range 1 + c.rng.IntN(2) {
				d.Facets[f.Key] = append(d.Facets[f.Key], f.Values[c.rng.IntN(len(f.Values))].ID)
				if !several {
					break
				}
			}
		}
		docs[i] = d
	}
	return docs
}

// Municipalities are n short documents.
func (c *Corpus) Municipalities(n int) []search.Document {
	docs := make([]search.Document, n)
	departments := Options().Facets[0].Values
	for i := range docs {
		name := strings.Trim(c.text(1), ".")
		code := fmt.Sprintf("%06d", 10101+i*137)
		docs[i] = search.Document{
			URL: "municipalidades/" + code + "/", Kind: "municipalidad", Title: "Municipalidad Distrital de " + name,
			Place: name + ", Provincia, Departamento", Codes: []string{code}, Body: c.text(25),
			Facets: map[string][]string{"departamento": {departments[i%len(departments)].ID}},
		}
	}
	return docs
}
