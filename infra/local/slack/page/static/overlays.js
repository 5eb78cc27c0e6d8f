// Modals of the app.
import { $, $$, post } from "./dom.js";
import { OWN, valuesIn } from "./blocks.js";
import { drawDates } from "./calendar.js";

const modal = $("#modal");

export function showView(html) {
  if (!html) {
    if (modal.open) modal.close();
    modal.replaceChildren();
    return;
  }
  const kept = $(".view", modal)?.dataset.viewId;
  const values = kept ? valuesIn(modal) : {}, fields = kept ? $$(OWN, modal) : [];
  modal.innerHTML = html;
  drawDates(modal);
  if ($(".view", modal).dataset.viewId === kept) restore(values, fields);
  if (!modal.open) modal.showModal();
  $(`input, textarea, .day-of, .rich-text`, modal)?.focus();
}

// What one chose stays in a view that the app draws anew, where the field is the same.
function restore(values, fields) {
  for (const old of fields) {
    const { blockId, actionId, kind, groups } = old.dataset;
    const fresh = $(`[data-block-id="${CSS.escape(blockId)}"][data-action-id="${CSS.escape(actionId)}"]`, modal);
    if (fresh?.dataset.kind === kind && fresh.dataset.groups === groups) fresh.replaceWith(old);
  }
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
