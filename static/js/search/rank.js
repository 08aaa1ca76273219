/**
 * BM25 as bleve computes it, over one field; FORMAT.md has the formula.
 */

/**
 * One word of the query: the postings that answer it. A word alone has one
 * part; one that stands for several terms counts as a single term that is in
 * the documents of all, as often as all together, weighted.
 * @typedef {{docs: Uint32Array, freqs: Float64Array, weight: number}[]} Group
 */

const idf = (total, df) => Math.log(1 + (total - df + 0.5) / (df + 0.5));

/**
 * The documents that have any of the words, in no order, and their scores.
 * @param {Float64Array} norms
 * @param {{group: Group, sure: number}[]} words their groups, empty for words
 * found nowhere, and what share of their weight they count
 * @returns {{ids: number[], scores: Float64Array, weights: number[]}} weights of the words
 */
export function score(norms, words) {
  const total = norms.length;
  const scores = new Float64Array(total);
  const matched = new Uint8Array(total);
  const ids = [];
  const merged = words.map(({ group }) => group.length > 1 ? merge(group, total) : group[0] || { docs: [], freqs: [] });
  const weights = merged.map(({ docs }, n) => words[n].sure * idf(total, docs.length));
  const norm = 1 / Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
  merged.forEach(({ docs, freqs }, n) => {
    const weight = 1.2 * (words.length > 1 ? weights[n] * weights[n] * norm : weights[n]);
    for (let i = 0; i < docs.length; i++) {
      const d = docs[i];
      const tf = Math.sqrt(freqs[i]);
      scores[d] += weight * tf / (tf + norms[d]);
      if (!matched[d]++) ids.push(d);
    }
  });
  if (words.length > 1) for (const d of ids) scores[d] *= matched[d] / words.length;
  return { ids, scores, weights };
}

/** Several terms as if they were one. */
function merge(/** @type {Group} */ group, /** @type {number} */ total) {
  const sums = new Float64Array(total);
  const docs = [];
  for (const part of group) {
    for (let i = 0; i < part.docs.length; i++) {
      const d = part.docs[i];
      if (!sums[d]) docs.push(d);
      sums[d] += part.freqs[i] * part.weight;
    }
  }
  return { docs, freqs: docs.map((d) => sums[d]) };
}

/**
 * The best of some documents, best first, equals by number.
 * @param {number[]} ids
 * @param {Float64Array} scores
 * @param {number} count
 */
export function top(ids, scores, count) {
  /** @type {number[]} */
  const best = [];
  let least = -1;
  for (const d of ids) {
    const s = scores[d];
    if (best.length === count && s < least) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1]] < s || scores[best[at - 1]] === s && best[at - 1] > d)) at--;
    best.splice(at, 0, d);
    if (best.length > count) best.pop();
    least = scores[best[best.length - 1]];
  }
  return best;
}
