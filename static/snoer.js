// What makes the pages quick, and nothing they need to work: every page does without.
// Nothing is stored in the browser: a work phone or a shared desk keeps no personal data.

const PAUSE = 2000; // of no typing, before a long form is saved
const LONGEST = 4000; // of typing on and on: no more than this is lost with a browser that goes down
const RETRY = 5000; // while there is no connection

const dirty = new Set(); // forms with something typed that is not saved yet

// `/` puts the cursor in the search box and `n` in the note, as long as nobody is typing elsewhere; Ctrl+Enter saves.
const SHORTCUTS = { "/": "search", n: "note-text" };
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  const quick = event.target.closest("form[data-quick]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && quick && !event.repeat) {
    event.preventDefault();
    quick.requestSubmit(quick.querySelector("button[type=submit]:not([name])"));
    return;
  }
  if (!(event.key in SHORTCUTS) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById(SHORTCUTS[event.key]);
  if (!field) return;
  event.preventDefault();
  field.focus();
  if (field.type === "search") field.select();
});

// In a screening, while its form has the focus and nobody is typing: 1 to 5 choose, j is the next person and k the previous.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=radio])")) return;
  const choice = form.querySelectorAll("[data-choice]")[Number(event.key) - 1];
  const way = { j: "[data-next]", k: "[data-previous]" }[event.key];
  if (choice) {
    event.preventDefault();
    choice.click();
    choice.focus();
  } else if (way) document.querySelector(way)?.click();
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === except) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

// The token of the form follows the one of the session: after signing in again in another tab the form still works.
function freshToken(form) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  const token = form.elements.csrfmiddlewaretoken;
  if (cookie && token) token.value = cookie[1];
}

// Where tabs or the main menu are wider than the screen, the one that is open comes into view.
for (const open of document.querySelectorAll(":is(.tabs, .main-nav) [aria-current]")) {
  const strip = open.closest("nav");
  const [here, whole] = [open.getBoundingClientRect(), strip.getBoundingClientRect()];
  const hidden = here.left < whole.left || here.right > whole.right;
  if (hidden) strip.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
}

// Text that is typed and not sent: the browser asks before it is left behind.
const keeps = (form) => form?.matches("form[data-autosave], form[data-keep]") || (form?.method === "post" && form.querySelector("textarea"));
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!keeps(form)) return;
  dirty.add(form);
  if (form.matches("[data-autosave]")) plan(form, PAUSE);
});
// What is about all forms of a page is sent when what is typed in the others is saved.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-after-saves]")) return;
  const others = () => unsaved(document).filter((other) => other !== form && other.matches("[data-autosave]"));
  if (!others().length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await saveAll(others);
  const [left] = others();
  if (left) left.querySelector("button[type=submit]").focus();
  else form.requestSubmit(event.submitter);
}, true);
document.addEventListener("submit", (event) => {
  freshToken(event.target);
  dirty.delete(event.target);
  clearTimeout(timers.get(event.target));
  sent.add(event.target);
}, true);
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// The forms in a part of the page with something that did not reach the server yet.
const unsaved = (part) => [...new Set([...dirty, ...saving.keys()])].filter((form) => form.isConnected && part.contains(form));

// A long form saves as it goes. It posts itself with the field `autosave` to its own address; the answer is JSON:
// {"saved": "10:42", "fields": {"version": "4", ...}}, the fields being hidden ones that the next post needs.
const timers = new WeakMap();
const saving = new Map(); // form -> the save that is under way
const sent = new WeakSet(); // forms on their way to be saved for good

const since = new WeakMap(); // when what is not saved yet was begun

function plan(form, pause) {
  const now = Date.now();
  if (!since.has(form)) since.set(form, now);
  const left = pause === PAUSE ? Math.min(pause, Math.max(since.get(form) + LONGEST - now, 0)) : pause;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), left));
}

// What is said at a form: its own words, or those of the page for all its forms.
const textsOf = (form) => form.querySelector("[data-saving]") || document.querySelector("[data-saving]");

function say(form, kind, extra) {
  const line = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  if (!line) return;
  const words = textsOf(form)?.dataset ?? {};
  line.classList.toggle("failed", !["saving", "saved", "empty"].includes(kind));
  line.textContent = `${words[kind] ?? ""} ${extra ?? ""}`.trim();
  if (kind === "signedOut") {
    const link = document.createElement("a");
    Object.assign(link, { href: words.signIn, target: "_blank", textContent: words.signInText });
    line.append(" ", link);
  }
}

function save(form, keepalive = false) {
  if (saving.has(form)) {
    if (dirty.has(form)) plan(form, PAUSE);
    return saving.get(form);
  }
  if (!form.isConnected || !dirty.has(form)) return undefined;
  const sending = send(form, keepalive).finally(() => saving.delete(form));
  saving.set(form, sending);
  return sending;
}

// In two turns: a save that is under way did not take along what was typed since it began.
async function saveAll(forms, keepalive = false) {
  for (let turn = 0; turn < 2; turn++) await Promise.all(forms().map((form) => save(form, keepalive)));
}

async function send(form, keepalive) {
  freshToken(form);
  const body = new FormData(form);
  body.set("autosave", "1");
  dirty.delete(form); // what is typed from here on makes it dirty again
  since.delete(form);
  say(form, "saving");
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      dirty.add(form);
      say(form, "signedOut");
      plan(form, RETRY);
      return;
    }
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    for (const [name, value] of Object.entries(told.fields ?? {})) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    for (const [name, value] of Object.entries(told.shown ?? {})) takeOver(form, name, value, body.get(name) ?? "");
    if (answer.ok && "saved" in told) {
      if (sent.has(form)) return; // saved for good meanwhile
      say(form, told.saved ? "saved" : "empty", told.saved);
      for (const button of form.querySelectorAll("[data-discard]")) button.hidden = !told.saved;
    } else {
      dirty.add(form);
      if (told.why) say(form, "", told.why);
      else say(form, answer.status === 409 ? "stale" : answer.status < 500 ? "refused" : "offline");
      if (answer.status >= 500) plan(form, RETRY);
    }
  } catch {
    dirty.add(form);
    say(form, "offline");
    plan(form, RETRY);
  }
}

// What another wrote where nothing was touched here; not where something was typed since.
function takeOver(form, name, value, posted) {
  const field = form.elements[name];
  const base = form.elements[`initial-${name}`];
  if (!field || !base) return;
  const now = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
  if (now !== posted) return;
  if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value;
  base.value = value;
}

window.addEventListener("online", () => {
  for (const form of dirty) if (form.matches("[data-autosave]")) save(form);
});

// Away from the page, on a phone for good perhaps: what was just typed is saved first.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return;
  for (const form of dirty) if (form.matches("[data-autosave]")) save(form, true);
});

// A form that htmx sends and that does not arrive, for want of a connection or a session, stays as it is.
function stays(form, kind) {
  sent.delete(form);
  dirty.add(form);
  say(form, kind);
  plan(form, RETRY);
}
// A part that refreshes itself stays as it is where no answer, or a page to sign in on, comes back.
document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response ?? {};
  if (event.target.matches?.("[data-poll]") && raw && (raw.redirected || !raw.ok)) event.preventDefault();
});
// Another saved in a section that is a form here: saving it brings in what they wrote.
function bringIn() {
  for (const mark of document.querySelectorAll("[data-newer]")) {
    mark.removeAttribute("data-newer");
    const form = mark.closest("section")?.querySelector("form[data-autosave]");
    if (!form) continue;
    dirty.add(form);
    save(form);
  }
}
document.addEventListener("htmx:after:swap", bringIn);

document.addEventListener("htmx:before:response", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-autosave]")) return;
  const { raw } = event.detail.ctx.response;
  const signedOut = raw.status === 403 || (raw.redirected && new URL(raw.url).pathname === textsOf(form)?.dataset.signIn);
  if (!signedOut && raw.status < 500) return;
  event.preventDefault();
  stays(form, signedOut ? "signedOut" : "offline");
});
// A phone that was idle: what is asked for by htmx is asked for again after one touch (chain/phones.py).
document.addEventListener("htmx:before:response", (event) => {
  const touch = event.detail.ctx.response?.raw?.headers.get("X-Touch");
  if (!touch || event.defaultPrevented) return;
  event.preventDefault();
  location.href = touch;
});
// A session that ended: what was typed waits (chain/again.py), and signing in leads back to it.
document.addEventListener("htmx:before:response", (event) => {
  const url = event.detail.ctx.response?.raw?.headers.get("X-Sign-In");
  if (!url || event.defaultPrevented) return;
  event.preventDefault();
  dirty.clear();
  location.href = url;
});
document.addEventListener("htmx:error", (event) => {
  if (event.target.matches?.("form[data-autosave]")) stays(event.target, "offline");
});

// What only a script can do is hidden until there is one; what was just swapped in gets the same.
const seen = new WeakSet(); // error summaries that had the focus once: a swap elsewhere must not take it back

function prepare() {
  for (const hidden of document.querySelectorAll("[data-print], [data-tick-all]")) hidden.hidden = false;
  const decide = document.querySelector("form[data-decide]");
  if (decide && !seen.has(decide) && matchMedia("(pointer: fine)").matches) {
    (decide.querySelector("[data-choice]:checked") ?? decide.querySelector("[data-choice]")).focus({ preventScroll: true });
  }
  if (decide) seen.add(decide);
  const summary = document.querySelector(".error-summary");
  if (!summary || seen.has(summary)) return;
  seen.add(summary);
  summary.focus();
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("htmx:after:swap", prepare);
prepare();

// A row of Mijn dag is acted upon in place: the form of another page opens under it, and comes back to the row. On the row
// that has the focus: n opens its note, j and k go to the next row and the previous one.
const rowOf = (element) => element?.closest?.("[data-rows] > tbody > tr:not(.under)");

let asking; // the act that was asked for last: of two touches in a row one form comes

async function openUnder(link) {
  const row = rowOf(link);
  const open = document.querySelector("[data-rows] tr.under");
  if (open && unsaved(open).length) {
    open.querySelector("textarea, input:not([type=hidden]), select")?.focus(); // what is typed there stays
    return;
  }
  open?.remove();
  asking = link;
  const asked = new URL(link.href);
  const answer = await fetch(asked, { headers: { Accept: "text/html" } }).catch(() => null);
  const came = answer && new URL(answer.url);
  const page = answer?.ok && came.searchParams.get("next") === asked.searchParams.get("next") && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asking !== link) return;
  asking = null;
  const named = page && asked.hash && page.querySelector(asked.hash);
  const part = named ? (named.matches("h1, h2, h3") ? named.closest("section") : named) : page && page.querySelector("main form[method=post]");
  if (!part) {
    location.href = link.href;
    return;
  }
  const under = document.createElement("tr");
  under.className = "under";
  const cell = under.appendChild(document.createElement("td"));
  Object.assign(cell, { colSpan: row.cells.length, className: "wide" });
  const head = cell.appendChild(document.createElement("div"));
  head.className = "panel-head";
  const title = head.appendChild(document.createElement("h3"));
  title.textContent = `${link.textContent}: ${row.querySelector("th a").textContent}`;
  const close = head.appendChild(document.createElement("button"));
  Object.assign(close, { type: "button", className: "button small", textContent: row.closest("[data-rows]").dataset.close });
  close.addEventListener("click", () => closeUnder(under, link));
  cell.append(document.importNode(part, true));
  for (const form of cell.querySelectorAll("form")) if (!form.getAttribute("action")) form.action = came.pathname + came.search;
  under.addEventListener("keydown", (event) => event.key === "Escape" && closeUnder(under, link));
  row.after(under);
  window.htmx?.process(under);
  prepare();
  under.querySelector("textarea, input:not([type=hidden]), select, summary")?.focus();
}

// What saves itself is a draft before its form goes; where that fails the form stays, and says why.
async function closeUnder(under, link) {
  const drafts = () => unsaved(under).filter((form) => form.matches("[data-autosave]"));
  await saveAll(drafts, true);
  if (drafts().length || !under.isConnected) return;
  for (const form of under.querySelectorAll("form")) dirty.delete(form);
  under.remove();
  link.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-rows] .acts a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openUnder(link);
});
document.addEventListener("submit", (event) => {
  const row = rowOf(event.submitter);
  const back = row && event.target.elements.next;
  if (back) back.value = `${back.value.split("#")[0]}#${row.querySelector("th a").id}`;
}, true);
document.addEventListener("keydown", (event) => {
  if (!"jkn".includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const rows = [...document.querySelectorAll("[data-rows] > tbody > tr:not(.under)")];
  const row = rowOf(event.target);
  if (!rows.length || (event.key === "n" && !row)) return;
  event.preventDefault();
  if (event.key === "n") {
    row.querySelector(".acts a[href*='/notities/']")?.click();
    return;
  }
  const next = rows[row ? rows.indexOf(row) + (event.key === "j" ? 1 : -1) : 0];
  next?.querySelector("th a").focus();
});
// Back from an act the browser goes on with the row that now stands in that place; after the last one, with the one before it.
if (/^#r[0-9]+$/.test(location.hash) && !document.querySelector(location.hash)) {
  [...document.querySelectorAll("[data-rows] th a")].pop()?.focus();
}

// The list of people: one box ticks all of the page, and the button says how many are chosen.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-tick-all], [data-all-found], [name=wie]")) return;
  const each = [...document.querySelectorAll(".people input[name=wie]")];
  if (box.matches("[data-tick-all]")) for (const one of each) one.checked = box.checked;
  const everybody = document.querySelector("[data-all-found]")?.checked;
  const number = each.filter((one) => one.checked).length;
  const said = document.querySelector("[data-ticked]");
  if (said) said.textContent = number && !everybody ? ` (${number})` : "";
});
