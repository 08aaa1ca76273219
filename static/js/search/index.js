/**
 * Starts the search page. A classic script when bundled, so that it also runs
 * on a page that was opened from a disk.
 */
import { openSearch } from './search.js';
import { transport } from './transport.js';
import { start } from './view.js';

const root = document.getElementById('buscador');

if (root) {
  // On a disk the scripts have a head of their own, which their manifest names.
  const onDisk = location.protocol === 'file:';
  start(root, onDisk, () => openSearch(transport(root.dataset.raiz), { head: onDisk ? '' : root.dataset.cabecera }));
}
