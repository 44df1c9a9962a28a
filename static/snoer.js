// What makes the pages quick, and nothing they need to work: every page does without.
// Nothing is stored in the browser: a work phone or a shared desk keeps no personal data.

const PAUSE = 3000; // of no typing, before a long form is saved
const RETRY = 15000; // while there is no connection

const dirty = new Set(); // forms with something typed that is not saved yet

// `/` puts the cursor in the search box, as long as nobody is typing elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.getElementById("search");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
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

// Text that is typed and not sent: the browser asks before it is left behind.
const keeps = (form) => form?.matches("form[data-autosave], form[data-keep]") || (form?.method === "post" && form.querySelector("textarea"));
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!keeps(form)) return;
  dirty.add(form);
  if (form.matches("[data-autosave]")) plan(form, PAUSE);
});
document.addEventListener("submit", (event) => {
  freshToken(event.target);
  dirty.delete(event.target);
  clearTimeout(timers.get(event.target));
}, true);
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// A long form saves as it goes. It posts itself with the field `autosave` to its own address; the answer is JSON:
// {"saved": "10:42", "fields": {"version": "4", ...}}, the fields being hidden ones that the next post needs.
const timers = new WeakMap();
const saving = new WeakSet();

function plan(form, pause) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), pause));
}

function say(form, kind, extra) {
  const line = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  if (!line) return;
  line.classList.toggle("failed", kind === "offline" || kind === "refused" || kind === "signedOut");
  line.textContent = `${line.dataset[kind] ?? ""} ${extra ?? ""}`.trim();
  if (kind === "signedOut") {
    const link = document.createElement("a");
    Object.assign(link, { href: line.dataset.signIn, target: "_blank", textContent: line.dataset.signInText });
    line.append(" ", link);
  }
}

async function save(form) {
  if (!form.isConnected || !dirty.has(form)) return;
  if (saving.has(form)) return plan(form, PAUSE);
  saving.add(form);
  freshToken(form);
  const body = new FormData(form);
  body.set("autosave", "1");
  dirty.delete(form); // what is typed from here on makes it dirty again
  say(form, "saving");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      dirty.add(form);
      say(form, "signedOut");
      plan(form, RETRY);
    } else if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
      const result = await answer.json();
      for (const [name, value] of Object.entries(result.fields ?? {})) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      say(form, "saved", result.saved);
    } else {
      dirty.add(form);
      say(form, "refused");
    }
  } catch {
    dirty.add(form);
    say(form, "offline");
    plan(form, RETRY);
  } finally {
    saving.delete(form);
  }
}

// What only a script can do is hidden until there is one; what was just swapped in gets the same.
const seen = new WeakSet(); // error summaries that had the focus once: a swap elsewhere must not take it back

function prepare() {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
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
