// A form is sent once; its button says so.
const busy = document.getElementById("status")?.dataset.busy;
const sent = new WeakMap();

// True when `form` may go now. A half-typed date would be sent as empty, so that is asked for first.
export const begin = (form, button) => {
  if (sent.has(form)) return false;
  const half = [...form.elements].find((field) => field.validity?.badInput);
  if (half) { half.reportValidity(); return false; }
  sent.set(form, button);
  form.ariaBusy = "true";
  if (busy && button?.matches(".btn--go, .btn--danger")) {
    button.dataset.label = button.textContent;
    setTimeout(() => { if (sent.has(form)) button.textContent = busy; }, 300);
  }
  return true;
};

export const release = (form) => {
  const button = sent.get(form);
  sent.delete(form);
  form.ariaBusy = null;
  if (button?.dataset.label) button.textContent = button.dataset.label;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "post" && !event.defaultPrevented && !begin(form, event.submitter)) event.preventDefault();
});

// Back from the cache of the browser: everything can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
});
