// A part that changes by itself: <… id data-poll> is fetched anew each second; the page when it is gone.
const next = () => setTimeout(async () => {
  const old = document.querySelector("[data-poll]");
  try {
    const answer = await fetch(location.href);
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(old.id);
    if (!part) return location.reload();
    // Nobody loses the button they are at.
    if (!old.contains(document.activeElement)) old.replaceWith(part);
  } catch { /* offline: try again */ }
  next();
}, 1000);
next();
