// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = [...document.querySelectorAll('.code tr[data-cost]')];
  for (const row of rows) row.style.setProperty('--share', row.dataset.cost / 10 + '%');

  // Calls that were inlined into a line stand below it.
  const unfold = (body, open) => {
    const button = body.querySelector('button');
    if (!button) return;
    button.setAttribute('aria-expanded', open);
    for (const row of body.querySelectorAll('.inlined')) row.hidden = !open;
  };
  const bodies = [...document.querySelectorAll('.code tbody')].filter((body) => body.querySelector('button'));
  for (const body of bodies) {
    const button = body.querySelector('button');
    button.addEventListener('click', () => unfold(body, button.getAttribute('aria-expanded') !== 'true'));
  }
  const expand = byId('expand');
  expand.disabled = bodies.length === 0;
  expand.addEventListener('click', () => {
    const open = expand.getAttribute('aria-pressed') !== 'true';
    expand.setAttribute('aria-pressed', open);
    expand.textContent = open ? 'Hide inlined calls' : 'Show inlined calls';
    for (const body of bodies) unfold(body, open);
  });

  // Going through rows: the hot ones, or those with what was searched for.
  let at = null;
  const goTo = (row) => {
    if (at) at.classList.remove('at');
    at = row;
    if (row.hidden) unfold(row.parentElement, true);
    row.classList.add('at');
    row.scrollIntoView({ block: 'center', behavior: 'auto' });
  };
  // The one after or before the row at hand in the order of the page, and round at its end.
  const step = (list, by) => {
    if (list.length === 0) return -1;
    const isAfter = (row) => !at || (at.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    const isBefore = (row) => at && (at.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_PRECEDING);
    let index = by > 0 ? list.findIndex(isAfter) : list.findLastIndex(isBefore);
    if (index < 0) index = by > 0 ? 0 : list.length - 1;
    goTo(list[index]);
    return index;
  };
  const hot = rows.filter((row) => row.dataset.cost >= 200);
  for (const row of hot) row.classList.add('hot');
  byId('next').disabled = byId('previous').disabled = hot.length === 0;
  byId('next').addEventListener('click', () => step(hot, 1));
  byId('previous').addEventListener('click', () => step(hot, -1));

  const search = byId('search');
  const hits = byId('hits');
  let found = [];
  const find = () => {
    for (const row of found) row.classList.remove('hit');
    const text = search.value.toLowerCase();
    found = text === '' ? [] : [...document.querySelectorAll('.code tbody tr')]
      .filter((row) => row.lastElementChild.textContent.toLowerCase().includes(text));
    for (const row of found) row.classList.add('hit');
    hits.textContent = text === '' ? '' : found.length === 1 ? '1 line' : `${found.length} lines`;
  };
  search.addEventListener('input', find);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      search.value = '';
      find();
      search.blur();
    } else if (event.key === 'Enter') {
      const index = step(found, event.shiftKey ? -1 : 1);
      if (index >= 0) hits.textContent = `${index + 1} of ${found.length} lines`;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.target === search || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'n') step(hot, 1);
    else if (event.key === 'p') step(hot, -1);
    else if (event.key === '/') search.focus();
    else return;
    event.preventDefault();
  });
})();
