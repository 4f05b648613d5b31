// The rotation board as a grid: one tab stop, arrows move, Enter opens (the link does that itself).
const board = document.querySelector("[data-board]");
const rows = board ? [...board.tBodies[0].rows].map((row) => [...row.querySelectorAll("a.slot")]) : [];
const cells = rows.flat();

const become = (cell) => {
  for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
};

const beside = (row, cell) => row && (row.find((other) => other.dataset.period === cell.dataset.period) ?? row[0]);

const target = (key, cell) => {
  const at = rows.findIndex((row) => row.includes(cell));
  const row = rows[at] ?? [];
  const place = row.indexOf(cell);
  const moves = {
    ArrowRight: row[place + 1],
    ArrowLeft: row[place - 1],
    ArrowDown: beside(rows.slice(at + 1).find((other) => other.length), cell),
    ArrowUp: beside(rows.slice(0, at).findLast((other) => other.length), cell),
    Home: row[0],
    End: row.at(-1),
  };
  return moves[key];
};

if (cells.length) {
  board.setAttribute("role", "grid");
  become(cells.find((cell) => `#${cell.id}` === location.hash) ?? cells[0]);
  board.addEventListener("focusin", (event) => cells.includes(event.target) && become(event.target));
  board.addEventListener("keydown", (event) => {
    const cell = !event.ctrlKey && !event.metaKey && !event.altKey && target(event.key, event.target);
    if (!cell) return;
    event.preventDefault();
    cell.focus();
  });
}
