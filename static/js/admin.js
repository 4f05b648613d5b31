// Gaps in the tables of Django's admin: a heading without words, controls without a name.
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
