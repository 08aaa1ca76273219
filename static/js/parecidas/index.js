/**
 * Finds one's municipality by name on /como-la-mia/. The form shows itself only
 * where it works: with scripts, and not from a disk, where no data can be read.
 * What was asked for is kept in the address.
 */
import { find, read } from './names.js';

const most = 20;
const root = document.getElementById('v-hallar');

/** @param {HTMLElement} root */
const start = (root) => {
  const input = document.getElementById('v-nombre');
  const status = document.getElementById('v-hallar-estado');
  const list = document.getElementById('v-hallar-lista');
  const say = root.dataset;
  const written = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  let names;

  const load = () => {
    names = names || fetch(say.lista).then((r) => {
      if (!r.ok) throw new Error(String(r.status));
      return r.json();
    }).then(read);
    names.catch(() => { names = undefined; });
    return names;
  };

  const clear = () => { list.textContent = ''; };

  const show = (found) => {
    const shown = found.slice(0, most);
    status.textContent = found.length === 0 ? say.ninguna
      : found.length > most ? say.mas.replace('{n}', String(most)).replace('{total}', written(found.length))
        : found.length === 1 ? say.una : say.varias.replace('{n}', String(found.length));
    clear();
    for (const m of shown) {
      const item = document.createElement('li');
      const link = document.createElement('a');
      const place = document.createElement('span');
      link.href = `${say.raiz}municipalidades/${m.ubigeo}/#v-parecidas`;
      place.className = 'hallar__lugar';
      place.textContent = `, ${m.province}, ${m.department}`;
      link.append(m.name, place);
      item.append(link);
      list.append(item);
    }
  };

  const ask = async () => {
    const text = input.value.trim();
    history.replaceState(null, '', text ? `?nombre=${encodeURIComponent(text)}` : location.pathname);
    if (text.length < 2) {
      status.textContent = '';
      clear();
      return;
    }
    try {
      const entries = await load();
      if (text === input.value.trim()) show(find(entries, text));
    } catch {
      status.textContent = say.error;
      clear();
    }
  };

  root.hidden = false;
  input.addEventListener('focus', () => { load().catch(() => {}); }, { once: true });
  input.addEventListener('input', ask);
  root.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    await ask();
    const first = list.querySelector('a');
    if (first) first.focus();
  });
  const asked = new URLSearchParams(location.search).get('nombre');
  if (asked) {
    input.value = asked;
    ask();
  }
};

if (root && location.protocol !== 'file:') start(root);
