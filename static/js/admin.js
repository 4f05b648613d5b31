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
// A choice filled by typing is drawn by a script, which forgets the label; it runs later than this one.
const nameChoices = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const drawn = select.nextElementSibling;
    const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.replace(/:\s*$/, "").trim();
    if (!name || !drawn?.matches(".select2")) continue;
    const shown = drawn.querySelector(".select2-selection--single [id]")?.title;
    const said = shown ? `${name}: ${shown}` : name;
    for (const part of drawn.querySelectorAll("[role=combobox], [role=searchbox]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", said);
    }
  }
};
addEventListener("load", nameChoices);
addEventListener("change", () => setTimeout(nameChoices));
document.addEventListener("formset:added", () => setTimeout(nameChoices));
