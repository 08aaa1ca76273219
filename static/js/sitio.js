// Small helps for every page. The site works without any of them.

import { listenForPrinting } from './imprimir.js';
import './sesiones.js';

listenForPrinting();

// Opened from a disk (file://), a link to a folder shows a listing: lead to
// the page inside it.
if (location.protocol === 'file:') {
  document.addEventListener('click', (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // a new tab, a download
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!elsewhere && link && link.protocol === 'file:' && link.pathname.endsWith('/')) {
      event.preventDefault();
      location.href = link.pathname + 'index.html' + link.search + link.hash;
    }
  });
  document.addEventListener('submit', (event) => {
    if (event.target.action.endsWith('/')) event.target.action += 'index.html';
  });
}
