// Printing by a button, and no button "Xem" where a choice is sent as soon as it is made.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
