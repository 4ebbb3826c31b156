// A button copies the text of a reminder; without it the text is selected by hand.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy"); // an intranet without HTTPS has no clipboard
      }
      said.hidden = false;
    });
  }
})();
