// The box that finds, with what is suggested beneath it: a combobox whose options are links. Without this it is a form.

const box = document.getElementById("search");
const place = () => document.getElementById("suggestions");
const LONGEST = 6; // digits of a client number: more may be a birth date or a BSN, which nobody types half

let at = -1; // which option is the active one
let told = false; // something is said beneath the box, which no answer that comes in late pushes away

const options = () => [...place().querySelectorAll("[role=option]")];
const digits = (text) => text.replace(/\D/g, "");

function show(open) {
  const list = place().querySelector("[role=listbox]");
  place().hidden = !open || !place().childElementCount;
  box.setAttribute("aria-expanded", String(!place().hidden && Boolean(list)));
  if (list) box.setAttribute("aria-controls", list.id);
  choose(-1);
}

function choose(next) {
  const all = options();
  all[at]?.setAttribute("aria-selected", "false");
  at = next;
  const one = all[at];
  if (!one) return box.removeAttribute("aria-activedescendant");
  one.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", one.id);
  one.scrollIntoView({ block: "nearest" });
}

// A BSN goes by post: in an address it would stay in histories and logs.
function post(number) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: box.dataset.bsn, hidden: true });
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ csrfmiddlewaretoken: token, bsn: number })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

// In the list's own fields too: what may be a BSN is not asked while it is typed, and goes by post once it is sent.
const filters = document.getElementById("filters");
let sent = false; // the list was asked for, not only typed in
const inList = () => [...filters.querySelectorAll("#q, #werk")];
filters?.addEventListener("input", (event) => {
  sent = false;
  event.target.setCustomValidity("");
});
filters?.addEventListener("submit", (event) => {
  sent = true;
  const typed = inList().find((field) => digits(field.value).length === 9);
  if (!typed || !box) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (box.dataset.bsn) return post(digits(typed.value));
  typed.setCustomValidity(box.dataset.noBsn);
  typed.reportValidity();
}, true);
document.addEventListener("htmx:before:request", (event) => {
  if (event.target === filters && !sent && inList().some((field) => digits(field.value).length > LONGEST)) event.preventDefault();
});

if (box) {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" })) {
    box.setAttribute(name, value);
  }
  box.addEventListener("focus", () => {
    told = false;
    if (!box.value) box.dispatchEvent(new Event("suggest"));
  });
  box.addEventListener("input", () => {
    told = false;
    if (!box.value.trim()) box.dispatchEvent(new Event("suggest"));
    else if (digits(box.value).length > LONGEST) show(false);
  });
  box.addEventListener("keydown", (event) => {
    const open = !place().hidden && options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return options().length ? show(true) : void box.dispatchEvent(new Event("suggest"));
      const number = options().length + 1; // the box itself is one of the places
      choose(((at + 1 + (event.key === "ArrowDown" ? 1 : -1) + number) % number) - 1);
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape" && !place().hidden) {
      event.preventDefault(); // else the browser empties the field
      show(false);
    }
  });
  box.form.addEventListener("submit", (event) => {
    show(false);
    const number = digits(box.value);
    if (number.length !== 9) return;
    event.preventDefault();
    box.value = "";
    if (box.dataset.bsn) return post(number);
    told = true;
    place().replaceChildren(Object.assign(document.createElement("p"), { textContent: box.dataset.noBsn }));
    show(true);
  });
  box.form.addEventListener("focusout", (event) => {
    if (!box.form.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("htmx:before:request", (event) => {
    if (event.target === box && (told || digits(box.value).length > LONGEST)) event.preventDefault();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.target === box && told) event.preventDefault();
  });
  // What comes in too late, after one went on, stays closed.
  document.addEventListener("htmx:after:swap", () => {
    if (place().dataset.seen) return;
    place().dataset.seen = "1";
    show(document.activeElement === box && digits(box.value).length <= LONGEST);
    document.getElementById("search-said").textContent = place().hidden ? "" : (place().dataset.said ?? "");
  });
}
