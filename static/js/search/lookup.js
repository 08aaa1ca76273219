/**
 * Looks words up: which terms of the dictionary a word of the query stands for,
 * and the postings of those. FORMAT.md says which, under "Words that stand for
 * several terms".
 */
import { key, stem, termOf } from './analyze.js';
import { decodeSpell, decodeTerms } from './decode.js';
import { nearest, soundLetter, withTilde } from './spell.js';

/** How many shards a beginning of a word may load. */
const SPAN = 4;

/** The name of a file of the index. */
export const file = (/** @type {(string|number)[]} */ ...path) => path.join('/') + '.bin';

/**
 * @param {import('./decode.js').Head} head
 * @param {<T>(path: string, decode: (bytes: Uint8Array) => T) => Promise<T>} get
 */
export function lookup(head, get) {
  /** The number of the shard that holds a term, if any does. */
  const home = (term) => {
    const k = key(term);
    let n = head.from.length - 1;
    while (n >= 0 && head.from[n] > k) n--;
    return n;
  };

  const shard = async (n) => n < 0 ? null : get(file('p', head.shards, n), (b) => decodeTerms(b, head.docs));

  /** The shard of a term, its number, and where in it the term is: -1 if it is not. */
  const entry = async (term) => {
    const n = home(term);
    const s = await shard(n);
    return { n, s, i: s ? s.keys.indexOf(key(term)) : -1 };
  };

  /** The shards with what the word may be the beginning of, no more than SPAN. */
  const beginning = ({ last, folded }) => {
    const shards = [];
    if (last && folded.length > 2) {
      for (let n = home(folded), end = Math.min(home(folded + '\uffff'), n + SPAN - 1); n <= end; n++) shards.push(n);
    }
    return shards;
  };

  /** The eight commonest terms in some shards that begin with the word. */
  const longer = async (word, shards) => {
    const prefix = key(word.folded);
    const found = [];
    for (const n of shards) {
      const s = await shard(n);
      if (s) s.keys.forEach((k, i) => k.indexOf(prefix) || found.push({ s, i, df: s.at[i + 1] - s.at[i] }));
    }
    return found.sort((x, y) => y.df - x.df || (x.s.keys[x.i] < y.s.keys[y.i] ? -1 : 1)).slice(0, 8);
  };

  /**
   * Words of the dictionary that the reader may have meant. A word in the shard
   * that is here already tells in which list the right one is; else it is looked
   * for where one mistake leaves most, and only then farther off.
   */
  const near = async (word) => {
    const size = word.term.length;
    const s = await shard(home(word.term));
    const [hint] = nearest(word, s ? s.keys.map((k) => ({ term: termOf(k), folded: '', rank: 0 })) : [], 1);
    const first = hint ? hint.term.length : size;
    for (const [start, least, most, best] of [
      [word.folded, first, first, 1],
      [word.folded, size - 2, size + 2],
      [word.folded.slice(1), size - 2, size + 2],
    ]) {
      const letter = soundLetter(start);
      const files = head.spells.filter((f) => f.letter === letter)
        .filter((f, i, all) => f.from <= most && !(all[i + 1] && all[i + 1].from <= least));
      const lists = await Promise.all(files.map((f) => get(file('e', f.hash), decodeSpell)));
      const found = nearest(word, [].concat(...lists), best);
      if (found.length) return found;
    }
    return [];
  };

  /** Everything that answers one word of the query. */
  const find = async (word, literal) => {
    const terms = [];
    const group = [];
    const names = new Map(); // documents with the word in their place, and of how long a name
    const take = (s, i, weight) => {
      const t = termOf(s.keys[i]);
      if (terms.includes(t) || /\x01$/.test(t)) return;
      terms.push(t);
      const of = (list) => list.subarray(s.at[i], s.at[i + 1]);
      group.push({ docs: of(s.docs), freqs: of(s.freqs), weight });
      if (s.keys[i + 1] === s.keys[i] + '\x01') for (let j = s.at[i + 1]; j < s.at[i + 2]; j++) names.set(s.docs[j], s.freqs[j]);
    };
    const takeTerm = async (t, weight) => {
      const { s, i } = await entry(t);
      if (i >= 0) take(s, i, weight);
    };
    const done = (meant = { sure: 1 }) => ({ ...meant, word, terms, group, names });

    await takeTerm(word.term, 1);
    if (literal || word.fixed) return done();
    // A word that is known widens only inside the shard that is loaded anyway.
    const known = group.length > 0;
    const here = home(word.term);
    const others = withTilde(word.folded).map(stem);
    let shards = beginning(word);
    if (known) shards = shards.filter((n) => n === here);
    else await Promise.all([...shards, ...others.map(home)].map(shard));
    for (const t of others) if (!known || home(t) === here) await takeTerm(t, known ? 0.5 : 1);
    for (const { s, i } of await longer(word, shards)) take(s, i, known ? 0.3 : 1);
    if (group.length || /\d/.test(word.folded) || word.folded.length < 3) return done();
    const meant = await near(word);
    await Promise.all(meant.map((w) => shard(home(w.term))));
    for (const w of meant) await takeTerm(w.term, 1);
    return done(meant[0]);
  };

  return { entry, find };
}
