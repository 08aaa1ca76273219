/**
 * The public face of the search: /busqueda/cliente.js. internal/shard/FORMAT.md
 * says what can be counted on.
 *
 *     import { open } from '/busqueda/cliente.js';
 *     const search = await open('/');
 *     const { total, results } = await search.search('agua', { filters: { departamento: ['ancash'] } });
 */
import { openSearch } from './search.js';
import { transport } from './transport.js';

/**
 * @param {string|URL} [baseURL] the site's root
 * @param {{head?: string}} [options]
 */
export const open = (baseURL = new URL('..', import.meta.url), options) => openSearch(transport(baseURL), options);

export { SearchError } from './bytes.js';
