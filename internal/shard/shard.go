// Package shard is the published search index: what each of its files holds,
// and the functions that write and read them. FORMAT.md beside this file
// describes every byte; the client under static/js/search reads the same files.
//
// What goes in are plain values: a [Head], the terms of a shard with their
// postings, the places of those terms, a [Facet], a [Spell] list, an [Order],
// a [Card]. What comes out are bytes, and the same value always gives the same
// bytes. Every Encode has a Decode that gives the value back:
//
//	data := shard.EncodeTerms(docs, placesHash, terms)
//	name := shard.Name("p", data, hashLen)     // p/0f3a91c2.bin
//	got, err := shard.DecodeTerms(data, docs)
//
// The decoders take bytes from anywhere: a damaged or hostile file gives an
// error, never a panic, and never more memory than a small multiple of its own
// size. They are the reference for the client's decoder, and what checks use
// to inspect a finished site.
//
// The package knows nothing of language: terms are words that someone else
// has already reduced, in the order that [Key] gives. It touches no disk.
package shard

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Version of the format. A client that meets another version says so and
// offers to reload; it never guesses.
//
//	1: first published form
const Version = 1

// The letter of each kind of file, fourth byte of its header.
const (
	kindHead   = 'H'
	kindTerms  = 'P'
	kindPlaces = 'L'
	kindFacet  = 'F'
	kindSpell  = 'E'
	kindOrder  = 'O'
)

// Limits that a reader holds a file to. They are far above any real site and
// keep arithmetic inside 32 bits, which is what the client computes with.
const (
	MaxDocs   = 1 << 20
	MaxTerm   = 255 // bytes of one term
	MaxPlace  = 1 << 24
	MaxFreq   = 1 << 24
	MinHash   = 4
	MaxHash   = 16
	headerLen = 4
)

// ErrVersion means that the bytes are an index file of another version.
var ErrVersion = errors.New("shard: another version of the format")

// ErrCorrupt is wrapped by every other decoding error.
var ErrCorrupt = errors.New("shard: damaged file")

func corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

// Hash is the first n bytes of the SHA-256 of data: what names a file.
func Hash(data []byte, n int) []byte {
	sum := sha256.Sum256(data)
	return sum[:n:n]
}

// Name is the address of a file inside the index folder: its folder, then its
// content hash. A file under such a name never changes.
func Name(folder string, hash []byte) string {
	return folder + "/" + hex.EncodeToString(hash) + ".bin"
}

// Key is the form of a term that is stored and sorted: ñ becomes n and a byte
// above every letter, so that words with ñ stand right after the same words
// with n, mostly in the same shard.
func Key(term string) string {
	return strings.ReplaceAll(term, "ñ", "n\x7f")
}

// Term undoes [Key].
func Term(key string) string {
	return strings.ReplaceAll(key, "n\x7f", "ñ")
}

// NameMark ends the key of a mark: a term of its own, right after the word it
// belongs to, whose postings are the documents with that word in their place.
// The frequency is one, or one more than the words of the place's name if the
// word is of the name.
const NameMark = "\x01"

// RiceParam is the number of low bits with which the gaps of a list of n
// ascending numbers below total are written. Both sides compute it, so it
// costs nothing to store: the largest k with 100·n·2^k ≤ 69·total.
func RiceParam(total, n int) uint {
	k := uint(0)
	for k < 24 && 100*int64(n)<<(k+1) <= 69*int64(total) {
		k++
	}
	return k
}
