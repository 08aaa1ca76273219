// Modo ahorro: photos load only when the reader asks for each.
//
// This runs before the page is read, and watches it come: a photo is robbed of
// its address in the same instant in which it appears. All photos of the site
// are loading="lazy", so no browser asks for one before it has been laid out,
// which is later. Pages without photos only get the switch.

const KEY = 'vitrina-ahorro';
const root = document.documentElement;
const words = document.currentScript.dataset;
/** @type {Map<HTMLImageElement, {src: string, srcset: string, button: HTMLButtonElement?}>} */
const held = new Map();

/** What the reader chose, else what the telephone asks for. */
function wanted() {
  try {
    const saved = localStorage.getItem(KEY);
    if (saved) return saved === '1';
  } catch { /* storage is shut: each page starts anew */ }
  const line = navigator.connection;
  return Boolean(line && line.saveData) || matchMedia('(prefers-reduced-data: reduce)').matches;
}

/** @param {HTMLImageElement} photo */
function hold(photo) {
  if (held.has(photo) || !photo.getAttribute('src') || (photo.complete && photo.naturalWidth)) return;
  const { src, srcset } = photo.attributes;
  const kept = { src: src.value, srcset: srcset ? srcset.value : '', button: null };
  held.set(photo, kept);
  photo.removeAttribute('srcset');
  photo.removeAttribute('src');
  photo.hidden = true;
  if (!photo.alt) return; // it only adorns a link to the page that shows it
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ahorro__ver';
  const verb = document.createElement('strong');
  verb.textContent = words.ver + (photo.dataset.peso ? ` (${photo.dataset.peso})` : '');
  button.append(verb, ' ', photo.alt);
  button.addEventListener('click', () => show(photo, verb));
  photo.before(button);
  kept.button = button;
}

/** Loads the narrowest size of one photo, the one whose weight was told.
 * @param {HTMLImageElement} photo
 * @param {HTMLElement} verb what the button says */
function show(photo, verb) {
  const kept = held.get(photo);
  verb.textContent = words.cargando;
  photo.loading = 'eager';
  photo.onload = () => {
    photo.hidden = false;
    photo.tabIndex = -1;
    photo.focus({ preventScroll: true }); // the button that had it is going
    kept.button.remove();
    held.delete(photo);
  };
  photo.onerror = () => {
    photo.removeAttribute('src');
    verb.textContent = words.fallo;
  };
  photo.src = kept.srcset ? kept.srcset.split(' ')[0] : kept.src;
}

function release() {
  for (const [photo, kept] of held) {
    photo.onload = photo.onerror = null;
    if (kept.srcset) photo.srcset = kept.srcset;
    photo.src = kept.src;
    photo.hidden = false;
    if (kept.button) kept.button.remove();
  }
  held.clear();
}

const watcher = new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (node.nodeName === 'IMG') hold(node);
      else if (node.querySelectorAll) node.querySelectorAll('img').forEach(hold);
    }
  }
});

let on = false;
/** @param {boolean} yes */
function set(yes) {
  on = yes;
  root.classList.toggle('ahorra', on);
  if (on) {
    watcher.observe(root, { childList: true, subtree: true });
    document.querySelectorAll('img').forEach(hold);
  } else {
    watcher.disconnect();
    release();
  }
}

set(wanted());
document.addEventListener('DOMContentLoaded', () => {
  const section = document.querySelector('.ahorro');
  const button = section && section.querySelector('button');
  if (!button) return;
  const label = () => { button.textContent = on ? button.dataset.apagar : button.dataset.activar; };
  label();
  section.hidden = false;
  button.addEventListener('click', () => {
    set(!on);
    label();
    try {
      localStorage.setItem(KEY, on ? '1' : '0');
    } catch { /* it holds for this page */ }
  });
});
