// A button beside a field copies it: <button type="button" data-copy="id of the field">.
import { say } from "./status.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value).catch(() => document.execCommand("copy"));
  say(document.getElementById("status").dataset.copied);
});
