// The summary of mistakes takes the focus; its links lead into the field itself.
export const focusErrors = (root = document) => root.querySelector("[data-errors]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-errors] a[href^='#']");
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault();
  target.closest("details:not([open])")?.setAttribute("open", "");
  const field = target.matches("fieldset, div") ? target.querySelector("input, select, textarea") : target;
  (field ?? target).focus();
  target.scrollIntoView({ block: "center" });
});

focusErrors();
