/**
 * Corrects words that are not in the dictionary.
 */

/** The letter as which a folded word begins to the ear, as internal/search/spell.go has it. */
export function soundLetter(/** @type {string} */ folded) {
  const w = folded.replace(/^h/, '');
  const rules = /^(?:(u[aeio]|gu[ao]|w)|(v)|([zx]|c[ei])|(ch)|([cq])|(g[ei])|(ll|i[aeo])|(ñ))/.exec(w);
  return rules ? ' wbsckjyn'[rules.findIndex((g, i) => i > 0 && g)] : w.slice(0, 1);
}

/** How many mistakes a term of that many letters may have. */
export const mistakes = (/** @type {number} */ letters) => letters > 5 ? 2 : 1;

/**
 * How many letters were left out, put in, changed, or swapped with the next,
 * up to max; more than max is max + 1.
 */
export function distance(/** @type {string} */ a, /** @type {string} */ b, /** @type {number} */ max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before = [];
  let above = [];
  for (let j = 0; j <= b.length; j++) above.push(j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let d = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      row.push(d);
      if (d < least) least = d;
    }
    if (least > max) return max + 1;
    before = above;
    above = row;
  }
  return above[b.length];
}

/** ñ stands for n where the reader's keyboard had no ñ: all such spellings of a word. */
export function withTilde(/** @type {string} */ folded) {
  const one = [];
  const all = folded.replace(/n/g, (_, i) => {
    one.push(folded.slice(0, i) + 'ñ' + folded.slice(i + 1));
    return 'ñ';
  });
  if (one.length > 3 || /ñ/.test(folded)) return [];
  return one.length > 1 ? [...one, all] : one;
}

/**
 * The nearest words, all at the same distance, the commonest first. Those that
 * are near as stems alone, as reducir and redujo, count half: they are guesses.
 * @param {{term: string, folded: string}} word
 * @param {import('./decode.js').Word[]} words
 * @param {number} [best] how many mistakes they may have
 */
export function nearest(word, words, best = mistakes(word.term.length)) {
  let found = [];
  for (const w of words) {
    const d = Math.min(distance(word.term, w.term, best), distance(word.folded, w.folded, best));
    if (d > best) continue;
    if (d < best) found = [];
    best = d;
    found.push({ ...w, sure: distance(word.folded, w.folded, 2) > mistakes(word.term.length) ? 0.5 : 1 });
  }
  return found.sort((a, b) => b.rank - a.rank || (a.term < b.term ? -1 : 1)).slice(0, 3);
}

