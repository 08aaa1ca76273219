/**
 * The whole state of the page, in its address and back.
 */

/** How many results a page of the list has. */
export const PAGE = 10;

/**
 * @typedef {object} State
 * @property {string} q
 * @property {Record<string, string[]>} filters the kinds of results are one more: clase
 * @property {boolean} literal
 * @property {number} shown how many results
 */

/**
 * @param {string} query the part of an address after ?
 * @param {string[]} names which filters there are
 * @param {(name: string, value: string) => boolean} known whether a filter has a value
 * @returns {State}
 */
export function readState(query, names, known) {
  const p = new URLSearchParams(query);
  return {
    q: (p.get('q') || '').trim().slice(0, 200),
    filters: chosen(names, (name) => [...new Set(p.getAll(name))].filter((v) => known(name, v))),
    literal: p.get('literal') === '1',
    shown: Math.min(Math.max(p.get('n') | 0, PAGE), 500),
  };
}

/** The values of each filter that has any. */
export function chosen(/** @type {string[]} */ names, /** @type {(name: string) => string[]} */ values) {
  const filters = {};
  for (const name of names) if (values(name).length) filters[name] = values(name);
  return filters;
}

/** The address of a state: always the same for the same state. */
export function writeState(/** @type {State} */ s) {
  const p = new URLSearchParams();
  if (s.q) p.set('q', s.q);
  for (const f of Object.keys(s.filters).sort()) for (const v of [...s.filters[f]].sort()) p.append(f, v);
  if (s.q && s.literal) p.set('literal', '1');
  if (s.shown > PAGE) p.set('n', s.shown);
  const text = p.toString();
  return text ? '?' + text : '';
}
