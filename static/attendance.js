// Marks that could not be sent stay in the open page, and are sent again, each once, when there is a connection (or somebody
// signed in) again. They live in this page's memory alone: nothing is stored on the phone. Without this the form just posts.

const RETRY = 5000;
const form = document.querySelector("form[data-attendance]");
const line = form?.querySelector("[data-attendance-status]");
const waiting = []; // what was saved and is not sent yet, oldest first, each with its own key
let sending = false;
let timer;

// As crypto.randomUUID(), which a page over plain http does not have.
function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte, at) => (at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function say(kind, more = "") {
  line.classList.toggle("failed", !["sending", "sent"].includes(kind));
  line.textContent = `${line.dataset[kind] ?? ""} ${more}`.trim();
  if (kind !== "signedOut") return;
  const link = document.createElement("a");
  Object.assign(link, { href: line.dataset.signIn, target: "_blank", textContent: line.dataset.signInText });
  line.append(" ", link);
}

function later(kind) {
  say(kind);
  clearTimeout(timer);
  timer = setTimeout(send, RETRY);
}

async function send() {
  if (sending || !waiting.length) return;
  sending = true;
  clearTimeout(timer);
  timer = undefined;
  const body = waiting[0];
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) body.set("csrfmiddlewaretoken", token[1]); // the one of the session: after signing in again it is another
  say("sending");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const json = answer.headers.get("Content-Type")?.includes("json");
    if (answer.status === 422 && json) refused(await answer.json());
    else if (answer.redirected || answer.status === 401 || answer.status === 403) later("signedOut");
    else if (!answer.ok || !json) later("unsent");
    else arrived(await answer.json());
  } catch {
    later("unsent");
  }
  sending = false;
  if (waiting.length && !timer) send();
}

function arrived({ saved, told }) {
  waiting.shift();
  show(told.filter(([level]) => level !== "success"));
  say("sent", saved);
}

// What is wrong is said above the form, with all that was typed back in it, before what is typed there by now: put right,
// it is sent anew.
function refused({ errors }) {
  const body = waiting.shift();
  const field = form.elements.observation;
  field.value = [body.get("observation"), field.value].filter(Boolean).join("\n");
  const about = body.getAll("about");
  for (const box of form.querySelectorAll("[name=about]")) box.checked ||= about.includes(box.value);
  field.dispatchEvent(new Event("input", { bubbles: true })); // says what is wrong with it
  show(errors.map((text) => ["error", text]));
  say("changed");
}

function show(messages) {
  const there = document.getElementById("messages");
  there.replaceChildren(...messages.map(([level, text]) => {
    const message = document.createElement("p");
    message.className = `message ${level}`;
    message.textContent = text;
    return message;
  }));
  if (messages.length) there.scrollIntoView({ block: "nearest" });
}

function everybody() {
  for (const row of form.querySelectorAll(".attend-list > li")) {
    if (row.querySelector("input[type=radio]:checked, input[name^=still-]")) continue;
    const present = row.querySelector("input[value=present]");
    present.checked = true;
    present.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  waiting.push(new FormData(form));
  form.elements.once.value = newKey(); // what is changed from here on is something else
  for (const field of form.querySelectorAll("[name=observation], [name=about]")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  form.elements.observation?.dispatchEvent(new Event("input", { bubbles: true })); // what was said of it goes too
  send();
});
form?.addEventListener("click", (event) => {
  if (event.target.name !== "everybody") return;
  event.preventDefault();
  everybody();
});
form?.addEventListener("input", () => {
  if (!waiting.length) say("changed");
});
window.addEventListener("online", () => send());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) send();
});
window.addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});
