// Package shard is the published search index: what each of its files holds,
// and the functions that write and read them. FORMAT.md beside this file
// describes every byte; the client under static/js/search reads the same files.
//
// What goes in are plain values: a [Head], the terms of a shard with their
// postings, the places of those terms, a [Facet], a [Spell] list, an [Order],
// a [Card]. What comes out are bytes, and the same value always gives the same
// bytes. Every Encode has a Decode that gives the value back:
//
//	data := shard.EncodeTerms(entries)
//	name := shard.TermsName(hashOfAll, 7)     // p/0f3a91c2/7.bin
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
//	2: shards and places are numbered in a folder; common words take less
const Version = 2

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

// TermsName is the address of the n-th shard, PlacesName that of its places;
// shards is the hash of all of them, so these never change either. A hash each
// would let a reader keep some over a new edition, but for hardly any: the
// numbers of documents are by length, and one that changes moves the others.
func TermsName(shards []byte, n int) string  { return numbered("p", shards, n, "bin") }
func PlacesName(shards []byte, n int) string { return numbered("l", shards, n, "bin") }

// CardsName is the address of the n-th file of cards.
func CardsName(cards []byte, n int) string { return numbered("t", cards, n, "json") }

func numbered(folder string, hash []byte, n int, suffix string) string {
	return fmt.Sprintf("%s/%x/%d.%s", folder, hash, n, suffix)
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
