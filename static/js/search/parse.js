/**
 * Reads what a person typed.
 */
import { eachWord, fold, isStop, stem } from './analyze.js';

/**
 * @typedef {object} QueryWord
 * @property {string} folded
 * @property {string} term
 * @property {number} start where it stands in the text
 * @property {number} end
 * @property {boolean} fixed inside quotes: neither corrected nor completed
 * @property {boolean} last the reader may still be typing it
 */

/**
 * The words of a query, each term once, and its quoted phrases: for each, the
 * terms and how many words after the first they stand.
 * @returns {{words: QueryWord[], phrases: {term: string, place: number}[][]}}
 */
export function parse(/** @type {string} */ text) {
  const words = [];
  const phrases = [];
  const read = (part, offset, phrase) => {
    let place = 0;
    eachWord(part, (word, start) => {
      const folded = fold(word);
      const end = offset + start + word.length;
      if (folded && !isStop(folded)) {
        const w = { folded, term: stem(folded), start: offset + start, end, fixed: !!phrase, last: !phrase && end === text.length };
        const same = words.find((o) => o.term === w.term);
        if (!same) words.push(w);
        else if (phrase) same.fixed = true;
        if (phrase) phrase.push({ term: w.term, place });
      }
      place++;
    });
  };
  let from = 0;
  text.replace(/["“«]([^"“”«»]*)["”»]/g, (all, inside, start) => {
    read(text.slice(from, start), from, null);
    const phrase = [];
    read(inside, start + 1, phrase);
    if (phrase.length) phrases.push(phrase);
    from = start + all.length;
    return '';
  });
  read(text.slice(from), from, null);
  return { words, phrases };
}
