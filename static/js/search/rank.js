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
 * Scores of all documents, 0 for those without any of the words.
 * @param {Float64Array} norms
 * @param {Group[]} groups one for each word, empty for words found nowhere
 */
export function score(norms, groups) {
  const total = norms.length;
  const scores = new Float64Array(total);
  const matched = new Uint8Array(total);
  const sums = new Float64Array(total);
  const squares = [];
  const weights = groups.map((group) => {
    let df = 0;
    for (const { docs } of group) df += docs.length;
    if (group.length > 1) {
      df = 0;
      const seen = new Uint8Array(total);
      for (const { docs } of group) {
        for (const d of docs) if (!seen[d]) df += seen[d] = 1;
      }
    }
    const w = idf(total, df);
    squares.push(w * w);
    return w;
  });
  const norm = 1 / Math.sqrt(squares.reduce((a, b) => a + b, 0));
  groups.forEach((group, n) => {
    const weight = groups.length > 1 ? weights[n] * weights[n] * norm : weights[n];
    const add = (d, freq) => {
      const tf = Math.sqrt(freq);
      scores[d] += weight * (tf * 1.2) / (tf + norms[d]);
      matched[d]++;
    };
    if (group.length === 1) {
      const { docs, freqs, weight: w } = group[0];
      for (let i = 0; i < docs.length; i++) add(docs[i], freqs[i] * w);
      return;
    }
    for (const { docs, freqs, weight: w } of group) for (let i = 0; i < docs.length; i++) sums[docs[i]] += freqs[i] * w;
    for (const { docs } of group) {
      for (const d of docs) {
        if (sums[d]) add(d, sums[d]);
        sums[d] = 0;
      }
    }
  });
  if (groups.length > 1) for (let d = 0; d < total; d++) scores[d] *= matched[d] / groups.length;
  return scores;
}

/**
 * The best documents among those that pass, best first, equals by number.
 * @param {Float64Array} scores
 * @param {(doc: number) => boolean} passes
 * @param {number} count
 */
export function top(scores, passes, count) {
  /** @type {number[]} */
  const best = [];
  let total = 0;
  for (let d = 0; d < scores.length; d++) {
    if (!passes(d)) continue;
    total++;
    if (best.length < count || scores[d] > scores[best[best.length - 1]]) {
      let lo = 0;
      let hi = best.length;
      while (lo < hi) {
        const mid = (lo + hi) >> 1;
        if (scores[best[mid]] >= scores[d]) lo = mid + 1;
        else hi = mid;
      }
      best.splice(lo, 0, d);
      if (best.length > count) best.pop();
    }
  }
  return { best, total };
}
