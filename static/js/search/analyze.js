/**
 * Turns text into terms, exactly as internal/search/analyze.go and stem.go do.
 * Vectors made there are run through here on every test. Only plain character
 * ranges: not every engine that runs this has Unicode classes.
 */

const WORD = /[0-9A-Za-zÀ-ÖØ-öø-ʯ\u0300-\u036fḀ-ỿ]+(?:['’ʼ][0-9A-Za-zÀ-ÖØ-öø-ʯ\u0300-\u036fḀ-ỿ]+)*/g;

const STOP = new Set(('a al ante bajo como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde durante ' +
  'e el en entre hacia hasta la las le lo los o para pero por que quien quienes se segun sobre su sus tras u un una unas uno unos y').split(' '));

/**
 * Calls found(word, start) for every word of the text, as it is written.
 * @param {string} text
 * @param {(word: string, start: number) => void} found
 */
export function eachWord(text, found) {
  text.replace(WORD, (word, start) => {
    found(word, start);
    return '';
  });
}

/** Lowers a word and takes its accents away; ñ is a letter and stays. */
export const fold = (/** @type {string} */ word) => word.replace(/['’ʼ]/g, '').toLowerCase().normalize('NFD')
  .replace(/n\u0303/g, 'ñ').replace(/[\u0300-\u036f]/g, '').slice(0, 40);

export const isStop = (/** @type {string} */ folded) => STOP.has(folded);

const singular = (/** @type {string} */ w) => w.length < 4 ? w
  : w.replace(/(?:ces|([^aeiou])es|([aeiou])s)$/, (_, consonant, vowel) => consonant || vowel || 'z');

const withoutVowel = (/** @type {string} */ w) => w.length < 4 ? w : w.replace(/[aeo]$/, '');

/** The stem of a folded word. */
export function stem(/** @type {string} */ folded) {
  const w = singular(singular(folded));
  const s = w.replace(/^(.{4,}?)(?:a?mente|iente?|ante?|a?cion|adora?|aje?|iendo|ieron|ando|aron|aban?|[ai]d[ao]|ian?|[aei]r|[ae]n|io)$/, '$1');
  const t = (s === w ? withoutVowel(w) : s).replace(/^(..+[aeiou])s$/, (_, rest) => withoutVowel(rest));
  return /[ei]/.test(w.charAt(t.length)) ? t.replace(/c$/, 'z') : t;
}

/** The term of a word as written, or '' if it is not indexed. */
export function term(/** @type {string} */ word) {
  const folded = fold(word);
  return STOP.has(folded) ? '' : stem(folded);
}

/** The form of a term that is stored: ñ sorts right after n. */
export const key = (/** @type {string} */ t) => t.replace(/ñ/g, 'n\x7f');

/** The term of a key. */
export const termOf = (/** @type {string} */ k) => k.replace(/n\x7f/g, 'ñ');
