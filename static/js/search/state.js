/**
 * The whole state of the page, in its address and back.
 */

/** How many results a page of the list has. */
export const PAGE = 10;

/**
 * @typedef {object} State
 * @property {string} q
 * @property {Record<string, string[]>} filters
 * @property {string[]} kinds
 * @property {boolean} literal
 * @property {number} shown how many results
 */

/**
 * @param {string} query the part of an address after ?
 * @param {string[]} facets which filters there are
 * @param {(name: string, value: string) => boolean} known whether a filter has a value
 * @returns {State}
 */
export function readState(query, facets, known) {
  const p = new URLSearchParams(query);
  const values = (name) => p.getAll(name).filter((v, i, all) => known(name, v) && all.indexOf(v) === i);
  const filters = {};
  for (const f of facets) if (values(f).length) filters[f] = values(f);
  return {
    q: (p.get('q') || '').trim().slice(0, 200),
    filters,
    kinds: values('clase'),
    literal: p.get('literal') === '1',
    shown: Math.min(Math.max(parseInt(p.get('n') || '', 10) || PAGE, PAGE), 500),
  };
}

/** The address of a state: always the same for the same state. */
export function writeState(/** @type {State} */ s) {
  const p = new URLSearchParams();
  if (s.q) p.set('q', s.q);
  for (const f of Object.keys(s.filters).sort()) for (const v of [...s.filters[f]].sort()) p.append(f, v);
  for (const k of [...s.kinds].sort()) p.append('clase', k);
  if (s.literal) p.set('literal', '1');
  if (s.shown > PAGE) p.set('n', String(s.shown));
  const text = p.toString();
  return text ? '?' + text : '';
}
