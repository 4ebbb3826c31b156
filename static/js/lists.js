// Comforts of lists; they work without it.
(() => {
  "use strict";

  // On a telephone the less used filters are folded away, so that the first rows are seen.
  const more = document.getElementById("loc-them");
  const toggle = document.querySelector(".more-toggle");
  if (more && toggle && matchMedia("(max-width: 767.98px)").matches) {
    // What the address does not name stands at its usual value.
    const asked = new URLSearchParams(location.search);
    const used = [...more.querySelectorAll("select, input")].some((field) => field.name && asked.get(field.name));
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
    const idle = said.textContent;
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      said.textContent = ticked ? `Đã chọn ${ticked} ${said.dataset.tickCount}:` : idle;
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
