/**
 * The files of the index, as FORMAT.md beside internal/shard describes them.
 */
import { fold, termOf } from './analyze.js';
import { Reader, riceParam, utf8 } from './bytes.js';

const K1 = 1.2;
const B = 0.75;

/**
 * @typedef {object} Head
 * @property {number} docs
 * @property {number} cardsPerFile
 * @property {string} cards names their folder
 * @property {string} shards names their folder
 * @property {string} order
 * @property {{name: string, weight: number, named: number}[]} kinds what multiplies the scores, also where the query names the place
 * @property {Uint8Array} kind of each document
 * @property {Float64Array} norms what BM25 adds to a term's frequency, by document
 * @property {{key: string, size: number, hash: string}[]} facets
 * @property {{letter: string, from: number, hash: string}[]} spells
 * @property {string[]} from where each shard begins
 */

/** @returns {Head} */
export function decodeHead(/** @type {Uint8Array} */ bytes) {
  const r = new Reader(bytes, 'H');
  const size = r.uint();
  if (size < 4 || size > 16) r.bad();
  const tokens = r.uint();
  const cardsPerFile = r.uint();
  if (!cardsPerFile) r.bad();
  const cards = r.hash(size);
  const shards = r.hash(size);
  const order = r.hash(size);
  const lengths = [];
  const kinds = r.many(() => {
    const kind = { name: r.text(), weight: r.uint() / 1000, named: r.uint() / 1000 };
    const runs = r.uint();
    lengths.push({ runs, first: runs && r.uint(), params: runs && r.byte() });
    return kind;
  });
  const facets = r.many(() => ({ key: r.text(), size: r.uint(), hash: r.hash(size) }));
  const spells = r.many(() => ({ letter: r.text(), from: r.uint(), hash: r.hash(size) }));
  const from = r.many(() => r.front());
  r.bits();
  let docs = 0;
  const runs = [];
  const ends = [];
  lengths.forEach((l, i) => {
    let length = l.first;
    for (let n = 0; n < l.runs; n++) {
      if (n) length += r.rice(l.params >> 4) + 1;
      const count = r.rice(l.params & 15) + 1;
      runs.push(length, count);
      docs += count;
      if (docs > 2 ** 20 || r.left() < 0) r.bad();
    }
    ends.push(docs);
  });
  const kind = new Uint8Array(docs);
  ends.forEach((end, i) => kind.fill(i, ends[i - 1] || 0, end));
  const average = Math.ceil(tokens / docs);
  const norms = new Float64Array(docs);
  for (let i = 0, at = 0; i < runs.length; i += 2) {
    const q = Math.fround(1 / Math.sqrt(runs[i]));
    norms.fill(K1 * (1 - B + B * (1 / (q * q)) / average), at, at += runs[i + 1]);
  }
  return { docs, cardsPerFile, cards, shards, order, kinds, kind, norms, facets, spells, from };
}

/**
 * A shard: keys in order; the postings of key i are docs[at[i]] to
 * docs[at[i + 1] - 1], with as many freqs.
 * @typedef {{keys: string[], at: number[], docs: Uint32Array, freqs: Float64Array}} Terms
 */

/** @returns {Terms} */
export function decodeTerms(/** @type {Uint8Array} */ bytes, /** @type {number} */ total) {
  const r = new Reader(bytes, 'P');
  const at = [0];
  let n = 0;
  const keys = r.many(() => {
    const key = r.front();
    const df = r.uint();
    at.push(n += df);
    if (df > total || n > bytes.length * 8) r.bad();
    return key;
  });
  r.bits();
  const docs = new Uint32Array(n);
  const freqs = new Float64Array(n);
  keys.forEach((_, i) => {
    const count = at[i + 1] - at[i];
    // Of most documents, those that lack the term are told.
    const lack = count * 4 > total * 3 && new Set(r.list(total - count, total));
    const k = riceParam(total, count);
    const often = count < 64 ? 0 : r.take(3);
    const base = count < 64 ? 1 : r.rice(3) + 1;
    let next = 0;
    for (let j = at[i]; j < at[i + 1]; j++) {
      if (lack) while (lack.has(next)) next++;
      else next += r.rice(k);
      docs[j] = next;
      // From the base outwards, the greater before the lesser.
      const f = r.rice(often) + 1;
      freqs[j] = f < 2 * base ? base + (f & 1 ? -(f >> 1) : f >> 1) : f;
      if (next++ >= total) r.bad();
    }
    r.align();
  });
  return { keys, at, docs, freqs };
}

/**
 * The places of the key number i of a shard.
 * @param {Terms} terms
 * @returns {Map<number, number[]>} by document
 */
export function decodePlaces(/** @type {Uint8Array} */ bytes, terms, /** @type {number} */ i) {
  const r = new Reader(bytes, 'L');
  const k = r.byte();
  const found = new Map();
  r.bits();
  for (let t = 0; t <= i; t++) {
    for (let j = terms.at[t]; j < terms.at[t + 1]; j++) {
      const list = [];
      let next = 0;
      for (let n = terms.freqs[j] - r.rice(0); n > 0; n--) {
        if (r.left() < 0) r.bad();
        list.push(next += r.rice(k));
        next++;
      }
      if (t === i) found.set(terms.docs[j], list);
    }
    r.align();
  }
  return found;
}

/** @returns {{key: string, label: string, values: {id: string, label: string, docs: Uint32Array}[]}} */
export function decodeFacet(/** @type {Uint8Array} */ bytes, /** @type {number} */ total) {
  const r = new Reader(bytes, 'F');
  const key = r.text();
  const label = r.text();
  const values = r.many(() => ({ id: r.text(), label: r.text(), n: r.uint() }));
  r.bits();
  return { key, label, values: values.map((v) => ({ id: v.id, label: v.label, docs: r.list(v.n, total) })) };
}

/** All documents in the order of a list without a query. */
export function decodeOrder(/** @type {Uint8Array} */ bytes, /** @type {number} */ total) {
  const r = new Reader(bytes, 'O');
  const counts = r.many(() => r.uint());
  r.bits();
  const order = new Uint32Array(total);
  let at = 0;
  for (const n of counts) {
    const ids = r.list(n, total);
    if (at + n > total) r.bad();
    order.set(ids, at);
    at += n;
  }
  if (at < total) r.bad();
  return order;
}

/**
 * @typedef {{term: string, shown: string, folded: string, rank: number}} Word
 * term of the dictionary, its commonest spelling, that folded, how common
 * @returns {Word[]}
 */
export function decodeSpell(/** @type {Uint8Array} */ bytes) {
  const r = new Reader(bytes, 'E');
  const ending = () => {
    const drop = r.uint();
    const add = r.text();
    return { drop, add, folded: fold(add) };
  };
  const table = r.many(ending);
  return r.many(() => {
    const term = termOf(r.front());
    const b = r.byte();
    let i = b & 15;
    if (i > 14) i = r.byte();
    const e = i > 254 ? ending() : table[i] || r.bad();
    const kept = term.slice(0, Math.max(0, term.length - e.drop));
    return { term, shown: kept + e.add, folded: kept + e.folded, rank: b >> 4 };
  });
}

/** The manifest, and the cards of a file: any[][]. */
export const decodeJSON = (/** @type {Uint8Array} */ bytes) => JSON.parse(utf8(bytes));
