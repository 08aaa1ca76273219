/**
 * The search page. docs/buscar.md has what it must do, numbered, and the markup
 * that it works on. It is the only module that touches the page; every text a
 * reader sees comes from the data-texto-* attributes of the root element.
 */
import { eachWord, term } from './analyze.js';
import { PAGE, chosen, readState, writeState } from './state.js';

/** How long after the last key the search runs, and how long after that it is told. */
const PAUSE = 120;
const TELL = 700;

/** Where the filters stand beside the results, as buscar.css has it. */
const BESIDE = '(min-width: 56.25rem)';

/**
 * @param {HTMLElement} root
 * @param {boolean} onDisk whether the page was opened from a disk
 * @param {() => ReturnType<typeof import('./search.js').openSearch>} open
 */
export function start(root, onDisk, open) {
  const [form, input, panel, status, told, notices, list, more, ways] = ['form', '[name=q]', '.filtros', '#estado', '#anuncio',
    '#avisos', '#resultados', '#mas', '#caminos'].map((s) => root.querySelector(s));
  const folder = new URL(root.dataset.raiz, document.baseURI).href;
  const boxes = [...root.querySelectorAll('.filtros input')];
  const names = [...new Set(boxes.map((b) => b.name))];

  // The texts quote a query with « »; what it quotes itself stands in " ".
  const text = (name, values) => (root.dataset['texto' + name] || '').replace(/\{(\w)\}/g, (_, v) => values[v].replace(/[«»]/g, '"'));
  const el = (tag, props, ...inside) => {
    const e = Object.assign(document.createElement(tag), props);
    e.append(...inside);
    return e;
  };
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

  const read = () => readState(location.search, names, (name, value) => boxes.some((b) => b.name === name && b.value === value));

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
    for (const b of boxes) b.checked = (state.filters[b.name] || []).includes(b.value);
  };

  /** The state of the controls; what is new starts at the first page. */
  const taken = () => {
    const q = input.value.trim();
    const filters = chosen(names, (name) => boxes.filter((b) => b.name === name && b.checked).map((b) => b.value));
    return { q, filters, literal: state.literal && q === state.q, shown: PAGE };
  };

  /** Goes to a state; each one has its own address. */
  const go = (next, replace) => {
    state = next;
    const address = location.pathname + writeState(state);
    if (address !== location.pathname + location.search) history[replace ? 'replaceState' : 'pushState'](null, '', address);
    show();
    return run();
  };

  /** A link to the state with some changes, which works like any link. */
  const link = (label, changes) => {
    const next = { ...state, shown: PAGE, ...changes };
    return el('a', {
      href: location.pathname + writeState(next),
      textContent: label,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(next);
        status.focus(); // the link itself is about to go
      },
    });
  };

  const marked = (s, terms) => {
    const parts = [];
    let from = 0;
    eachWord(s, (word, at) => {
      if (!terms.includes(term(word))) return;
      parts.push(s.slice(from, at), el('mark', {}, word));
      from = at + word.length;
    });
    return [...parts, s.slice(from)];
  };

  const item = (r, terms) => {
    const line = (name, ...inside) => inside.some((x) => x) ? [el('p', { className: 'resultado__' + name }, ...inside)] : [];
    const href = folder + r.url + (onDisk && /(^|\/)$/.test(r.url) ? 'index.html' : '');
    return el('li', { className: 'resultado resultado--' + r.kind },
      el('h3', { className: 'resultado__titulo' }, el('a', { href }, ...marked(r.title, terms))),
      ...line('lugar', ...r.example ? [el('span', { className: 'marca' }, text('Ejemplo')), ' '] : [],
        [root.getAttribute('data-texto-clase-' + r.kind), r.place, r.edition].filter((x) => x).join(' · ')),
      ...line('resumen', ...marked(r.summary, terms)),
      ...line('necesita', r.needs.join(' · ')));
  };

  const tell = (message, shown = message) => {
    status.textContent = shown;
    clearTimeout(telling);
    telling = setTimeout(() => told.textContent = message, TELL);
  };

  const isOpen = (name) => name !== 'clase' && boxes.some((b) => b.name === name && !b.closest('details:not([open])'));

  /** Numbers stand only beside what they are true of. */
  const counts = (answer, plain) => {
    for (const b of boxes) {
      const place = b.parentNode.querySelector('[data-cuenta]');
      if (!place) continue;
      if (!place.dataset.cuenta) place.dataset.cuenta = place.textContent;
      const of = answer && answer.facets[b.name];
      place.textContent = of ? number(of[b.value] || 0) : plain ? place.dataset.cuenta : '';
    }
    const n = boxes.filter((b) => b.checked).length;
    root.querySelector('[data-elegidos]').textContent = n ? '(' + n + ')' : '';
  };

  /** The chosen filters, each a link to the same without it. */
  const chips = () => {
    const { filters } = state;
    const links = boxes.filter((b) => b.checked).map((b) => {
      const label = b.nextSibling.data.trim();
      const a = link(label, { filters: { ...filters, [b.name]: filters[b.name].filter((v) => v !== b.value) } });
      a.setAttribute('aria-label', text('Quitar', { v: label }));
      return a;
    });
    if (links.length > 1) links.push(link(text('Sinfiltros'), { filters: {} }));
    if (links.length) notices.append(el('ul', { className: 'elegidos' }, ...links.map((a) => el('li', {}, a))));
  };

  /** Takes away the answer that is shown, and shows the other ways. */
  const clear = () => {
    answered = null;
    list.textContent = notices.textContent = '';
    list.removeAttribute('aria-busy');
    more.hidden = true;
    ways.hidden = false;
  };

  /** Asks for the state and shows the answer; true unless something came between. */
  const run = async () => {
    clearTimeout(timer);
    if (stop) stop.abort();
    const mine = stop = new AbortController();
    const { q, literal, shown } = state;
    const { clase, ...filters } = state.filters;
    if (!writeState({ ...state, shown: 0 })) {
      clear();
      counts(null, true);
      tell('');
      return;
    }
    list.setAttribute('aria-busy', 'true');
    try {
      const search = await index();
      if (mine.signal.aborted) return;
      const answer = await search.search(q, {
        filters, literal, limit: shown, facets: names.filter(isOpen), signal: mine.signal, kinds: clase,
      });
      if (mine.signal.aborted) return;
      draw(answer);
      return true;
    } catch (e) {
      if (!mine.signal.aborted) fail(e);
    }
  };

  const draw = (answer) => {
    const { q } = state;
    const { total, corrected, results, terms } = answer;
    clear();
    answered = answer;
    answer.facets.clase = answer.kinds;
    list.append(...results.map((r) => item(r, terms)));
    more.hidden = total <= results.length;
    more.href = writeState({ ...state, shown: state.shown + PAGE });
    ways.hidden = total > 0;
    chips();
    const note = (...inside) => notices.append(el('p', { className: 'aviso' }, ...inside));
    if (corrected && total) note(text('Corregido', { q: corrected }), ' ', link(text('Literal', { q }), { literal: true }));
    const bare = q.replace(/["“”«»]/g, ' ').trim();
    if (!total) note(text('Consejo'), ...bare === q ? [] : [' ', link(text('Sincomillas'), { q: bare })]);
    counts(answer);
    tell(text(total > 1 ? 'Varios' : total ? 'Uno' : 'Ninguno', { n: number(total) }) + (q ? text('Para', { q: total && corrected || q }) : ''));
  };

  const fail = (e) => {
    clear();
    counts();
    // On a disk a missing file is no accident: this copy of the site has no index.
    const what = e.code === 'version' ? 'Version' : onDisk && e.code === 'network' ? 'Disco' : 'Error';
    const out = text(what + 'enlace');
    panel.hidden = what === 'Disco';
    notices.append(el('p', { className: 'aviso aviso--error' }, text(what), ' ', what === 'Error'
      ? el('button', { type: 'button', className: 'boton', textContent: out, onclick: () => run().then(() => status.focus()) })
      : el('a', { href: (what === 'Disco' ? root.dataset.sitio : location.pathname) + writeState(state), textContent: out })));
    tell(text(what), '');
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      go(taken(), !fresh);
      fresh = false;
    }, PAUSE);
  });
  input.addEventListener('focus', () => {
    fresh = true;
    index().catch(() => {});
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(taken());
  });
  panel.addEventListener('change', () => go(taken()));
  // A part of the panel that opens has to be counted; toggle does not bubble.
  panel.addEventListener('toggle', () => {
    if (answered && names.some((f) => !answered.facets[f] && isOpen(f))) run();
  }, true);
  more.addEventListener('click', async (event) => {
    event.preventDefault();
    const had = list.children.length;
    if (await go({ ...state, shown: state.shown + PAGE })) list.children[had].querySelector('a').focus();
  });
  addEventListener('popstate', () => {
    state = read();
    show();
    run();
  });

  panel.hidden = false;
  panel.open = matchMedia(BESIDE).matches;
  show();
  run();
  if (onDisk) index().catch(fail);
}
