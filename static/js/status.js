// The status line: said aloud once, gone after eight seconds, unless somebody is at it or it is a problem.
const line = document.getElementById("status");
const STAY = 8000;

const leave = (note) => {
  let timer;
  const start = () => { timer = setTimeout(() => note.remove(), STAY); };
  const stop = () => clearTimeout(timer);
  for (const event of ["pointerenter", "focusin"]) note.addEventListener(event, stop);
  for (const event of ["pointerleave", "focusout"]) note.addEventListener(event, start);
  start();
};

const closable = (note) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = line.dataset.close;
  button.addEventListener("click", () => note.remove());
  note.append(button);
};

const show = (note) => {
  line.append(note);
  if ("keep" in note.dataset) closable(note);
  else leave(note);
};

export const say = (text, { keep = false } = {}) => {
  if (!line) return;
  const note = document.createElement("p");
  note.textContent = text;
  if (keep) { note.dataset.keep = ""; note.className = "is-error"; }
  show(note);
};

if (line) {
  // A live region that is already full when the page opens is not read: put the words back a moment later.
  const notes = [...line.children];
  line.replaceChildren();
  if (notes.length) setTimeout(() => notes.forEach(show), 150);
}
