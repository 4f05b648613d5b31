// What is tapped is kept on this device until it is saved: a connection that drops loses nothing.
import { say } from "./status.js";

const form = document.getElementById("att");
const key = form?.dataset.keep;
const kept = (key && JSON.parse(localStorage.getItem(key))) || {};

const isNew = () => Object.keys(kept).length > 0;
const hide = (id, away) => { const part = document.getElementById(id); if (part) part.hidden = away; };
const count = () => {
  const chosen = [...form.querySelectorAll(".seg")].map((group) => group.querySelector(":checked")?.value ?? "");
  for (const part of form.querySelectorAll("[data-count]")) {
    const n = chosen.filter((value) => value === part.dataset.count).length;
    part.hidden = !n;
    part.querySelector("b").textContent = n;
  }
  hide("all", chosen.includes(""));
  if (isNew()) { hide("new", false); hide("old", true); }
};
const store = () => {
  if (isNew()) localStorage.setItem(key, JSON.stringify(kept));
  else localStorage.removeItem(key);
  count();
};
const was = (name) => form.elements[name.replace("state", "was")];
const keep = (radio) => { kept[radio.name] = [radio.value, was(radio.name).value]; };
const lost = () => say(form.dataset.lost, { keep: true });

const restore = () => {
  for (const [name, [value, seen]] of Object.entries(kept)) {
    const radio = [...form.querySelectorAll(`[name="${name}"]`)].find((each) => each.value === value);
    if (!radio || radio.checked) { delete kept[name]; continue; }
    radio.checked = true;
    // As it was then: what somebody else recorded since is told, not overwritten.
    was(name).value = seen;
  }
  store();
  if (isNew()) lost();
};

const send = async (action) => {
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  try {
    const answer = await fetch(action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") { location.assign(form.action); return; }
    form.action = action;
    form.submit(); // the page that says what is wrong
  } catch {
    form.ariaBusy = null;
    if (action !== form.action) {
      for (const group of form.querySelectorAll(".seg")) {
        if (!group.querySelector(":checked")) group.querySelector("input").checked = true;
      }
      form.querySelectorAll("input:checked").forEach(keep);
      store();
    }
    lost();
  }
};

if (form) {
  restore();
  form.addEventListener("change", (event) => { keep(event.target); store(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action);
  });
  window.addEventListener("online", () => { if (isNew()) send(form.action); });
}
