/**
 * The search itself: from a text to results, loading what it needs and no more.
 * It knows nothing of the page, nor of how files are loaded.
 */
import { key, stem, termOf } from './analyze.js';
import { VERSION, SearchError, utf8 } from './bytes.js';
import { decodeCards, decodeFacet, decodeHead, decodeOrder, decodePlaces, decodeSpell, decodeTerms } from './decode.js';
import { parse } from './parse.js';
import { score, top } from './rank.js';
import { nearest, soundLetter, withTilde } from './spell.js';
import { makeStore } from './store.js';

/** Facets load by themselves where all of them together are this small. */
const FREE = 2560;
/** How many shards a beginning of a word may load. */
const SPAN = 4;
const MANIFEST = 'indice.json';

/**
 * @typedef {object} Options
 * @property {Record<string, string[]>} [filters] values of one facet: any of them; facets: all of them
 * @property {string[]} [kinds]
 * @property {number} [limit]
 * @property {number} [offset]
 * @property {boolean} [literal] neither correct nor complete words
 * @property {boolean|string[]} [facets] which facets to count
 * @property {AbortSignal} [signal]
 *
 * @typedef {object} Result
 * @property {string} url relative to the site's root
 * @property {string} kind
 * @property {string} title
 * @property {string} summary
 * @property {string} place
 * @property {string} edition
 * @property {string} date
 * @property {string[]} needs
 * @property {boolean} example
 * @property {number} score
 *
 * @typedef {object} Answer
 * @property {number} total
 * @property {string|null} corrected the text that was searched instead
 * @property {Record<string, Record<string, number>>} facets
 * @property {Record<string, number>} kinds how many of each kind, whichever are asked for
 * @property {string[]} terms what to highlight: a word is, if its term is here
 * @property {Result[]} results
 */

/**
 * @param {(path: string, signal?: AbortSignal) => Promise<Uint8Array>} load
 * @param {{head?: string}} [options] the name of the head, if it is known
 */
export async function openSearch(load, options = {}) {
  const manifest = async () => {
    const m = JSON.parse(utf8(await load(MANIFEST)));
    if (m.formato !== VERSION) throw new SearchError('version', 'format ' + m.formato);
    return m.cabecera;
  };
  const name = options.head || await manifest();
  // A file that is not there mostly means that the site was published again.
  const checked = (path, signal) => load(path, signal).catch(async (e) => {
    if (e.code === 'network' && await manifest().catch((other) => {
      if (other.code === 'version') throw other;
      return name;
    }) !== name) throw new SearchError('version', path);
    throw e;
  });
  return new Search(decodeHead(await checked(file('c', name))), checked);
}

export class Search {
  /**
   * @param {import('./decode.js').Head} head
   * @param {(path: string, signal?: AbortSignal) => Promise<Uint8Array>} load
   */
  constructor(head, load) {
    this.head = head;
    this.get = makeStore(load, 120);
  }

  /**
   * @param {string} text
   * @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  async search(text, options = {}) {
    const { head } = this;
    const { filters = {}, kinds, limit = 10, offset = 0, literal, signal } = options;
    const { words, phrases } = parse(text);
    const wanted = Object.keys(filters).filter((f) => filters[f].length);
    const [found, order, ...chosen] = await Promise.all([
      Promise.all(words.map((w) => this.find(w, literal, signal))),
      words.length ? null : this.get(file('o', head.order), (b) => decodeOrder(b, head.docs), signal),
      ...wanted.map((f) => this.facet(f, signal)),
    ]);

    const { ids, scores, weights = [] } = words.length ? score(head.norms, found) : byDate(order);
    let hits = ids;
    for (const phrase of phrases) hits = await this.keepPhrase(phrase, hits, signal);
    const outside = chosen.map((facet, i) => {
      const mask = new Uint8Array(head.docs).fill(1);
      for (const v of facet.values) if (filters[wanted[i]].indexOf(v.id) >= 0) for (const d of v.docs) mask[d] = 0;
      return mask;
    });

    // marks: 0 for documents that do not answer the text, else 1 and how many
    // filters keep them out, their kind being one.
    const marks = new Uint8Array(head.docs);
    const byKind = {};
    for (const { name } of head.kinds) byKind[name] = 0;
    const kept = [];
    const lift = lifts(found, weights);
    for (const d of hits) {
      const kind = head.kinds[head.kind[d]];
      scores[d] *= kind.weight + (kind.named - kind.weight) * (lift.get(d) || 0);
      marks[d] = 1;
      for (const mask of outside) marks[d] += mask[d];
      if (marks[d] === 1) byKind[kind.name]++;
      if (kinds && kinds.length && kinds.indexOf(kind.name) < 0) marks[d]++;
      if (marks[d] === 1) kept.push(d);
    }
    const best = words.length ? top(kept, scores, offset + limit) : kept.slice(0, offset + limit);
    const [results, facets] = await Promise.all([
      Promise.all(best.slice(offset).map((d) => this.card(d, scores[d], signal))),
      this.count(options.facets, wanted, outside, marks, signal),
    ]);
    return {
      total: kept.length,
      corrected: corrected(text, found),
      facets,
      kinds: byKind,
      terms: [].concat(...found.map((f) => f.terms)),
      results,
    };
  }

  /**
   * The names of a facet's values.
   * @param {string} name
   * @param {AbortSignal} [signal]
   */
  async facet(name, signal) {
    const f = this.head.facets.find((o) => o.key === name);
    if (!f) throw new SearchError('filter', name);
    return this.get(file('f', f.hash), (b) => decodeFacet(b, this.head.docs), signal);
  }

  /** How many answers each value would leave, with the other facets' filters. */
  async count(which, wanted, outside, marks, signal) {
    const all = this.head.facets;
    const free = all.reduce((n, f) => n + f.size, 0) <= FREE;
    const keys = all.map((f) => f.key).filter((f) => Array.isArray(which) ? which.indexOf(f) >= 0
      : which === undefined ? free || wanted.indexOf(f) >= 0 : which);
    const counts = {};
    (await Promise.all(keys.map((f) => this.facet(f, signal)))).forEach((facet) => {
      const mask = outside[wanted.indexOf(facet.key)];
      const of = counts[facet.key] = {};
      for (const v of facet.values) {
        let n = 0;
        for (const d of v.docs) if (marks[d] === (mask ? 1 + mask[d] : 1)) n++;
        of[v.id] = n;
      }
    });
    return counts;
  }

  async card(d, value, signal) {
    const { cardsPerFile, cards, kinds } = this.head;
    const n = Math.floor(d / cardsPerFile);
    const [url, title, summary = '', place = '', edition = '', date = '', needs = [], example] =
      (await this.get('t/' + cards + '/' + n + '.json', decodeCards, signal))[d % cardsPerFile];
    return { url, kind: kinds[this.head.kind[d]].name, title, summary, place, edition, date, needs, example: !!example, score: value };
  }

  /** The number of the shard that holds a term, if any does. */
  home(term) {
    const { from } = this.head;
    const k = key(term);
    let n = from.length - 1;
    while (n >= 0 && from[n] > k) n--;
    return n;
  }

  async shard(n, signal) {
    return n < 0 ? null : this.get(file('p', this.head.shards, n), (b) => decodeTerms(b, this.head.docs), signal);
  }

  /** The shard of a term, its number, and where in it the term is: -1 if it is not. */
  async entry(term, signal) {
    const n = this.home(term);
    const s = await this.shard(n, signal);
    return { n, s, i: s ? s.keys.indexOf(key(term)) : -1 };
  }

  /** Everything that answers one word of the query. */
  async find(word, literal, signal) {
    const terms = [];
    const group = [];
    const names = new Map(); // documents with the word in their place, and of how long a name
    const take = (s, i, weight) => {
      const t = termOf(s.keys[i]);
      if (terms.indexOf(t) >= 0 || /\x01$/.test(t)) return;
      terms.push(t);
      const of = (list) => list.subarray(s.at[i], s.at[i + 1]);
      group.push({ docs: of(s.docs), freqs: of(s.freqs), weight });
      if (s.keys[i + 1] === s.keys[i] + '\x01') for (let j = s.at[i + 1]; j < s.at[i + 2]; j++) names.set(s.docs[j], s.freqs[j]);
    };
    const takeTerm = async (t, weight) => {
      const { s, i } = await this.entry(t, signal);
      if (i >= 0) take(s, i, weight);
    };
    const done = ({ shown, sure } = { sure: 1 }) => ({ word, terms, group, names, shown, sure });

    await takeTerm(word.term, 1);
    if (literal || word.fixed) return done();
    // A word that is known widens only inside the shard that is loaded anyway.
    const known = group.length > 0;
    const home = this.home(word.term);
    const others = withTilde(word.folded).map(stem);
    let range = this.range(word);
    if (known) range = range.filter((n) => n === home);
    else await Promise.all([...range, ...others.map((t) => this.home(t))].map((n) => this.shard(n, signal)));
    for (const t of others) if (!known || this.home(t) === home) await takeTerm(t, known ? 0.5 : 1);
    for (const { s, i } of await this.longer(word, range, signal)) take(s, i, known ? 0.3 : 1);
    if (group.length || /\d/.test(word.folded) || word.folded.length < 3) return done();
    const near = await this.near(word, signal);
    await Promise.all(near.map((w) => this.shard(this.home(w.term), signal)));
    for (const w of near) await takeTerm(w.term, 1);
    return done(near[0]);
  }

  /** The shards with what the word may be the beginning of, no more than SPAN. */
  range({ last, folded }) {
    const shards = [];
    if (last && folded.length > 2) {
      for (let n = this.home(folded), end = Math.min(this.home(folded + '\uffff'), n + SPAN - 1); n <= end; n++) shards.push(n);
    }
    return shards;
  }

  /** The eight commonest terms in some shards that begin with the word. */
  async longer(word, shards, signal) {
    const prefix = key(word.folded);
    const found = [];
    for (const n of shards) {
      const s = await this.shard(n, signal);
      if (s) s.keys.forEach((k, i) => k.indexOf(prefix) || found.push({ s, i, df: s.at[i + 1] - s.at[i] }));
    }
    return found.sort((x, y) => y.df - x.df || (x.s.keys[x.i] < y.s.keys[y.i] ? -1 : 1)).slice(0, 8);
  }

  /** Words of the dictionary that the reader may have meant. */
  async near(word, signal) {
    const size = word.term.length;
    let before = '';
    for (const start of [word.folded, word.folded.slice(1)]) {
      const letter = soundLetter(start);
      if (letter === before) break;
      before = letter;
      const files = this.head.spells.filter((f) => f.letter === letter)
        .filter((f, i, all) => f.from <= size + 2 && !(all[i + 1] && all[i + 1].from <= size - 2));
      const lists = await Promise.all(files.map((f) => this.get(file('e', f.hash), decodeSpell, signal)));
      const found = nearest(word, [].concat(...lists));
      if (found.length) return found;
    }
    return [];
  }

  /** Keeps of the hits those in which the phrase stands. */
  async keepPhrase(phrase, hits, signal) {
    const lists = await Promise.all(phrase.map(async ({ term, place }) => {
      const { n, s, i } = await this.entry(term, signal);
      if (i < 0) return { place, at: new Map() };
      const bytes = await this.get(file('l', this.head.shards, n), (b) => b, signal);
      return { place, at: decodePlaces(bytes, s, i) };
    }));
    const [first, ...others] = lists;
    return hits.filter((d) => (first.at.get(d) || []).some((p) =>
      others.every((o) => (o.at.get(d) || []).indexOf(p + o.place - first.place) >= 0)));
  }
}

/** All documents, with scores that keep the order of dates. */
const byDate = (order) => ({ ids: Array.from(order), scores: new Float64Array(order.length).fill(1) });

const file = (...path) => path.join('/') + '.bin';

/**
 * How much of the query names the place of each document, by the weight of the
 * words; documents that have no whole name in the query are not there.
 */
function lifts(found, weights) {
  const whole = weights.reduce((a, b) => a + b, 0);
  const named = new Map();
  found.forEach(({ names }, i) => names.forEach((of, d) => {
    const n = named.get(d) || { missing: 99, share: 0 };
    if (of > 1) n.missing = Math.min(n.missing, of - 1) - 1;
    n.share += weights[i] / whole;
    named.set(d, n);
  }));
  const lift = new Map();
  named.forEach((n, d) => n.missing < 1 && lift.set(d, n.share ** 2));
  return lift;
}

/** The text with the words that stand for the reader's, or null. */
function corrected(text, found) {
  const out = found.reduceRight((s, { word, shown }) => shown ? s.slice(0, word.start) + shown + s.slice(word.end) : s, text);
  return out === text ? null : out;
}
