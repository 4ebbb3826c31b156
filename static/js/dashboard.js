// Printing by a button, with everything unfolded; no button "Xem" where a choice is sent at once.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
})();
