/**
 * Finds municipalities by name. Pure: knows no page.
 *
 * @typedef {{ubigeo: string, name: string, province: string, department: string,
 *   names: {text: string, words: string[]}[], place: string[]}} Entry
 */

/**
 * A text without accents, case and signs, as words: "Ñahuimpuquio" is
 * "nahuimpuquio".
 * @param {string} text
 */
export const fold = (text) =>
  text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();

/**
 * Reads the published list: departments, their provinces, their municipalities.
 * @param {[string, [string, string, string[]][]][]} list
 * @returns {Entry[]}
 */
export const read = (list) => {
  const entries = [];
  for (const [department, provinces] of list) {
    for (const [province, code, names] of provinces) {
      for (const text of names) {
        const all = text.slice(2).split('|');
        entries.push({
          ubigeo: code + text.slice(0, 2), name: all[0], province, department,
          names: all.map((n) => ({ text: fold(n), words: fold(n).split(' ') })), place: `${fold(province)} ${fold(department)}`.split(' '),
        });
      }
    }
  }
  return entries;
};

/**
 * How well the words of a query fit an entry: 0 not at all. Every word must
 * begin a word of its names or of its place, and one must be of its names.
 * @param {Entry} entry
 * @param {string[]} words
 */
const fit = (entry, words) => {
  let best = 0;
  for (const name of entry.names) {
    let inName = 0;
    let whole = 0;
    for (const w of words) {
      const begins = (o) => o.startsWith(w);
      if (name.words.some(begins)) {
        inName++;
        if (name.words.includes(w)) whole++;
      } else if (!entry.place.some(begins)) {
        inName = 0;
        break;
      }
    }
    if (inName < 1) continue;
    const said = name.words.every((o) => words.includes(o));
    const start = said ? 100 : name.text.startsWith(words.join(' ')) ? 50 : 0;
    best = Math.max(best, start + inName + whole + (name === entry.names[0] ? 0.5 : 0)); // other spellings after its own
  }
  return best;
};

/**
 * The municipalities that fit what was typed, the best first.
 * @param {Entry[]} entries
 * @param {string} text
 * @returns {Entry[]}
 */
export const find = (entries, text) => {
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length === 0 || words.join('').length < 2) return [];
  if (/^\d{6}$/.test(words[0])) return entries.filter((e) => e.ubigeo === words[0]);
  return entries
    .map((entry, i) => ({ entry, i, score: fit(entry, words) }))
    .filter((x) => x.score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .map((x) => x.entry);
};
