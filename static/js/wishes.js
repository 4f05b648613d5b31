// Wishes dragged into another order. The buttons do the same, and stay where the keyboard left them.
const form = document.querySelector("[data-order]");
const rows = form.querySelector("ol");
const keys = () => [...rows.children].map((row) => row.dataset.host).join();
const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
const PRESSED = "wish-pressed";
let held, before;

for (const grip of rows?.querySelectorAll("li + li [data-grip], li:has(+ li) [data-grip]") ?? []) grip.hidden = false;

rows?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  before = keys();
  held = grip.closest("li");
  held.classList.add("is-held");
});

// The others move around the one that is held: what has the pointer stays in its place.
document.addEventListener("pointermove", ({ clientY }) => {
  const { previousElementSibling: above, nextElementSibling: below } = held ?? {};
  if (above && clientY < middle(above)) held.after(above);
  else if (below && clientY > middle(below)) held.before(below);
  else return;
  held.scrollIntoView({ block: "nearest" });
});

const drop = ({ type }) => {
  held?.classList.remove("is-held");
  if (held && keys() !== before) {
    if (type !== "pointerup") return location.reload();
    form.elements.order.value = keys();
    form.requestSubmit();
  }
  held = null;
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

form.addEventListener("submit", ({ submitter }) => submitter && sessionStorage.setItem(PRESSED, submitter.formAction));
const pressed = sessionStorage.getItem(PRESSED);
sessionStorage.removeItem(PRESSED);
const focus = () => {
  const row = document.getElementById(location.hash.slice(1));
  const own = [...form.querySelectorAll("[formaction]")];
  (own.find((button) => button.formAction === pressed) ?? row?.querySelector("[formaction]"))?.focus();
};
// After the browser went to the row in the address: that takes the focus away.
if (pressed) addEventListener("load", () => setTimeout(focus));
