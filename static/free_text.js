// Says under a text, while it is typed, that a BSN or a medical word stands in it, with the tick that the server asks for.
// Looked for in the page itself: what is typed goes nowhere. The rules are the server's (chain/free_text.py).

const PAUSE = 400;
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const url = document.querySelector("script[data-free-text]").dataset.freeText;
let asked; // the rules, asked for once something is typed
const timers = new WeakMap();

async function rules() {
  const answer = await fetch(`${url}?taal=${document.documentElement.lang}`);
  if (!answer.ok || answer.redirected) throw new Error(`free text: ${answer.status}`);
  const told = await answer.json();
  for (const name of ["words", "friends", "numbers", "run"]) told[name] = new RegExp(told[name], "g");
  return told;
}

const eleven = (digits) =>
  digits.length === 9 && digits !== "000000000" && [...digits].reduce((sum, digit, at) => sum + digit * WEIGHTS[at], 0) % 11 === 0;

function holdsBsn(text, { numbers, run, grouped }) {
  for (const [found] of text.replace(numbers, " x ").matchAll(run)) {
    const groups = found.match(/[0-9]+/g);
    if (groups.some(eleven) || eleven(groups.join(""))) return true;
    for (let at = 0; at + 2 < groups.length; at++) {
      const three = groups.slice(at, at + 3);
      if (grouped.some((sizes) => sizes.every((size, n) => three[n].length === size)) && eleven(three.join(""))) return true;
    }
  }
  return false;
}

const medical = (text, { words, friends }) => [...new Set(text.toLowerCase().replace(friends, " ").match(words) ?? [])];

// What stands there for good was confirmed before; the server leaves it alone too.
const kept = (field, known) => new Set(medical(field.getAttribute("aria-invalid") ? "" : field.defaultValue, known));

const ticked = (field) => [...field.parentElement.querySelectorAll(".needed input")].find((box) => box.name === `${field.name}-nodig`);

async function look(field) {
  asked ??= rules();
  let known;
  try {
    known = await asked;
  } catch {
    asked = undefined; // the server says it once the form is sent
    return;
  }
  const bsn = holdsBsn(field.value, known);
  const before = kept(field, known);
  for (const word of ticked(field)?.value.split("|") ?? []) before.delete(word);
  const words = field.dataset.freeText === "thing" ? [] : medical(field.value, known).filter((word) => !before.has(word));
  show(field, bsn ? known.bsn : words.length ? known.medical.replace("%(words)s", words.join(", ")) : "", bsn ? [] : words, "ownWords" in field.dataset ? known.own : known.needed);
}

function show(field, text, words, needed) {
  const place = field.parentElement;
  let hint = place.querySelector("[data-free-hint]");
  let tick = ticked(field);
  const value = words.join("|");
  if (tick && tick.value !== value) {
    tick.closest("label").remove();
    tick = undefined;
  }
  if (!text) return void hint?.remove();
  if (!hint) {
    hint = Object.assign(document.createElement("p"), { className: "free-hint" });
    hint.dataset.freeHint = "";
    hint.setAttribute("role", "status");
    field.after(hint);
  }
  if (hint.textContent !== text) hint.textContent = text;
  if (tick || !words.length) return;
  const label = Object.assign(document.createElement("label"), { className: "check needed" });
  tick = Object.assign(document.createElement("input"), { type: "checkbox", name: `${field.name}-nodig`, value });
  label.append(tick, Object.assign(document.createElement("span"), { textContent: needed }));
  hint.after(label);
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea:not([readonly]), input[data-free-text]")) return;
  clearTimeout(timers.get(target));
  timers.set(target, setTimeout(() => look(target), target.value ? PAUSE : 0));
});
