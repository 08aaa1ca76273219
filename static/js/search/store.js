/**
 * Loads each file once, for however many searches want it at the same time. A
 * load is given up only when every search that wanted it has been.
 */

export const aborted = () => Object.assign(new Error('aborted'), { name: 'AbortError' });

/**
 * @param {(path: string, signal?: AbortSignal) => Promise<Uint8Array>} load
 * @param {number} size how many decoded files are kept
 */
export function makeStore(load, size) {
  const kept = new Map();
  /**
   * @template T
   * @param {string} path
   * @param {(bytes: Uint8Array) => T} decode
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  return (path, decode, signal = new AbortController().signal) => {
    let entry = kept.get(path);
    if (entry) kept.delete(path); // and below, last again: the oldest use is first
    else {
      const stop = new AbortController();
      entry = { users: 0, stop, done: false };
      entry.value = load(path, stop.signal).then(decode);
      entry.value.then(() => entry.done = true, () => kept.get(path) === entry && kept.delete(path));
    }
    kept.set(path, entry);
    if (kept.size > size) {
      const [oldest, old] = kept.entries().next().value;
      if (old.done) kept.delete(oldest);
    }
    return new Promise((resolve, reject) => {
      const give = () => {
        reject(aborted());
        if (!entry.done && --entry.users < 1) {
          kept.delete(path);
          entry.stop.abort();
        }
      };
      entry.users++;
      if (signal.aborted) return give();
      signal.addEventListener('abort', give);
      entry.value.then(resolve, reject);
    });
  };
}
