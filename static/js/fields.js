// Files and long texts: said in Vietnamese whatever the browser, too large a file before it is sent,
// photographs made smaller where the browser can. Without this script the browser's own controls do.
(() => {
  "use strict";

  const MOST = 20 * 1024 * 1024;
  const LONGEST = 2400; // px of the longer side of a photograph
  const WORTH_IT = 700 * 1024; // smaller files are left as they are

  const sized = (bytes) =>
    bytes < 1024 * 1024
      ? `${Math.max(1, Math.round(bytes / 1024))} KB`
      : `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;

  const smaller = async (file) => {
    if (file.type !== "image/jpeg" || file.size < WORTH_IT || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const sheet = document.createElement("canvas");
      sheet.width = Math.round(picture.width * scale);
      sheet.height = Math.round(picture.height * scale);
      sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
      const made = await new Promise((done) => { sheet.toBlob(done, "image/jpeg", 0.85); });
      return made && made.size < file.size ? new File([made], file.name, { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };

  const dress = (input) => {
    if (input.closest(".file-box")) return;
    const box = document.createElement("div");
    box.className = "file-box";
    input.before(box);
    const label = document.createElement("label");
    label.className = "btn btn-plain";
    const byFinger = matchMedia("(pointer: coarse)").matches && input.accept.includes("jpg");
    label.textContent = byFinger ? "Chụp ảnh hoặc chọn tệp" : "Chọn tệp";
    if (input.id) label.htmlFor = input.id;
    const said = document.createElement("span");
    said.className = "file-said";
    said.setAttribute("aria-live", "polite");
    said.textContent = "Chưa chọn tệp";
    box.append(input, label, said);

    const tell = () => {
      const files = [...input.files];
      const large = files.find((file) => file.size > MOST);
      said.textContent = files.map((file) => `${file.name} (${sized(file.size)})`).join(", ") || "Chưa chọn tệp";
      if (large) {
        input.value = "";
        said.textContent = `Tệp “${large.name}” lớn hơn 20 MB nên không gửi được. Hãy chọn tệp nhỏ hơn.`;
      }
    };
    input.addEventListener("change", async () => {
      const files = [...input.files];
      if (files.some((file) => file.type === "image/jpeg" && file.size >= WORTH_IT)) {
        said.textContent = "Đang thu nhỏ ảnh…";
        input.dataset.busy = "1";
        const chosen = new DataTransfer();
        for (const file of files) chosen.items.add(await smaller(file));
        // Another choice may have been made meanwhile.
        if (files.every((file, place) => input.files[place] === file)) input.files = chosen.files;
        delete input.dataset.busy;
      }
      tell();
    });
    tell();
  };

  const count = (area) => {
    const most = Number(area.getAttribute("maxlength"));
    if (!most || area.dataset.counted) return;
    area.dataset.counted = "1";
    const said = document.createElement("p");
    said.className = "count-left";
    said.setAttribute("aria-live", "polite");
    said.hidden = true;
    area.after(said);
    const tell = () => {
      const left = most - area.value.length;
      said.hidden = left > Math.min(500, most / 4);
      said.textContent = `Còn ${left.toLocaleString("vi-VN")} ký tự.`;
    };
    area.addEventListener("input", tell);
    tell();
  };

  const dressAll = (part) => {
    part.querySelectorAll('input[type="file"]').forEach(dress);
    part.querySelectorAll("textarea[maxlength]").forEach(count);
  };
  dressAll(document);
  document.addEventListener("htmx:afterSwap", () => dressAll(document));

  // A picture that is still being made smaller is waited for.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.querySelector("input[data-busy]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    const again = setInterval(() => {
      if (form.querySelector("input[data-busy]")) return;
      clearInterval(again);
      form.requestSubmit(button);
    }, 100);
  }, true);
})();
