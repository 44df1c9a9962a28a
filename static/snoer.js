// What makes the pages quick, and nothing they need to work: every page does without.
// Nothing is stored in the browser: a work phone or a shared desk keeps no personal data.

const PAUSE = 3000; // of no typing, before a long form is saved
const RETRY = 15000; // while there is no connection

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
  sent.add(event.target);
}, true);
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// A long form saves as it goes. It posts itself with the field `autosave` to its own address; the answer is JSON:
// {"saved": "10:42", "fields": {"version": "4", ...}}, the fields being hidden ones that the next post needs.
const timers = new WeakMap();
const saving = new WeakSet();
const sent = new WeakSet(); // forms on their way to be saved for good

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

async function save(form, keepalive = false) {
  if (!form.isConnected || !dirty.has(form)) return;
  if (saving.has(form)) return plan(form, PAUSE);
  saving.add(form);
  freshToken(form);
  const body = new FormData(form);
  body.set("autosave", "1");
  dirty.delete(form); // what is typed from here on makes it dirty again
  say(form, "saving");
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      dirty.add(form);
      say(form, "signedOut");
      plan(form, RETRY);
    } else if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
      const result = await answer.json();
      for (const [name, value] of Object.entries(result.fields ?? {})) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      if (sent.has(form)) return; // saved for good meanwhile
      say(form, result.saved ? "saved" : "empty", result.saved);
      for (const button of form.querySelectorAll("[data-discard]")) button.hidden = !result.saved;
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
document.addEventListener("htmx:before:response", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-autosave]")) return;
  const { raw } = event.detail.ctx.response;
  const line = form.querySelector("[data-autosave-status]");
  const signedOut = raw.status === 403 || (raw.redirected && new URL(raw.url).pathname === line?.dataset.signIn);
  if (!signedOut && raw.status < 500) return;
  event.preventDefault();
  stays(form, signedOut ? "signedOut" : "offline");
});
document.addEventListener("htmx:error", (event) => {
  if (event.target.matches?.("form[data-autosave]")) stays(event.target, "offline");
});

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
