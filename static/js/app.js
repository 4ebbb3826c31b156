// Small comforts on every page; each page works without them.
(() => {
  "use strict";
  // No button "Xem" where a choice is sent at once.
  document.documentElement.classList.add("scripted");

  // The drawer of the telephone closes when one taps beside it or presses Escape.
  const rail = document.getElementById("trinh-don");
  const close = () => {
    // Only a step to another place lets go of the drawer; this one leads nowhere and scrolls nothing.
    location.replace("#-");
    history.replaceState(null, "", location.pathname + location.search);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || location.hash !== "#trinh-don") return;
    close();
    document.querySelector("[data-drawer]")?.focus();
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

  // A day is typed as dd/mm/yyyy; the button beside it opens the browser's calendar, Alt and the
  // arrow down do so from the field itself.
  const openCalendar = (box) => {
    const picker = box.querySelector("input[type=date]");
    const typed = box.querySelector("input[type=text]").value.match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/);
    if (typed) picker.value = `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}`;
    if (picker.showPicker) picker.showPicker();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".day-input .pick");
    if (button) openCalendar(button.closest(".day-input"));
  });
  document.addEventListener("keydown", (event) => {
    const box = event.altKey && event.key === "ArrowDown" && event.target.closest?.(".day-input");
    if (!box) return;
    event.preventDefault();
    openCalendar(box);
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

  // --- Nothing typed is lost: sent once, and told where it could not be sent ------------------
  // Said beside the button that was pressed, and never over it: it is pressed again.
  const tell = (text, button) => {
    document.getElementById("chua-luu")?.remove();
    const box = document.createElement("div");
    box.id = "chua-luu";
    box.className = button ? "form-notice" : "page-notice";
    box.setAttribute("role", "alert");
    if (button) (button.closest(".actions") || button).before(box);
    else document.body.append(box);
    box.textContent = text;
  };
  const untell = () => document.getElementById("chua-luu")?.remove();
  const sending = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!navigator.onLine) {
      event.preventDefault();
      tell("Máy đang mất mạng nên chưa lưu được. Nội dung vẫn còn trên trang: khi có mạng hãy bấm lại.", event.submitter);
      return;
    }
    untell();
    // A second click sends nothing; a form that answers with a file can be sent again later.
    if (sending.has(form)) event.preventDefault();
    else if (!form.matches("[hx-post]")) {
      sending.add(form);
      setTimeout(() => sending.delete(form), 8000);
    }
  });
  addEventListener("pageshow", () => { sending.clear(); untell(); });
  const pressed = (event) => event.detail.elt?.querySelector?.('button[type="submit"]');
  document.addEventListener("htmx:sendError", (event) =>
    tell("Không kết nối được với máy chủ nên chưa lưu. Nội dung vẫn còn trên trang: kiểm tra mạng rồi bấm lại.", pressed(event)));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) tell("Phiên làm việc đã hết. Nội dung trên trang vẫn còn: bấm lưu, chương trình mời đăng nhập rồi trả lại nội dung.", pressed(event));
    else if (status >= 500) tell("Máy chủ gặp lỗi nên chưa lưu. Nội dung vẫn còn trên trang: hãy bấm lại sau ít phút.", pressed(event));
  });
  document.addEventListener("htmx:afterSwap", untell);

  // After an error, or with a form that was given back, the reader is taken there.
  document.querySelector(".error-summary, .typed-again")?.focus();
})();
