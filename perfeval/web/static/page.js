// What HTML alone cannot do: say when a character is finished, keys, dropped files, and what was announced.
'use strict';

// An input method composes a character from several keys; only "typed" means that a person has finished one.
addEventListener('input', event => {
  if (!event.isComposing) event.target.dispatchEvent(new CustomEvent('typed', {bubbles: true}));
});
addEventListener('compositionend', event => event.target.dispatchEvent(new CustomEvent('typed', {bubbles: true})));

const isField = element => element.matches('input, textarea, select, [contenteditable]');
const findings = () => [...document.querySelectorAll('[data-finding]')];

function move(by) {
  const all = findings();
  const at = all.indexOf(document.activeElement.closest('[data-finding]'));
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({block: 'nearest'}); }
}

addEventListener('keydown', event => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (isField(target)) {
    const finding = target.closest('[data-finding]');
    if (event.key === 'Escape') (finding || document.body).focus();
    if (event.key === 'Enter' && finding && target.name === 'reason') {
      // The reason that X asked for belongs to X; Enter decides nothing by itself.
      event.preventDefault();
      if (target.dataset.for && target.value) finding.querySelector(`[data-key="${target.dataset.for}"]`).click();
    }
    return;
  }
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'p') { move(key === 'j' ? 1 : -1); event.preventDefault(); return; }
  if (key === '?') { const keys = document.querySelector('.keys'); if (keys) keys.parentElement.open = true; return; }
  const inside = target.closest('[data-finding]');
  const button = (inside && inside.querySelector(`[data-key="${CSS.escape(key)}"]`))
    || document.querySelector(`main [data-key="${CSS.escape(key)}"]:not([data-finding] *)`);
  if (!button || (button.closest('[data-finding]') && !inside)) return;
  event.preventDefault();
  const reason = inside && inside.querySelector('input[name=reason]');
  if (key === 'x' && reason && !reason.value) { reason.dataset.for = 'x'; reason.focus(); return; }
  button.click();
});

// A finding that was decided keeps the focus, so that the next key goes on from there.
addEventListener('htmx:beforeSwap', event => {
  const answer = event.detail.xhr;
  if (answer.status === 409 || answer.status === 422) event.detail.shouldSwap = true;
});
addEventListener('htmx:afterSettle', event => {
  const swapped = event.detail.target && document.getElementById(event.detail.target.id);
  if (swapped && swapped.matches('[data-finding]')) swapped.focus({preventScroll: true});
  const link = event.detail.requestConfig && event.detail.requestConfig.elt;
  if (link && link.matches('.unfold')) link.setAttribute('aria-expanded', 'true');
});
addEventListener('htmx:beforeRequest', event => {
  const link = event.detail.elt;
  if (link.matches('.unfold') && link.getAttribute('aria-expanded') === 'true') {
    event.preventDefault();
    document.getElementById(link.getAttribute('aria-controls')).replaceChildren();
    link.setAttribute('aria-expanded', 'false');
  }
});
addEventListener('htmx:sendError', () => say(document.documentElement.lang === 'en'
  ? 'The server does not answer. What you typed is still in the page.'
  : '服务器没有回应。您写的内容还在页面上，请重新启动后再保存。'));

function say(text) { document.getElementById('said').textContent = text; }

// Files dropped anywhere on the page are uploaded; so is a folder.
const drop = document.getElementById('drop');
if (drop) {
  addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over'); });
  addEventListener('dragleave', event => { if (!event.relatedTarget) drop.classList.remove('over'); });
  addEventListener('drop', async event => {
    event.preventDefault();
    drop.classList.remove('over');
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const files = (await Promise.all(entries.filter(Boolean).map(filesIn))).flat();
    await upload(files.length ? files : [...event.dataTransfer.files]);
  });
  drop.addEventListener('change', event => { if (event.target.files.length) upload([...event.target.files]); });
}

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((good, bad) => entry.file(good, bad))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {  // a browser gives a hundred entries at a time
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (!some.length) return (await Promise.all(found.map(filesIn))).flat();
    found.push(...some);
  }
}

const nameOf = file => file.webkitRelativePath || file.name;

async function upload(files) {
  const refused = [];
  files.sort((one, other) => nameOf(one).localeCompare(nameOf(other), 'zh'));  // browsers give a folder in any order
  for (const [number, file] of files.entries()) {
    say(`${number + 1} / ${files.length}  ${file.name}`);
    const body = new FormData();
    body.append('file', file, nameOf(file));
    const answer = await fetch('/documents', {method: 'POST', body, headers: {accept: 'application/json'}});
    const told = await answer.json();
    refused.push(...(answer.ok ? told.refused : [`${file.name}：${told.detail}`]));
  }
  if (refused.length) say(refused.join('\n')); else location.reload();
}
