// The button that prints the page. Where scripts do not run, the style sheet
// does not show it, and the browser's own command prints the same sheet.

/** Makes every [data-imprimir] print the page. */
export function listenForPrinting() {
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-imprimir]')) window.print();
  });
}
