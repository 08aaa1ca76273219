// Pages are made without a clock, so that the same content always gives the
// same bytes. Here, where the reader is, sessions learn whether they are over.
// A day ends at midnight in Lima, wherever the reader's telephone thinks it is.

/** The day in Lima at an instant: "2026-11-22". Peru has one hour all year.
 * @param {number} now milliseconds, as of Date.now()
 * @returns {string} */
export const limaDay = (now) => new Date(now - 5 * 3600e3).toISOString().slice(0, 10);

const today = limaDay(Date.now());
for (const session of document.querySelectorAll('[data-sesion]')) {
  const day = session.dataset.sesion.slice(0, 10);
  if (day > today) continue;
  session.querySelector(day === today ? '.sesion__hoy' : '.sesion__pasada').hidden = false;
  if (day === today) continue;
  session.classList.add('sesion--pasada');
  session.parentNode.append(session); // what is to come goes first
}
