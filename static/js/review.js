// The review page: a value lights up the words it came from, and the other way round. The page works
// without this script; with it nothing typed is lost and nothing jumps.
(() => {
  "use strict";

  const page = document.querySelector("[data-review]");
  if (!page) return;
  const draft = document.getElementById("ban-nhap");
  // A draft that was typed in has no document beside it.
  const paper = document.getElementById("van-ban") || document.createElement("div");
  const panel = paper.querySelector(".document") || paper;
  const narrow = window.matchMedia("(max-width: 991.98px)");

  // --- Lighting up -------------------------------------------------------------------------
  const wordsOf = (sources) =>
    sources.split(" ").filter(Boolean).flatMap((source) => [...paper.querySelectorAll(`[data-src~="${CSS.escape(source)}"]`)]);
  const valuesOf = (sources) => {
    // The innermost value that the draft shows: the words of a name before the task they stand in.
    for (const source of sources.split(" ")) {
      const found = [...draft.querySelectorAll(`[data-for~="${CSS.escape(source)}"]`)];
      if (found.length) return found;
    }
    return [];
  };
  const dark = () => page.querySelectorAll(".is-lit").forEach((one) => one.classList.remove("is-lit"));
  // Words of a value shine stronger than the paragraph they stand in.
  const isBlock = (source) => /^[tdu]\d+$/.test(source);
  const light = (nodes, sources = "") => {
    dark();
    const strong = sources.split(" ").some((source) => source && !isBlock(source));
    nodes.forEach((one) => {
      one.classList.add("is-lit");
      one.classList.toggle("is-strong", strong);
    });
  };
  // Scrolls the document's own panel and never the page.
  const bring = (node) => {
    if (!node || narrow.matches) return;
    const [inner, outer] = [node.getBoundingClientRect(), panel.getBoundingClientRect()];
    if (inner.top < outer.top + 24 || inner.bottom > outer.bottom - 24) {
      panel.scrollTop += inner.top - outer.top - outer.height / 3;
    }
  };

  // Resting on a value brings its words into view; passing over it does not.
  let resting;
  draft.addEventListener("mouseover", (event) => {
    const value = event.target.closest("[data-for]");
    clearTimeout(resting);
    if (!value) return;
    const words = wordsOf(value.dataset.for);
    light(words, value.dataset.for);
    resting = setTimeout(() => bring(words[0]), 350);
  });
  draft.addEventListener("focusin", (event) => {
    const value = event.target.closest("[data-for]");
    if (!value) return;
    const words = wordsOf(value.dataset.for);
    light(words, value.dataset.for);
    bring(words[0]);
  });
  draft.addEventListener("click", (event) => {
    const value = event.target.closest("[data-for]");
    if (value && !event.target.closest("a, button, input, select, textarea, label")) bring(wordsOf(value.dataset.for)[0]);
  });
  paper.addEventListener("mouseover", (event) => {
    const words = event.target.closest("[data-src]");
    if (words) light([words, ...valuesOf(words.dataset.src)], words.dataset.src);
  });
  paper.addEventListener("click", (event) => {
    const words = event.target.closest("[data-src]");
    const [value] = words ? valuesOf(words.dataset.src) : [];
    if (!value) return;
    show("ban-nhap");
    light([words, value]);
    const row = value.closest(".draft-card, .draft-row, .check-item") || value;
    row.scrollIntoView({ block: "center" });
    // What has the focus shows all it has.
    if (row.matches("[tabindex]")) row.focus({ preventScroll: true });
  });
  page.addEventListener("mouseleave", () => {
    clearTimeout(resting);
    dark();
  });

  // --- Two tabs on a telephone ----------------------------------------------------------------
  const tabs = document.querySelector(".review-tabs");
  const show = (id) => {
    for (const side of [draft, paper]) side.classList.toggle("is-away", side.id !== id);
    tabs?.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.show === id)));
  };
  if (tabs) {
    tabs.hidden = false;
    tabs.parentElement.classList.add("with-tabs");
    tabs.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) show(button.dataset.show);
    });
  }
  const showWhatTheAddressNames = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!named) return;
    show(paper.contains(named) ? "van-ban" : "ban-nhap");
    if (paper.contains(named)) bring(named);
    else if (named.dataset.for) bring(wordsOf(named.dataset.for)[0]);
    named.closest("details")?.setAttribute("open", "");
    if (narrow.matches) named.scrollIntoView({ block: "center" });
    // Whoever works by the keyboard goes on where the change was made.
    if (named.matches(".draft-row, .draft-card[tabindex]")) named.focus({ preventScroll: true });
  };
  show("ban-nhap");
  showWhatTheAddressNames();
  window.addEventListener("hashchange", showWhatTheAddressNames);
  // In two columns the document's panel scrolls to the line and the page stays where it is.
  draft.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#dong-"]');
    if (!link || narrow.matches) return;
    event.preventDefault();
    const line = document.getElementById(link.hash.slice(1));
    bring(line);
    const value = link.closest("[data-for]");
    light(value ? wordsOf(value.dataset.for) : [line], value?.dataset.for);
  });

  let typed = new Set();

  // --- Saving a part of the page ---------------------------------------------------------------
  // What is exchanged takes over no attribute: a copied "style" would break the page's policy.
  if (window.htmx) window.htmx.config.attributesToSettle = [];
  // A form that was refused comes back with what is wrong, and is shown.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  // What never reached the program is said where it was typed.
  const unsent = (event) => {
    if ([409, 422].includes(event.detail.xhr?.status)) return;
    const form = event.detail.elt?.closest?.("form, .draft-card, .draft-row, .name-row");
    if (!form) return;
    form.querySelector(".unsent")?.remove();
    const said = document.createElement("p");
    said.className = "form-error unsent";
    said.setAttribute("role", "alert");
    said.textContent = "Chưa lưu được vì mất kết nối hoặc máy chủ gặp lỗi. Nội dung đang nhập vẫn còn; hãy thử lại.";
    form.prepend(said);
    if (form.matches("form")) typed.add(form);
  };
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.body.addEventListener(failure, unsent);
  // Every form on the page learns the number of the draft that was just saved.
  document.body.addEventListener("draft-saved", (event) => {
    document.querySelectorAll('input[name="revision"]').forEach((one) => { one.value = event.detail.revision; });
  });
  // Choices made but not yet saved outlive the exchange of the list they stand in.
  let chosen = {};
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target?.id !== "diem-can-xem") return;
    chosen = {};
    event.detail.target.querySelectorAll("select").forEach((one) => { chosen[one.name] = one.value; });
  });
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    for (const [name, value] of Object.entries(chosen)) {
      const select = document.querySelector(`#diem-can-xem select[name="${CSS.escape(name)}"]`);
      if (select && value) select.value = value;
    }
    chosen = {};
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const form = event.detail.elt?.closest?.(".editing") || document.querySelector(".editing.htmx-added");
    const summary = form?.querySelector(".error-summary");
    if (summary) {
      typed.add(form);
      summary.focus();
    } else if (form) {
      form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    } else if (document.activeElement === document.body && event.detail.target?.id) {
      // A menu has come: it takes the focus. Or the form has become a row again: its link "Sửa" is
      // where the focus was before.
      const row = document.getElementById(event.detail.target.id);
      (row?.querySelector(".menu[open] > summary") || row?.querySelector(".edit-link"))?.focus({ preventScroll: true });
    }
  });

  // --- Menus -----------------------------------------------------------------------------------
  const menus = (but) => draft.querySelectorAll("details.menu[open]").forEach((one) => { if (one !== but) one.open = false; });
  document.addEventListener("click", (event) => menus(event.target.closest("details.menu")));
  // Left by the keyboard it would lie over what has the focus now.
  document.addEventListener("focusin", (event) => menus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // --- At work ---------------------------------------------------------------------------------
  // The page tells that somebody is at work on the draft only while somebody is.
  const IDLE = 10 * 60 * 1000;
  let lastMoved = Date.now();
  for (const sign of ["pointermove", "keydown", "scroll"]) document.addEventListener(sign, () => { lastMoved = Date.now(); }, { passive: true });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "giu-ban-nhap" && Date.now() - lastMoved > IDLE) event.preventDefault();
  });

  // --- Nothing typed is lost -------------------------------------------------------------------
  document.addEventListener("input", (event) => {
    const form = event.target.closest(".editing, .questions");
    if (form) typed.add(form);
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    typed = new Set([...typed].filter((form) => form.isConnected));
    if (typed.size) event.preventDefault();
  });
})();
