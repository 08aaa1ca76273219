/**
 * The search page. docs/buscar.md has what it must do, numbered, and the markup
 * that it works on. It is the only module that touches the page; every text a
 * reader sees comes from the data-texto-* attributes of the root element.
 */
import { eachWord, term } from './analyze.js';
import { PAGE, readState, writeState } from './state.js';

/** How long after the last key the search runs, and how long after that it is told. */
const PAUSE = 120;
const TELL = 700;

/**
 * @param {HTMLElement} root
 * @param {() => Promise<import('./search.js').Search>} open
 */
export function start(root, open) {
  const all = (what) => Array.from(root.querySelectorAll(what));
  const [form, input, panel, status, told, notices, list, more, ways] = ['form', '[name=q]', '.filtros', '#estado', '#anuncio',
    '#avisos', '#resultados', '#mas', '#caminos'].map((s) => root.querySelector(s));
  const folder = new URL(root.dataset.raiz, document.baseURI).href;
  const boxes = all('.filtros input');
  const facets = boxes.map((b) => b.name).filter((f, i, names) => f !== 'clase' && names.indexOf(f) === i);

  const text = (name, values) => (root.dataset['texto' + name] || '').replace(/\{(\w)\}/g, (_, v) => values[v]);
  const el = (tag, props, ...inside) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...inside);
    return e;
  };
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

  const read = () => readState(location.search, facets, (name, value) => boxes.some((b) => b.name === name && b.value === value));

  let state = read();
  let searching;
  let stop;
  let timer;
  let telling;
  let answered;
  let fresh = true;

  const index = () => {
    searching = searching || open();
    searching.catch(() => searching = null);
    return searching;
  };

  /** Puts the state into the controls. */
  const show = () => {
    if (input.value.trim() !== state.q) input.value = state.q;
    for (const b of boxes) b.checked = (b.name === 'clase' ? state.kinds : state.filters[b.name] || []).indexOf(b.value) >= 0;
  };

  /** Takes the state from the controls; what is new starts at the first page. */
  const take = () => {
    const values = (name) => boxes.filter((b) => b.name === name && b.checked).map((b) => b.value);
    state = { q: input.value.trim(), filters: {}, kinds: values('clase'), literal: false, shown: PAGE };
    for (const f of facets) if (values(f).length) state.filters[f] = values(f);
  };

  /** Goes to a state; each one has its own address. */
  const go = (next, replace) => {
    state = next;
    const address = location.pathname + writeState(state);
    if (address !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState'](null, '', address);
    show();
    run();
  };

  /** A link to another state, which works like any link. */
  const link = (label, next) => el('a', {
    href: writeState(next) || location.pathname,
    textContent: label,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(next);
      input.focus();
    },
  });

  const marked = (s, terms) => {
    const parts = [];
    let from = 0;
    eachWord(s, (word, at) => {
      if (terms.indexOf(term(word)) < 0) return;
      parts.push(s.slice(from, at), el('mark', {}, word));
      from = at + word.length;
    });
    return [...parts, s.slice(from)];
  };

  const item = (r, terms) => {
    const line = (name, ...inside) => inside.some((x) => x) ? [el('p', { className: 'resultado__' + name }, ...inside)] : [];
    const href = folder + r.url + (/^file:/.test(folder) && /(^|\/)$/.test(r.url) ? 'index.html' : '');
    return el('li', { className: 'resultado resultado--' + r.kind },
      el('h3', { className: 'resultado__titulo' }, el('a', { href }, ...marked(r.title, terms))),
      ...line('lugar', [root.dataset['textoClase' + r.kind[0].toUpperCase() + r.kind.slice(1)], r.example && text('Ejemplo'), r.place, r.edition]
        .filter((x) => x).join(' · ')),
      ...line('resumen', ...marked(r.summary, terms)),
      ...line('necesita', r.needs.join(' · ')));
  };

  const tell = (message) => {
    status.textContent = message;
    clearTimeout(telling);
    telling = setTimeout(() => told.textContent = message, TELL);
  };

  const isOpen = (box) => !box.closest('details:not([open])');

  /** Numbers stand only beside what they are true of. */
  const counts = (answer, plain) => {
    for (const b of boxes) {
      const place = b.parentNode.querySelector('[data-cuenta]');
      if (!place) continue;
      if (!place.dataset.cuenta) place.dataset.cuenta = place.textContent;
      const of = answer && (b.name === 'clase' ? answer.kinds : answer.facets[b.name]);
      place.textContent = of ? number(of[b.value] || 0) : plain ? place.dataset.cuenta : '';
    }
    const chosen = root.querySelector('[data-elegidos]');
    const n = boxes.filter((b) => b.checked).length;
    if (chosen) chosen.textContent = n ? '(' + n + ')' : '';
  };

  const run = async () => {
    clearTimeout(timer);
    if (stop) stop.abort();
    const mine = stop = new AbortController();
    const { q, filters, kinds, literal, shown } = state;
    const filtered = Object.keys(filters).length + kinds.length > 0;
    const visible = facets.filter((f) => boxes.some((b) => b.name === f && isOpen(b)));
    if (!q && !filtered) {
      answered = null;
      list.textContent = notices.textContent = '';
      ways.hidden = false;
      more.hidden = true;
      list.removeAttribute('aria-busy');
      counts(null, true);
      tell('');
      return;
    }
    list.setAttribute('aria-busy', 'true');
    try {
      const search = await index();
      if (mine.signal.aborted) return;
      const answer = await search.search(q, {
        filters, literal, limit: shown, facets: visible, signal: mine.signal, kinds: kinds.length ? kinds : undefined,
      });
      if (!mine.signal.aborted) draw(answer, filtered);
    } catch (e) {
      if (!mine.signal.aborted) fail(e);
    }
  };

  const draw = (answer, filtered) => {
    const { q } = state;
    const { total, corrected, results, terms } = answer;
    answered = answer;
    list.removeAttribute('aria-busy');
    list.replaceChildren(...results.map((r) => item(r, terms)));
    more.hidden = total <= results.length;
    more.href = writeState({ ...state, shown: state.shown + PAGE });
    ways.hidden = total > 0;
    notices.textContent = '';
    const note = (...inside) => notices.append(el('p', { className: 'aviso' }, ...inside));
    if (corrected) note(text('Corregido', { q: corrected }), ' ', link(text('Literal', { q }), { ...state, literal: true, shown: PAGE }));
    if (!total && /["“”«»]/.test(q)) note(link(text('Sincomillas'), { ...state, q: q.replace(/["“”«»]/g, ' ').trim() }));
    if (filtered) note(link(text('Sinfiltros'), { ...state, filters: {}, kinds: [], shown: PAGE }));
    counts(answer);
    tell(text(total > 1 ? 'Varios' : total ? 'Uno' : 'Ninguno', { n: number(total) }) + (q ? text('Para', { q: corrected || q }) : ''));
  };

  const fail = (e) => {
    answered = null;
    list.textContent = '';
    list.removeAttribute('aria-busy');
    more.hidden = true;
    ways.hidden = false;
    counts();
    const old = e.code === 'version';
    const message = text(old ? 'Version' : 'Error');
    notices.replaceChildren(el('p', { className: 'aviso aviso--error' }, message, ' ', old
      ? el('a', { href: location.href, textContent: text('Recargar'), onclick: () => location.reload() })
      : el('button', { type: 'button', className: 'boton', textContent: text('Reintentar'), onclick: run })));
    tell(message);
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      take();
      go(state, !fresh);
      fresh = false;
    }, PAUSE);
  });
  input.addEventListener('focus', () => {
    fresh = true;
    index().catch(() => {});
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    take();
    go(state);
  });
  for (const b of boxes) {
    b.addEventListener('change', () => {
      take();
      go(state);
    });
  }
  // A part of the panel that opens has to be counted; toggle does not bubble.
  panel.addEventListener('toggle', () => {
    if (answered && facets.some((f) => !answered.facets[f] && boxes.some((b) => b.name === f && isOpen(b)))) run();
  }, true);
  more.addEventListener('click', async (event) => {
    event.preventDefault();
    const had = list.children.length;
    go({ ...state, shown: state.shown + PAGE });
    const seen = new MutationObserver(() => {
      seen.disconnect();
      const next = list.children[had];
      if (next) next.querySelector('a').focus();
    });
    seen.observe(list, { childList: true });
  });
  addEventListener('popstate', () => {
    state = read();
    show();
    run();
  });

  panel.hidden = false;
  show();
  run();
}
