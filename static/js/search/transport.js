/**
 * Where the files of the index come from: the web, or scripts beside a page
 * that was opened from a disk.
 */
import { SearchError } from './bytes.js';
import { aborted } from './store.js';

/** @param {string} base address of the index folder, with its last slash */
export function overHTTP(base) {
  // The manifest alone changes under its name; and a failure that a host let
  // the browser keep would otherwise be met again when the reader tries again.
  const cache = { 'indice.json': 'no-cache' };
  return async (path, signal) => {
    try {
      const r = await fetch(base + path, { signal, cache: cache[path] || 'default' });
      if (r.ok) return new Uint8Array(await r.arrayBuffer());
    } catch (e) {
      if (signal && signal.aborted) throw aborted();
    }
    cache[path] = 'no-cache';
    throw new SearchError('network', path);
  };
}

/** @type {Record<string, ((bytes: Uint8Array) => void)[]>} */
const waiting = {};

/** @param {string} base */
export function overScripts(base) {
  self.vitrinaIndice = (name, text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    (waiting[name] || []).splice(0).forEach((give) => give(bytes));
  };
  return (path) => new Promise((resolve, reject) => {
    (waiting[path] = waiting[path] || []).push(resolve);
    const script = document.createElement('script');
    script.src = base + path + '.js';
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      waiting[path].splice(0);
      reject(new SearchError('network', path));
    };
    document.head.append(script);
  });
}

/**
 * @param {string|URL} root of the site, or the index folder in it
 * @returns {(path: string, signal?: AbortSignal) => Promise<Uint8Array>}
 */
export function transport(root) {
  const url = new URL(root, document.baseURI);
  url.pathname = url.pathname.replace(/\/?(busqueda\/)?$/, '/busqueda/');
  return (url.protocol === 'file:' ? overScripts : overHTTP)(url.href);
}
