// <a data-dialog href="…"> shows the form of that page in a dialog. Whatever goes wrong: the page itself opens.
import { focusErrors } from "./errors.js";
import { say } from "./status.js";
import { begin, release } from "./submit.js";

const words = document.getElementById("status").dataset;
const FOCUS = "focus-after-save";
let box, opener;

const part = async (answer) => {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("[data-dialog-body]");
  return form && { form, crumb: page.querySelector(".crumb"), title: page.querySelector("h1"), lede: page.querySelector(".lede") };
};

// The page behind may use the same ids.
const rename = (root) => {
  for (const element of root.querySelectorAll("[id]")) element.id = `dlg-${element.id}`;
  for (const name of ["for", "aria-describedby", "aria-labelledby", "list"]) {
    for (const element of root.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, element.getAttribute(name).split(/\s+/).map((id) => `dlg-${id}`).join(" "));
    }
  }
  for (const link of root.querySelectorAll("[data-errors] a[href^='#']")) link.setAttribute("href", `#dlg-${link.getAttribute("href").slice(1)}`);
};

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
};

const closer = () => {
  const button = element("button", "toolbtn", "✕");
  button.type = "button";
  button.setAttribute("aria-label", words.close);
  button.addEventListener("click", () => box.close());
  return button;
};

const fill = ({ form, crumb, title, lede }, address) => {
  const heading = element("h2", "", ...title.childNodes);
  heading.id = "dialog-title";
  const names = element("div", "", ...(crumb?.textContent.trim() ? [element("p", "crumb", crumb.textContent)] : []), heading);
  const body = element("div", "dlg__b", ...(lede?.textContent.trim() ? [lede] : []), form);
  form.setAttribute("action", form.getAttribute("action") || address);
  rename(body);
  box.replaceChildren(element("div", "dlg__h", names, closer()), body);
};

const make = () => {
  box = document.createElement("dialog");
  box.setAttribute("aria-labelledby", "dialog-title");
  box.addEventListener("close", () => { box.replaceChildren(); opener?.focus(); });
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cancel]")) return;
    event.preventDefault();
    box.close();
  });
  box.addEventListener("submit", send);
  document.body.append(box);
};

const open = async (link) => {
  const answer = await fetch(link.href, { headers: { "X-Dialog": "1" } }).catch(() => null);
  const found = answer?.ok && (await part(answer));
  if (!found) return location.assign(link.href);
  if (!box) make();
  opener = link;
  fill(found, link.href);
  box.showModal();
  (box.querySelector("input:checked") ?? box.querySelector("input:not([type=hidden]), select, textarea") ?? box.querySelector(".btn"))?.focus();
};

const goTo = (address) => {
  if (opener?.id) sessionStorage.setItem(FOCUS, opener.id);
  const here = location.href.split("#")[0];
  location.assign(address);
  if (address.split("#")[0] === here) location.reload();
};

async function send(event) {
  const form = event.target;
  event.preventDefault();
  if (!begin(form, event.submitter)) return;
  const body = new FormData(form, event.submitter);
  const address = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Dialog": "1" } }).catch(() => null);
  const next = answer?.headers.get("X-Dialog-Location");
  if (next) return goTo(new URL(next, location.href).href);
  if (answer?.redirected) return goTo(answer.url);
  const found = answer && (await part(answer));
  release(form);
  if (!found) return say(words.offline, { keep: true });
  fill(found, form.action);
  focusErrors(box);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link);
});

const back = sessionStorage.getItem(FOCUS);
if (back) {
  sessionStorage.removeItem(FOCUS);
  document.getElementById(back)?.focus();
}
