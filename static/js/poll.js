// A part that changes by itself: <… id data-poll> is fetched anew each second, or each so many as data-poll
// says; the page when it is gone.
const part = () => document.querySelector("[data-poll]");
const next = () => setTimeout(async () => {
  const old = part();
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(old.id);
    if (!fresh) return location.reload();
    // Nobody loses the button they are at.
    if (!old.contains(document.activeElement)) old.replaceWith(fresh);
  } catch { /* offline: try again */ }
  next();
}, 1000 * (part().dataset.poll || 1));
next();
