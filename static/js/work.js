// Comforts of the pages of work; they work without it.
(() => {
  "use strict";

  // A link to a folded form unfolds it and takes the reader to its first field.
  const unfold = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const folded = target && target.closest("details");
    if (!folded) return;
    folded.open = true;
    target.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };
  addEventListener("hashchange", unfold);
  // The address may already end in the place to which the link leads.
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')) setTimeout(unfold);
  });
  unfold();
})();
