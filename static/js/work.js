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

  // On a telephone the less used filters are folded away, so that the first rows are seen.
  const more = document.getElementById("loc-them");
  const toggle = document.querySelector(".more-toggle");
  if (more && toggle && matchMedia("(max-width: 767.98px)").matches) {
    const used = [...more.querySelectorAll("select, input")].some((field) => field.value);
    more.hidden = !used;
    toggle.hidden = used;
    toggle.addEventListener("click", () => {
      more.hidden = !more.hidden;
      toggle.setAttribute("aria-expanded", String(!more.hidden));
    });
  }

  // Ticking all rows of the page; the bar says how many are ticked.
  const all = document.querySelector("[data-tick-all]");
  const said = document.querySelector("[data-tick-count]");
  if (all && said) {
    const boxes = [...document.querySelectorAll('input[name="chon"]')];
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      said.textContent = ticked ? `Đã chọn ${ticked} việc:` : "Chọn việc trong bảng rồi:";
      said.closest("form").classList.toggle("is-idle", !ticked);
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.hidden = false;
    tell();
    all.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      tell();
    });
    document.addEventListener("change", (event) => { if (boxes.includes(event.target)) tell(); });
    addEventListener("pageshow", tell);
  }
})();
