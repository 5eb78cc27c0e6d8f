// Modals of the app, and the switcher (Ctrl+K).
import { $, $$, boot, make, post, toast, words } from "./dom.js";
import { initialSelections, valuesIn } from "./blocks.js";

const modal = $("#modal");

export function showView(html) {
  if (!html) {
    if (modal.open) modal.close();
    modal.replaceChildren();
    return;
  }
  const kept = $(".view", modal)?.dataset.viewId;
  const values = kept ? valuesIn(modal) : {};
  modal.innerHTML = html;
  initialSelections(modal);
  if ($(".view", modal).dataset.viewId === kept) restore(values);
  if (!modal.open) modal.showModal();
  $("input, textarea, select", modal)?.focus();
}

function restore(values) {
  for (const [block, actions] of Object.entries(values)) {
    for (const [action, state] of Object.entries(actions)) {
      const field = $(`[data-block-id="${CSS.escape(block)}"][data-action-id="${CSS.escape(action)}"]`, modal);
      if (field && "value" in state && state.value && !field.value) field.value = state.value;
    }
  }
}

modal.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, button = $("[type=submit]", form);
  $$(".field-error, .form-error", form).forEach((box) => (box.hidden = true));
  button?.setAttribute("aria-busy", "true");
  const answer = await post("/page/views/submit", { view_id: form.dataset.viewId, values: valuesIn(form) });
  button?.removeAttribute("aria-busy");
  for (const [block, said] of Object.entries(answer.errors ?? {})) {
    const box = $(`.block[data-block-id="${CSS.escape(block)}"] .field-error`, form) ?? $(".form-error", form);
    box.textContent = said;
    box.hidden = false;
  }
  if (!answer.ok && answer.error) {
    const box = $(".form-error", form);
    box.textContent = answer.error;
    box.hidden = false;
  }
});
const closeView = () => post("/page/views/close", {});
modal.addEventListener("click", (event) => { if (event.target.closest("[data-close-view]")) closeView(); });
modal.addEventListener("cancel", (event) => { event.preventDefault(); closeView(); });

// ---- switcher ---------------------------------------------------------------------------------------------------
const jump = $("#jump"), field = $("input", jump), list = $("[role=listbox]", jump);
let rows = [], at = 0, go = () => {};

function draw() {
  const wanted = field.value.trim().toLowerCase().replace(/^[#@]/, "");
  rows = boot.channels.filter((one) => one.title.toLowerCase().includes(wanted));
  at = Math.min(at, Math.max(rows.length - 1, 0));
  list.replaceChildren(...rows.map((one, index) => {
    const row = make('<div class="option" role="option"><b></b></div>');
    $("b", row).textContent = one.title;
    row.setAttribute("aria-selected", index === at);
    row.addEventListener("click", () => { at = index; take(); });
    return row;
  }));
  if (!rows.length) list.append(make(`<div class="option muted">${words.no_match}</div>`));
}
function take() {
  const one = rows[at];
  jump.close();
  if (one) go(one.id);
}
export function openJump() {
  field.value = "";
  at = 0;
  draw();
  jump.showModal();
}
field.addEventListener("input", () => { at = 0; draw(); });
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    at = (at + (event.key === "ArrowDown" ? 1 : Math.max(rows.length - 1, 0))) % Math.max(rows.length, 1);
    draw();
  }
  if (event.key === "Enter") { event.preventDefault(); take(); }
});
export function setUpJump(whenChosen) {
  go = whenChosen;
  jump.addEventListener("click", (event) => { if (event.target === jump) jump.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openJump(); }
  });
}
export { toast };
