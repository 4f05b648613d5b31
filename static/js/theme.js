// Light or dark without a reload; the server remembers it for the next page.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const shown = () => root.dataset.theme || (system.matches ? "dark" : "light");

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form) return;
  event.preventDefault();
  const next = shown() === "dark" ? "light" : "dark";
  root.dataset.theme = next;
  const body = new FormData(form);
  body.set("theme", next);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
});
