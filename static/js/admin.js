// Gaps in Django's admin: a heading without words, controls without a name.
for (const heading of document.querySelectorAll(".tabular th.original")) {
  const cell = document.createElement("td");
  cell.className = heading.className;
  heading.replaceWith(cell);
}
for (const control of document.querySelectorAll(".tabular tbody td :is(input, select, textarea)")) {
  if (control.type === "hidden" || control.labels?.length) continue;
  const heading = control.closest("table").tHead.rows[0].cells.item(control.closest("td").cellIndex);
  if (heading) control.setAttribute("aria-label", heading.textContent.trim());
}
for (const control of document.querySelectorAll("p.datetime > input")) {
  const whole = control.getAttribute("aria-label")
    || control.closest(".form-row")?.querySelector("label, legend")?.textContent || "";
  const part = control.previousSibling?.textContent || "";
  if (!control.labels.length) control.setAttribute("aria-label", `${whole} ${part}`.replace(/[\s:]+/g, " ").trim());
}
// A choice filled by typing is drawn by a script, later than this one, which forgets the label.
const nameChoices = () => {
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]")) hint.setAttribute("role", "img");
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.nextElementSibling;
    const label = select.getAttribute("aria-label") || select.labels[0]?.textContent.replace(/:\s*$/, "").trim();
    if (!label || !drawn?.matches(".select2")) continue;
    const shown = drawn.querySelector(".select2-selection--single [role=textbox]")?.title;
    drawn.querySelector("ul > .select2-selection__clear")?.setAttribute("role", "listitem");
    for (const part of drawn.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", shown ? `${label}: ${shown}` : label);
    }
  }
};
new MutationObserver(nameChoices).observe(document.body, { childList: true, subtree: true });
