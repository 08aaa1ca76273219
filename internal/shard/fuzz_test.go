package shard_test

import (
	"bytes"
	"errors"
	"testing"

	"vitrina/internal/shard"
)

// FuzzDecode gives the decoders any bytes: they answer with a value or with an
// error of ours, and what they accept is written back as it was.
func FuzzDecode(f *testing.F) {
	terms, places := sampleTerms()
	es := entries(terms, places, docs, 3)
	for _, data := range [][]byte{
		sampleHead().Encode(), shard.EncodeTerms(es), shard.EncodePlaces(3, es), shard.EncodeFacet(sampleFacet(), docs),
		shard.EncodeSpell(sampleWords()), shard.EncodeOrder(sampleOrder, docs), shard.EncodeCards(sampleCards()), shard.Wrap("a", []byte("b")),
		{'V', 'B', shard.Version, 'P', 0, 255, 255, 255, 255, 15}, {'V', 'B', shard.Version, 'H', 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 255, 255, 255, 127},
	} {
		f.Add(data, uint16(docs))
	}
	sample, err := shard.DecodeTerms(shard.EncodeTerms(es), docs)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, n uint16) {
		docs := int(n)
		known := func(err error) bool {
			if err != nil && !errors.Is(err, shard.ErrCorrupt) && !errors.Is(err, shard.ErrVersion) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return err == nil
		}
		if h, err := shard.DecodeHead(data); known(err) && len(h.Encode()) > len(data)+16 {
			t.Error("a head grew")
		}
		if got, err := shard.DecodeTerms(data, docs); known(err) {
			list := make([]shard.Entry, len(got))
			for i, term := range got {
				list[i] = shard.Entry{Key: term.Key, Docs: len(term.Postings), Postings: shard.AppendPostings(nil, term.Postings, docs)}
			}
			again, err := shard.DecodeTerms(shard.EncodeTerms(list), docs)
			if err != nil || len(again) != len(got) {
				t.Errorf("a shard that was read cannot be read again: %v", err)
			}
		}
		_, err := shard.DecodePlaces(data, sample)
		known(err)
		if facet, err := shard.DecodeFacet(data, docs); known(err) {
			if _, err := shard.DecodeFacet(shard.EncodeFacet(facet, docs), docs); err != nil {
				t.Error(err)
			}
		}
		if words, err := shard.DecodeSpell(data); known(err) {
			if again, err := shard.DecodeSpell(shard.EncodeSpell(words)); err != nil || len(again) != len(words) {
				t.Error(err)
			}
		}
		_, err = shard.DecodeOrder(data, docs)
		known(err)
		if cards, err := shard.DecodeCards(data); known(err) {
			if _, err := shard.DecodeCards(shard.EncodeCards(cards)); err != nil {
				t.Error(err)
			}
		}
		_, err = shard.DecodeManifest(data)
		known(err)
		if name, inside, err := shard.Unwrap(data); known(err) {
			if n, i, err := shard.Unwrap(shard.Wrap(name, inside)); err != nil || n != name || !bytes.Equal(i, inside) {
				t.Error(err)
			}
		}
	})
}
