// @ts-check
// The preview's own script: it is never part of the published site. It puts the
// bar into a shadow tree, follows the page's changes, and switches views.
(() => {
  const OWN = '/__vitrina/';
  const host = /** @type {HTMLElement|null} */ (document.querySelector('vitrina-previa'));
  const framed = window.top !== window;
  const store = {
    /** @param {string} key */
    get(key) {
      try { return sessionStorage.getItem('vitrina-' + key); } catch { return null; }
    },
    /** @param {string} key @param {string} value */
    set(key, value) {
      try { value ? sessionStorage.setItem('vitrina-' + key, value) : sessionStorage.removeItem('vitrina-' + key); } catch { /* no storage: nothing is remembered */ }
    },
  };

  // Following changes

  /**
   * Listens to the changes of one page while the window is visible: browsers
   * allow six connections to one host, and hidden windows must not take them all.
   * @param {{route: string, version: string, view: string, panel: string}} page
   * @param {Record<string, (data: string) => void>} handlers
   */
  function follow(page, handlers) {
    /** @type {EventSource|null} */ let stream = null;
    let stopped = false;
    const open = () => {
      if (stream || stopped) return;
      const q = new URLSearchParams({ ruta: page.route, version: page.version, vista: page.view, panel: page.panel });
      stream = new EventSource(`${OWN}eventos?${q}`);
      stream.onopen = () => { document.documentElement.dataset.vitrina = 'atenta'; handlers.conectada?.(''); };
      stream.onerror = () => {
        delete document.documentElement.dataset.vitrina;
        handlers.corte?.('');
        if (stream && stream.readyState === EventSource.CLOSED) { // the server refused: try later
          close();
          setTimeout(() => { if (!document.hidden) open(); }, 2000);
        }
      };
      for (const kind of ['pagina', 'css', 'ido', 'panel']) {
        stream.addEventListener(kind, (event) => {
          const message = /** @type {MessageEvent} */ (event);
          [page.version, page.panel] = message.lastEventId.split('/');
          handlers[kind]?.(message.data);
        });
      }
    };
    const close = () => { stream?.close(); stream = null; };
    let timer = 0;
    const visibility = () => {
      clearTimeout(timer);
      if (document.hidden) timer = window.setTimeout(close, 5000);
      else open();
    };
    document.addEventListener('visibilitychange', visibility);
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
    open();
    return () => { stopped = true; close(); document.removeEventListener('visibilitychange', visibility); };
  }

  /** Loads the page again where it was left. */
  function reload() {
    store.set('lugar', `${location.pathname} ${scrollX} ${scrollY}`);
    location.reload();
  }

  /** Puts the page back where it was before reload(). */
  function restore() {
    const [path, x, y] = (store.get('lugar') || '').split(' ');
    store.set('lugar', '');
    if (path !== location.pathname) return;
    history.scrollRestoration = 'manual';
    const back = () => window.scrollTo({ left: +x, top: +y, behavior: 'instant' });
    back();
    window.addEventListener('load', () => { back(); history.scrollRestoration = 'auto'; }, { once: true });
  }

  /**
   * Exchanges the style sheets without a flash: the old ones stay until the new
   * ones are there.
   * @param {string[]} hrefs
   */
  function restyle(hrefs) {
    const old = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel="stylesheet"]')]);
    hrefs.forEach((href, i) => {
      const before = old[i];
      if (before && before.getAttribute('href') === href) return;
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = link.onerror = () => before?.remove();
      if (before) before.after(link); else document.head.append(link);
    });
    old.slice(hrefs.length).forEach((link) => link.remove());
  }

  /** The name of the cookie that says which view is wanted. */
  const cookie = `vitrina-vista-${location.port || '80'}`;
  const views = 'BroadcastChannel' in window ? new BroadcastChannel(cookie) : null;
  if (views) views.onmessage = () => location.reload();

  /** @param {string} view */
  function see(view) {
    document.cookie = `${cookie}=${encodeURIComponent(view)}; Path=/; SameSite=Strict${view ? '' : '; Max-Age=0'}`;
    views?.postMessage(view);
    reload();
  }

  // The page of problems follows them, and nothing else

  if (!host) {
    const mine = document.body.dataset.problemas;
    if (mine === undefined) return;
    restore();
    act(document, {});
    follow({ route: '/', version: '', view: '', panel: '' }, {
      async panel() {
        const text = await (await fetch(location.href)).text();
        const next = new DOMParser().parseFromString(text, 'text/html');
        if (next.body.dataset.problemas !== document.body.dataset.problemas) reload();
      },
    });
    return;
  }

  restore();
  const page = { route: host.dataset.ruta || '/', version: host.dataset.version || '', view: host.dataset.vista || '', panel: '' };
  const changes = {
    pagina: reload,
    /** @param {string} data */ css: (data) => restyle(JSON.parse(data)),
    /** @param {string} data */ ido: (data) => location.replace(data),
  };
  if (framed) { // in the frame of the width switch: the bar is outside
    document.documentElement.classList.add('vitrina-en-marco');
    follow(page, changes);
    return;
  }

  // The bar

  const root = host.attachShadow({ mode: 'open' });
  /** @type {HTMLIFrameElement|null} */ let frame = null;
  let route = page.route;

  /** @param {string} selector @returns {HTMLElement|null} */
  const part = (selector) => root.querySelector(selector);

  /** Fetches the bar of the page that is shown, and puts it in place. */
  async function refresh() {
    const q = new URLSearchParams({ ruta: route, vista: page.view });
    const answer = await fetch(`${OWN}panel?${q}`);
    if (!answer.ok) return;
    const html = await answer.text();
    page.panel = answer.headers.get('Vitrina-Panel') || '';
    const focused = root.activeElement instanceof HTMLElement ? root.activeElement.dataset.hacer : '';
    const open = part('.hoja:not([hidden])')?.id;
    const scrolled = part('.hoja:not([hidden]) .hoja__cuerpo')?.scrollTop || 0;
    const unfolded = host?.hasAttribute('data-mas');
    const layer = part('.marco');
    const fresh = document.createElement('template');
    fresh.innerHTML = html;
    const style = root.querySelector('link');
    if (style) fresh.content.querySelector('link')?.replaceWith(style);
    root.replaceChildren(fresh.content);
    if (!style) { // the element is hidden until its style sheet shows it
      const link = root.querySelector('link');
      await new Promise((done) => { if (link) link.onload = link.onerror = done; else done(null); });
      host?.removeAttribute('hidden');
    }
    if (layer) root.append(layer);
    mark(store.get('ancho') || '');
    part('[data-hacer="mas"]')?.setAttribute('aria-expanded', String(!!unfolded));
    if (open === 'ocultas') show('ocultas', true);
    const sheet = part('#problemas');
    const errors = +(sheet?.dataset.errores || 0);
    const putAway = store.get('visto') === sheet?.dataset.resumen;
    show('problemas', (errors > 0 && !putAway && open !== 'ocultas') || (open === 'problemas' && !!part('.problema')));
    const body = part('.hoja:not([hidden]) .hoja__cuerpo');
    if (body) body.scrollTop = scrolled;
    if (focused) part(`[data-hacer="${focused}"]`)?.focus();
    room();
    host?.setAttribute('data-lista', '');
  }

  /** The bar must not hide the end of the page, nor of the frame. */
  function room() {
    const height = `${host?.offsetHeight || 0}px`;
    document.documentElement.style.paddingBottom = height;
    const layer = /** @type {HTMLElement|undefined} */ (frame?.parentElement);
    if (layer) layer.style.paddingBottom = height;
  }

  /** @param {string} id @param {boolean} open */
  function show(id, open) {
    const sheet = part('#' + id);
    if (!sheet) return;
    sheet.hidden = !open;
    part(`[data-hacer="${id}"]`)?.setAttribute('aria-expanded', String(open));
  }

  /** Closes whatever is open; a list of problems stays closed until it changes. */
  function dismiss() {
    const open = part('.hoja:not([hidden])');
    if (!open) return false;
    if (open.id === 'problemas') store.set('visto', open.dataset.resumen || '');
    const inside = open.contains(root.activeElement);
    show(open.id, false);
    if (inside) part(`[data-hacer="${open.id}"]`)?.focus();
    return true;
  }

  /** @param {string} id */
  function toggle(id) {
    const wasOpen = part('#' + id)?.hidden === false;
    dismiss();
    if (wasOpen) return;
    show(id, true);
    part('#' + id)?.focus();
  }

  /** @param {string} width */
  function mark(width) {
    for (const b of root.querySelectorAll('[data-hacer="ancho"]')) {
      b.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (b).dataset.ancho === width));
    }
  }

  /**
   * Shows the page in a frame of a width, or without one. In the frame the page
   * is as it would be on such a screen.
   * @param {string} width
   */
  function widen(width) {
    store.set('ancho', width);
    mark(width);
    if (!width) {
      if (!frame) return;
      // Where the frame has arrived, not where it is going: while it loads it is
      // at about:blank.
      if (route !== page.route) { location.assign(route); return; }
      frame.closest('.marco')?.remove();
      frame = null;
      document.documentElement.style.removeProperty('overflow');
      route = page.route;
      listen();
      return;
    }
    if (!frame) {
      const layer = document.createElement('div');
      layer.className = 'marco';
      frame = document.createElement('iframe');
      frame.className = 'marco__pagina';
      frame.title = document.title;
      frame.src = location.pathname + location.search;
      frame.addEventListener('load', () => {
        // It belongs to another window, so it is no HTMLElement of this one.
        const inner = /** @type {HTMLElement|null|undefined} */ (frame?.contentDocument?.querySelector('vitrina-previa'));
        if (!inner || inner.dataset.ruta === route) return;
        route = inner.dataset.ruta || '/';
        history.replaceState(null, '', route);
        listen();
        refresh();
      });
      layer.append(frame);
      root.append(layer);
      document.documentElement.style.overflow = 'hidden';
      room();
      listen();
    }
    frame.setAttribute('width', width);
  }

  /**
   * What the buttons do, in the bar and on the page of problems.
   * @param {ShadowRoot|Document} where
   * @param {Record<string, (button: HTMLElement) => void>} actions
   */
  function act(where, actions) {
    where.addEventListener('click', (event) => {
      const target = /** @type {Element} */ (event.target);
      const link = target.closest('a[data-editor]');
      if (link) { // what the public cannot see is only there in the other view
        document.cookie = `${cookie}=; Path=/; SameSite=Strict; Max-Age=0`;
        return;
      }
      const button = /** @type {HTMLElement|null} */ (target.closest('button[data-hacer]'));
      if (!button) return;
      if (button.dataset.hacer === 'copiar') copy(button);
      else actions[button.dataset.hacer || '']?.(button);
    });
  }

  /** @param {HTMLElement} button */
  async function copy(button) {
    const text = button.dataset.texto || '';
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    const before = button.textContent;
    button.textContent = button.dataset.hecho || '';
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  act(root, {
    problemas: () => toggle('problemas'),
    ocultas: () => toggle('ocultas'),
    cerrar: () => dismiss(),
    vista: (b) => see(b.dataset.vista || ''),
    ancho: (b) => widen(b.dataset.ancho || ''),
    mas: (b) => {
      const open = host.toggleAttribute('data-mas');
      b.setAttribute('aria-expanded', String(open));
    },
  });
  new ResizeObserver(room).observe(host);
  root.addEventListener('change', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.dataset.hacer === 'fecha') see(field.value ? `publico@${field.value}` : 'publico');
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && dismiss()) event.preventDefault();
  });

  /** @param {boolean} lost */
  function cut(lost) {
    const notice = part('.aviso-corte');
    if (!notice) return;
    notice.textContent = lost ? notice.dataset.corte || '' : '';
    notice.hidden = !lost;
  }

  /** @type {(() => void)|null} */ let stop = null;
  /** Follows the page, or, when a frame shows it, only its bar. */
  function listen() {
    stop?.();
    let notice = 0;
    const handlers = {
      panel: refresh,
      conectada: () => { clearTimeout(notice); notice = 0; cut(false); },
      corte: () => { notice ||= window.setTimeout(() => cut(true), 1500); },
    };
    stop = frame
      ? follow({ ...page, route, version: '' }, handlers)
      : follow(page, { ...changes, ...handlers });
  }

  refresh().finally(() => {
    const width = store.get('ancho');
    if (width) widen(width); else listen();
  });
})();
