// A form being filled in: what was typed is sent until the server has it; Enter goes down; a cell grows with its text.
'use strict';

const unsaved = new Map();  // by the name of the cell, so that it outlives a row that is drawn anew
const cellOf = name => document.querySelector(`[data-cell][name="${CSS.escape(name)}"]`);
const isCell = element => element.matches && element.matches('[data-cell]');
let composing = '';  // the name of the cell in which an input method is at work: what it says is not sent

addEventListener('compositionstart', event => { composing = event.target.name || ''; });
addEventListener('compositionend', () => { composing = ''; });

addEventListener('input', event => {
  if (!isCell(event.target)) return;
  unsaved.set(event.target.name, event.target.value);
  grow(event.target);
});
addEventListener('change', event => { if (isCell(event.target) && unsaved.has(event.target.name)) send(event.target); });

function send(cell) { cell.dispatchEvent(new CustomEvent('send')); }

// A cell that was sent when it was left need not be sent again when its pause is over.
addEventListener('htmx:beforeRequest', event => {
  if (isCell(event.detail.elt) && !unsaved.has(event.detail.elt.name)) event.preventDefault();
});
// One request carries every cell that waits.
addEventListener('htmx:configRequest', event => {
  if (!isCell(event.detail.elt)) return;
  for (const [name, text] of unsaved) if (name !== composing) event.detail.parameters[name] = text;
});
addEventListener('htmx:afterRequest', event => {
  const {elt, successful, xhr, requestConfig} = event.detail;
  if (!isCell(elt)) return;
  const isDone = successful || xhr.status === 409;  // a row that is gone: the other cells were saved
  for (const [name, text] of [...unsaved]) if (isDone && requestConfig.parameters[name] === text) unsaved.delete(name);
  if (!successful) tell(xhr.status === 409 ? xhr.responseText : '');
});

function tell(text) {
  const english = document.documentElement.lang === 'en';
  const kept = document.getElementById('kept');
  kept.textContent = text || (english ? 'Not saved yet: the server does not answer; trying again' : '还没有保存：服务器没有回应，会自动再试');
  kept.className = 'wrong';
}

setInterval(() => {
  if (!composing) for (const name of unsaved.keys()) { const cell = cellOf(name); if (cell) send(cell); }
}, 2000);
addEventListener('beforeunload', event => { if (unsaved.size) event.preventDefault(); });

// Rows drawn anew take up again what was typed meanwhile.
addEventListener('htmx:afterSwap', event => {
  if (event.detail.target.id !== 'sheet') return;
  for (const [name, text] of unsaved) {
    const cell = cellOf(name);
    if (!cell || cell.value === text) unsaved.delete(name);
    else { cell.value = text; send(cell); }
  }
  growAll();
});

addEventListener('keydown', event => {
  if (event.isComposing || event.keyCode === 229 || event.key !== 'Enter' || event.shiftKey) return;
  const cell = event.target;
  if (!isCell(cell) || cell.classList.contains('prose')) return;
  event.preventDefault();
  const field = cell.name.slice(cell.name.lastIndexOf('.'));
  const column = [...document.querySelectorAll(`[data-cell][name$="${CSS.escape(field)}"]`)];
  const next = column[column.indexOf(cell) + 1];
  if (next) next.focus();
});

function grow(cell) {
  if (CSS.supports('field-sizing', 'content') || cell.tagName !== 'TEXTAREA') return;
  cell.style.height = 'auto';
  cell.style.height = `${cell.scrollHeight + 2}px`;
}
function growAll() { document.querySelectorAll('textarea[data-cell]').forEach(grow); }
growAll();
