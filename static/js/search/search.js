/**
 * The search itself: from a text to results, loading what it needs and no more.
 * It knows nothing of the page, nor of how files are loaded.
 */
import { VERSION, SearchError } from './bytes.js';
import { decodeFacet, decodeHead, decodeJSON, decodeOrder, decodePlaces } from './decode.js';
import { file, lookup } from './lookup.js';
import { parse } from './parse.js';
import { score, top } from './rank.js';
import { makeStore } from './store.js';

/** Facets load by themselves where all of them together are this small. */
const FREE = 2560;
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
    const m = decodeJSON(await load(MANIFEST));
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
  return searchIn(decodeHead(await checked(file('c', name))), makeStore(checked, 120));
}

/**
 * @param {import('./decode.js').Head} head
 * @param {<T>(path: string, decode: (bytes: Uint8Array) => T, signal?: AbortSignal) => Promise<T>} get
 */
function searchIn(head, get) {
  /**
   * @param {string} text
   * @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  const search = async (text, options = {}) => {
    const { filters = {}, kinds, limit = 10, offset = 0, literal, signal } = options;
    const { words, phrases } = parse(text);
    const { entry, find } = lookup(head, (path, decode) => get(path, decode, signal));
    const wanted = Object.keys(filters).filter((f) => filters[f].length);
    const [found, order, ...chosen] = await Promise.all([
      Promise.all(words.map((w) => find(w, literal))),
      words.length ? null : get(file('o', head.order), (b) => decodeOrder(b, head.docs), signal),
      ...wanted.map((f) => facet(f, signal)),
    ]);

    const { ids, scores, weights = [] } = words.length ? score(head.norms, found) : byDate(order);
    let hits = ids;
    for (const phrase of phrases) hits = await keepPhrase(phrase, hits, entry, signal);
    const outside = chosen.map((facet, i) => {
      const mask = new Uint8Array(head.docs).fill(1);
      for (const v of facet.values) if (filters[wanted[i]].includes(v.id)) for (const d of v.docs) mask[d] = 0;
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
      if (kinds && kinds.length && !kinds.includes(kind.name)) marks[d]++;
      if (marks[d] === 1) kept.push(d);
    }
    const best = words.length ? top(kept, scores, offset + limit) : kept.slice(0, offset + limit);
    const [results, facets] = await Promise.all([
      Promise.all(best.slice(offset).map((d) => card(d, scores[d], signal))),
      count(options.facets, wanted, outside, marks, signal),
    ]);
    return {
      total: kept.length,
      corrected: corrected(text, found),
      facets,
      kinds: byKind,
      terms: [].concat(...found.map((f) => f.terms)),
      results,
    };
  };

  /**
   * The names of a facet's values.
   * @param {string} name
   * @param {AbortSignal} [signal]
   */
  const facet = async (name, signal) => {
    const f = head.facets.find((o) => o.key === name);
    if (!f) throw new SearchError('filter', name);
    return get(file('f', f.hash), (b) => decodeFacet(b, head.docs), signal);
  };

  /** How many answers each value would leave, with the other facets' filters. */
  const count = async (which, wanted, outside, marks, signal) => {
    const all = head.facets;
    const free = all.reduce((n, f) => n + f.size, 0) <= FREE;
    const keys = all.map((f) => f.key).filter((f) => Array.isArray(which) ? which.includes(f)
      : which === undefined ? free || wanted.includes(f) : which);
    const counts = {};
    (await Promise.all(keys.map((f) => facet(f, signal)))).forEach((facet) => {
      const mask = outside[wanted.indexOf(facet.key)];
      const of = counts[facet.key] = {};
      for (const v of facet.values) {
        let n = 0;
        for (const d of v.docs) if (marks[d] === (mask ? 1 + mask[d] : 1)) n++;
        of[v.id] = n;
      }
    });
    return counts;
  };

  const card = async (d, value, signal) => {
    const { cardsPerFile, cards, kinds } = head;
    const n = Math.floor(d / cardsPerFile);
    const [url, title, summary = '', place = '', edition = '', date = '', needs = [], example] =
      (await get('t/' + cards + '/' + n + '.json', decodeJSON, signal))[d % cardsPerFile];
    return { url, kind: kinds[head.kind[d]].name, title, summary, place, edition, date, needs, example: !!example, score: value };
  };

  /** Keeps of the hits those in which the phrase stands. */
  const keepPhrase = async (phrase, hits, entry, signal) => {
    const lists = await Promise.all(phrase.map(async ({ term, place }) => {
      const { n, s, i } = await entry(term);
      if (i < 0) return { place, at: new Map() };
      const bytes = await get(file('l', head.shards, n), (b) => b, signal);
      return { place, at: decodePlaces(bytes, s, i) };
    }));
    const [first, ...others] = lists;
    return hits.filter((d) => (first.at.get(d) || []).some((p) =>
      others.every((o) => (o.at.get(d) || []).includes(p + o.place - first.place))));
  };

  return { head, search, facet };
}

/** All documents, with scores that keep the order of dates. */
const byDate = (order) => ({ ids: Array.from(order), scores: new Float64Array(order.length).fill(1) });

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
