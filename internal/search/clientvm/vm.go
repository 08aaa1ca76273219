// Package clientvm runs the published search client without a browser: the
// modules of static/js/search, bundled as for a page, in goja.
//
// In: static/ as an fs.FS, and a function that gives the files of an index.
// Out: what the client's functions return. Tests and the relevance command use
// it to hold the client to what Go and bleve say; the site never does.
//
//	vm, err := clientvm.New(static)
//	err = vm.Open(func(path string) ([]byte, bool) { … })
//	answer, err := vm.Search("agua", nil)
//	err = vm.Call("term", &term, "aguas")    // any exported function
//
// A VM is not for several goroutines at a time.
package clientvm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/dop251/goja"

	"vitrina/internal/assets"
)

// entry hands the client's functions to the VM. It is bundled with the modules.
const entry = `
import * as analyze from './analyze.js';
import { SearchError } from './bytes.js';
import * as decode from './decode.js';
import * as parse from './parse.js';
import * as rank from './rank.js';
import * as spell from './spell.js';
import { openSearch } from './search.js';
import * as state from './state.js';
import { makeStore } from './store.js';

let search;
const load = (path) => {
  const bytes = vmFile(path);
  return bytes ? Promise.resolve(new Uint8Array(bytes)) : Promise.reject(new SearchError('network', path));
};
const each = (f) => (list) => list.map((x) => f(x));
self.client = Object.assign({}, analyze, decode, parse, spell, state, {
  open: async (options) => { search = await openSearch(load, options || {}); return search.head.docs; },
  search: (text, options) => search.search(text, options || {}),
  terms: each((text) => { const out = []; analyze.eachWord(text, (w) => { const t = analyze.term(w); if (t) out.push(t); }); return out; }),
  letters: each(spell.soundLetter),
  tryDecode: (name, data, ...rest) => {
    try { decode[name](new Uint8Array(data), ...rest); return 'ok'; } catch (e) { return e.code || String(e); }
  },
  words: (data) => decode.decodeSpell(new Uint8Array(data)),
  shard: (data, total) => { const t = decode.decodeTerms(new Uint8Array(data), total);
    return { keys: t.keys, at: Array.from(t.at), docs: Array.from(t.docs), freqs: Array.from(t.freqs) }; },
  head: (data) => { const h = decode.decodeHead(new Uint8Array(data)); return Object.assign(h, { norms: h.norms.length, kind: 0 }); },
  order: (data, total) => Array.from(decode.decodeOrder(new Uint8Array(data), total)),
  facet: (data, total) => { const f = decode.decodeFacet(new Uint8Array(data), total);
    f.values.forEach((v) => { v.docs = Array.from(v.docs); }); return f; },
  storeTest: async (script) => {
    const log = [];
    const wait = {};
    const get = makeStore((path, signal) => new Promise((ok, no) => {
      log.push('load ' + path);
      signal.addEventListener('abort', () => { log.push('stop ' + path); no(new Error('stopped')); });
      wait[path] = ok;
    }), 2);
    const stops = {};
    for (const [what, who, path] of script) {
      if (what === 'get') {
        stops[who] = new AbortController();
        get(path, (b) => b, stops[who].signal).then((v) => log.push(who + ' has ' + v), (e) => log.push(who + ' ' + e.name));
      } else if (what === 'stop') stops[who].abort();
      else wait[who]('«' + who + '»');
      for (let i = 0; i < 8; i++) await null;
    }
    return log;
  },
});
`

// prelude is what browsers have and goja has not.
const prelude = `
var self = globalThis;
class TextDecoder { decode(b) { return vmText(b); } }
class AbortController {
  constructor() {
    const calls = [];
    this.signal = { aborted: false,
      addEventListener: (n, f) => calls.push(f),
      removeEventListener: (n, f) => { const i = calls.indexOf(f); if (i >= 0) calls.splice(i, 1); } };
    this.abort = () => { if (!this.signal.aborted) { this.signal.aborted = true; calls.slice().forEach((f) => f()); } };
  }
}
`

// VM is a client.
type VM struct {
	js    *goja.Runtime
	files func(path string) ([]byte, bool)
	// Loaded has the path of every file that the client asked for, in order.
	Loaded []string
}

// New starts a client from the modules in static.
func New(static fs.FS) (*VM, error) {
	overlay := fstest.MapFS{}
	names, err := fs.Glob(static, "js/search/*.js")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, fmt.Errorf("read client: %w", err)
		}
		overlay[name] = &fstest.MapFile{Data: data}
	}
	const path = "js/search/vm-entry.js"
	overlay[path] = &fstest.MapFile{Data: []byte(entry)}
	bundle, err := assets.Build(overlay, []assets.Entry{{Path: path, Format: assets.Classic}})
	if err != nil {
		return nil, fmt.Errorf("bundle client: %w", err)
	}
	vm := &VM{js: goja.New()}
	for name, f := range map[string]any{"vmText": vm.text, "vmFile": vm.file} {
		if err := vm.js.Set(name, f); err != nil {
			return nil, err
		}
	}
	for _, script := range []string{prelude, string(bundle.Files[0].Data)} {
		if _, err := vm.js.RunString(script); err != nil {
			return nil, fmt.Errorf("start client: %w", err)
		}
	}
	return vm, nil
}

func (vm *VM) text(call goja.FunctionCall) goja.Value {
	o := call.Argument(0).ToObject(vm.js)
	buffer, ok := o.Get("buffer").Export().(goja.ArrayBuffer)
	if !ok {
		panic(vm.js.NewTypeError("not bytes"))
	}
	from := int(o.Get("byteOffset").ToInteger())
	to := from + int(o.Get("byteLength").ToInteger())
	return vm.js.ToValue(strings.ToValidUTF8(string(buffer.Bytes()[from:to]), "\uFFFD"))
}

func (vm *VM) file(path string) goja.Value {
	vm.Loaded = append(vm.Loaded, path)
	if data, ok := vm.files(path); ok {
		return vm.js.ToValue(vm.js.NewArrayBuffer(data))
	}
	return goja.Undefined()
}

// Open opens the index whose files are given by name.
func (vm *VM) Open(files func(path string) ([]byte, bool)) error {
	vm.files = files
	return vm.Call("open", nil)
}

// Result is one result of the client.
type Result struct {
	URL, Kind, Title, Summary, Place, Edition, Date string
	Needs                                           []string
	Example                                         bool
	Score                                           float64
}

// Answer is what the client's search gives.
type Answer struct {
	Total     int
	Corrected *string
	Facets    map[string]map[string]int
	Kinds     map[string]int
	Terms     []string
	Results   []Result
}

// Search asks the client.
func (vm *VM) Search(text string, options map[string]any) (Answer, error) {
	var a Answer
	return a, vm.Call("search", &a, text, options)
}

// Call calls a function of the client, waits for it, and reads what it returns
// into out, as JSON. A []byte argument is an ArrayBuffer there.
func (vm *VM) Call(name string, out any, args ...any) error {
	client := vm.js.Get("client").ToObject(vm.js)
	f, ok := goja.AssertFunction(client.Get(name))
	if !ok {
		return fmt.Errorf("the client has no function %s", name)
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		if data, ok := a.([]byte); ok {
			values[i] = vm.js.ToValue(vm.js.NewArrayBuffer(data))
			continue
		}
		// By way of JSON, so that the client meets plain objects.
		data, err := json.Marshal(a)
		if err != nil {
			return err
		}
		parse, _ := goja.AssertFunction(vm.js.Get("JSON").ToObject(vm.js).Get("parse"))
		if values[i], err = parse(goja.Undefined(), vm.js.ToValue(string(data))); err != nil {
			return err
		}
	}
	v, err := f(goja.Undefined(), values...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if p, ok := v.Export().(*goja.Promise); ok {
		switch p.State() {
		case goja.PromiseStatePending:
			return errors.New(name + " never ends")
		case goja.PromiseStateRejected:
			return fmt.Errorf("%s: %s", name, p.Result())
		}
		v = p.Result()
	}
	if out == nil {
		return nil
	}
	stringify, _ := goja.AssertFunction(vm.js.Get("JSON").ToObject(vm.js).Get("stringify"))
	text, err := stringify(goja.Undefined(), v)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text.String()), out)
}
