// Small comforts on every page; each page works without them.
(() => {
  "use strict";

  // The drawer of the telephone closes when one taps beside it or presses Escape.
  const rail = document.getElementById("trinh-don");
  const close = () => {
    if (location.hash === "#trinh-don") history.replaceState(null, "", location.pathname + location.search);
    if (rail) rail.classList.remove("open");
    location.hash = "";
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#trinh-don") close();
  });
  document.addEventListener("click", (event) => {
    if (location.hash !== "#trinh-don" || !rail) return;
    if (!rail.contains(event.target) && !event.target.closest("[data-drawer]")) close();
  });

  // The stroke leads to the search field, unless somebody is typing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const fields = [...document.querySelectorAll('form[role="search"] input[name="q"]')];
    const field = fields.find((one) => one.offsetParent !== null);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // A day is typed as dd/mm/yyyy; the button beside it opens the browser's calendar.
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".day-input .pick");
    if (!button) return;
    const box = button.closest(".day-input");
    const picker = box.querySelector("input[type=date]");
    const typed = box.querySelector("input[type=text]").value.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
    if (typed) picker.value = `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}`;
    if (picker.showPicker) picker.showPicker();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".day-input input[type=date]")) return;
    const [year, month, day] = event.target.value.split("-");
    const text = event.target.closest(".day-input").querySelector("input[type=text]");
    if (year) text.value = `${day}/${month}/${year}`;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // A form marked so is sent as soon as a choice in it changes.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // What cannot be undone is asked once.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // After an error the reader is taken to the summary.
  document.querySelector(".error-summary")?.focus();
})();
