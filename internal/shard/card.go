package shard

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
)

// Card is what a list of results shows of a document. It is written as a JSON
// array of its fields in this order, without the empty ones at the end.
type Card struct {
	URL, Title, Summary, Place, Edition, Date string
	Needs                                     []string
	Example                                   bool
}

// EncodeCards writes the cards of one file: a JSON array of cards.
func EncodeCards(cards []Card) []byte {
	list := make([][]any, len(cards))
	for i, c := range cards {
		fields := []any{c.URL, c.Title, c.Summary, c.Place, c.Edition, c.Date, c.Needs, 1}
		switch {
		case c.Example && c.Needs == nil:
			fields[6] = []string{}
		case c.Example:
		case len(c.Needs) > 0:
			fields = fields[:7]
		default:
			for fields = fields[:6]; len(fields) > 1 && fields[len(fields)-1] == ""; {
				fields = fields[:len(fields)-1]
			}
		}
		list[i] = fields
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(list); err != nil {
		panic(err) // lists of strings always encode
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// DecodeCards reads the cards of one file.
func DecodeCards(data []byte) ([]Card, error) {
	var list [][]json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	cards := make([]Card, len(list))
	for i, fields := range list {
		c := &cards[i]
		var example int
		into := []any{&c.URL, &c.Title, &c.Summary, &c.Place, &c.Edition, &c.Date, &c.Needs, &example}
		if len(fields) == 0 || len(fields) > len(into) {
			return nil, corrupt("a card of %d fields", len(fields))
		}
		for j, f := range fields {
			if err := json.Unmarshal(f, into[j]); err != nil {
				return nil, fmt.Errorf("%w: card %d: %w", ErrCorrupt, i, err)
			}
		}
		c.Example = example == 1
	}
	return cards, nil
}

// Manifest is the only file of the index whose content changes under one
// name: it says which head is today's.
type Manifest struct {
	Version int    `json:"formato"`
	Head    string `json:"cabecera"`
}

// ManifestName is the address of the manifest inside the index folder.
const ManifestName = "indice.json"

// HeadName is the address of a head inside the index folder.
func HeadName(hash string) string { return "c/" + hash + ".bin" }

// Encode writes the manifest.
func (m Manifest) Encode() []byte {
	return fmt.Appendf(nil, `{"formato":%d,"cabecera":%q}`, m.Version, m.Head)
}

// DecodeManifest reads a manifest, and tells another version by [ErrVersion].
func DecodeManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if m.Version != Version {
		return m, ErrVersion
	}
	return m, nil
}

// WrappedSuffix is what the script form of a file adds to its name.
const WrappedSuffix = ".js"

// Wrap gives the script form of a file of the index, for sites that are opened
// from a disk, where a page may load scripts but not read files. The script
// calls one function that the client has set, with the name and the bytes in
// base64; it needs no eval and no inline code.
func Wrap(name string, data []byte) []byte {
	out := append([]byte("vitrinaIndice("), strconv.AppendQuoteToASCII(nil, name)...)
	out = append(out, `,"`...)
	out = base64.StdEncoding.AppendEncode(out, data)
	return append(out, "\")\n"...)
}

// Unwrap undoes [Wrap].
func Unwrap(script []byte) (name string, data []byte, err error) {
	rest, ok := bytes.CutPrefix(script, []byte("vitrinaIndice("))
	rest, ok2 := bytes.CutSuffix(rest, []byte("\")\n"))
	quoted, encoded, ok3 := bytes.Cut(rest, []byte(`,"`))
	if !ok || !ok2 || !ok3 {
		return "", nil, corrupt("not a wrapped file")
	}
	if name, err = strconv.Unquote(string(quoted)); err != nil {
		return "", nil, corrupt("its name: %v", err)
	}
	if data, err = base64.StdEncoding.AppendDecode(nil, encoded); err != nil {
		return "", nil, corrupt("%v", err)
	}
	return name, data, nil
}
