// Two gaps in the tables of Django's admin: a heading without words, a tick box without a name.
for (const heading of document.querySelectorAll(".tabular th.original")) {
  const cell = document.createElement("td");
  cell.className = heading.className;
  heading.replaceWith(cell);
}
for (const box of document.querySelectorAll("td.delete input")) {
  box.setAttribute("aria-label", box.closest("table").tHead.rows[0].cells.item(box.closest("td").cellIndex).textContent.trim());
}
