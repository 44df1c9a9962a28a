// One touch of one's own phone (WebAuthn): the browser asks for finger, face or code, and signs what the server sent.
// Nothing is kept here: the key stays in the phone. A form with data-touch posts what came of it in `credential`.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

// What the server sends as JSON, with its bytes as bytes; and back. Phones of a few years old have no toJSON of their own.
function asked({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) options.excludeCredentials = named(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) options.allowCredentials = named(publicKey.allowCredentials);
  return { publicKey: options };
}
function told(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return JSON.stringify({
    id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: key.getClientExtensionResults(),
  });
}

async function options(form) {
  if (form.dataset.touch === "create") return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function touch(form, button, say) {
  const name = form.elements.name;
  if (name && !name.value.trim()) return name.focus();
  button.disabled = true;
  say(form.dataset.waiting);
  try {
    const key = await navigator.credentials[form.dataset.touch](asked(await options(form)));
    form.elements.credential.value = told(key);
    form.requestSubmit();
  } catch (error) {
    button.disabled = false;
    say({ NotAllowedError: form.dataset.stopped, AbortError: form.dataset.stopped, InvalidStateError: form.dataset.known }[error.name] ?? form.dataset.failed);
  }
}

const able = Boolean(window.isSecureContext && window.PublicKeyCredential && navigator.credentials);
for (const form of document.querySelectorAll("form[data-touch]")) {
  const button = form.querySelector("[data-touch-button]");
  const status = form.querySelector("[data-touch-status]");
  const say = (words) => (status.textContent = words);
  button.hidden = !able;
  if (!able) say(form.dataset.unable);
  button.addEventListener("click", () => touch(form, button, say));
  form.addEventListener("submit", (event) => {
    if (!form.elements.credential.value) event.preventDefault(); // Enter in the name: the touch comes first
    if (!form.elements.credential.value && able) button.click();
  });
}
// Back from the next page by the back button: the page may be touched anew.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
for (const more of document.querySelectorAll("[data-touch-more]")) more.hidden = !able;
document.querySelector("form[data-send-on]")?.requestSubmit();
