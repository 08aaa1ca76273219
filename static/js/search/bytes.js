/**
 * Reads the bytes of an index file. Whatever the bytes are, it ends with a
 * value or with a SearchError, and takes no more memory than the file is worth.
 */

export const VERSION = 2;

export class SearchError extends Error {
  /**
   * @param {'network'|'version'|'corrupt'|'filter'} code
   * @param {string} what
   */
  constructor(code, what) {
    super(code + ': ' + what);
    this.code = code;
  }
}

const decoder = new TextDecoder();

export const utf8 = (/** @type {Uint8Array} */ bytes) => decoder.decode(bytes);

/** The parameter of the gaps of n ascending numbers below total. */
export function riceParam(total, n) {
  let k = 0;
  while (k < 24 && 100 * n * 2 ** (k + 1) <= 69 * total) k++;
  return k;
}

export class Reader {
  /**
   * @param {Uint8Array} bytes
   * @param {string} kind letter of the kind of file
   */
  constructor(bytes, kind) {
    this.b = bytes;
    this.at = 4;
    this.bit = 0;
    this.word = new Uint8Array(512);
    this.size = 0;
    if (bytes[0] !== 86 || bytes[1] !== 66 || bytes.length < 4) this.bad();
    if (bytes[2] !== VERSION) throw new SearchError('version', 'format ' + bytes[2]);
    if (bytes[3] !== kind.charCodeAt(0)) this.bad();
  }

  /** @returns {never} */
  bad() {
    throw new SearchError('corrupt', 'at ' + this.at);
  }

  byte() {
    if (this.at >= this.b.length) this.bad();
    return this.b[this.at++];
  }

  bytes(n) {
    if (n > this.b.length - this.at) this.bad();
    return this.b.subarray(this.at, this.at += n);
  }

  uint() {
    let v = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const b = this.byte();
      v += (b & 127) * scale;
      if (b < 128) return v;
    }
    return this.bad();
  }

  /** How many things of a byte or more follow. */
  count() {
    const n = this.uint();
    if (n > this.b.length - this.at) this.bad();
    return n;
  }

  /**
   * How many follow, and then each of them.
   * @template T
   * @param {() => T} read one, of a byte or more
   * @returns {T[]}
   */
  many(read) {
    const all = [];
    for (let n = this.count(); n > 0; n--) all.push(read());
    return all;
  }

  text() {
    return utf8(this.bytes(this.uint()));
  }

  hash(n) {
    let s = '';
    this.bytes(n).forEach((b) => s += (b + 256).toString(16).slice(1));
    return s;
  }

  /** A word written against the one before it. */
  front() {
    const b = this.byte();
    let shared = b >> 4;
    let rest = b & 15;
    if (shared > 14) shared += this.uint();
    if (rest > 14) rest += this.uint();
    if (shared > this.size || shared + rest > 255) this.bad();
    this.word.set(this.bytes(rest), shared);
    this.size = shared + rest;
    return utf8(this.word.subarray(0, this.size));
  }

  /** From here on come bits, the lowest of a byte first. */
  bits() {
    this.bit = this.at * 8;
  }

  /** At least 25 bits from p on; beyond the end come zeros. */
  peek(p) {
    const { b } = this;
    const i = p >> 3;
    return (b[i] | b[i + 1] << 8 | b[i + 2] << 16 | b[i + 3] << 24) >>> (p & 7);
  }

  /** n bits, at most 25. */
  take(n) {
    this.bit += n;
    return this.peek(this.bit - n) & (2 ** n - 1);
  }

  rice(k) {
    const p = this.bit;
    let ones = this.peek(p);
    let q = 0;
    while (ones & 1 && q < 20) {
      q++;
      ones >>>= 1;
    }
    if (q > 19) {
      this.bit = p + 20;
      return this.take(16) + this.take(16) * 65536;
    }
    this.bit = p + q + 1;
    return q * 2 ** k + this.take(k);
  }

  /** Ends a list: the next one starts at a whole byte. */
  align() {
    this.bit = (this.bit + 7) >> 3 << 3;
    if (this.left() < 0) this.bad();
  }

  /** How many bits are left, for a list to be held against. */
  left() {
    return this.b.length * 8 - this.bit;
  }

  /** n ascending numbers below total. */
  list(n, total) {
    if (n > total || n > this.left()) this.bad();
    const ids = new Uint32Array(n);
    const k = riceParam(total, n);
    let next = 0;
    for (let i = 0; i < n; i++) {
      const id = next + this.rice(k);
      if (id >= total) this.bad();
      ids[i] = id;
      next = id + 1;
    }
    this.align();
    return ids;
  }
}
