// Blocks that do something: tables, buttons, inputs.
import { $, $$, boot, make, post, toast, words } from "./dom.js";
import { dateValue } from "./calendar.js";
import { upload } from "./files.js";
import { menuValue, pickValue } from "./pick.js";
import { richValue } from "./rich.js";

// ---- data tables: filter, sort, pages; state lives on the figure ------------------------------------------------
function redraw(figure) {
  const rows = $$("tbody tr", figure);
  const wanted = ($(".dt-filter", figure)?.value ?? "").trim().toLowerCase();
  const size = Number(figure.dataset.pageSize);
  const kept = rows.filter((row) => !wanted || row.textContent.toLowerCase().includes(wanted));
  const pages = Math.max(1, Math.ceil(kept.length / size));
  const page = Math.min(Number(figure.dataset.page ?? 0), pages - 1);
  figure.dataset.page = page;
  rows.forEach((row) => (row.hidden = true));
  kept.slice(page * size, (page + 1) * size).forEach((row) => (row.hidden = false));
  $(".dt-count", figure).textContent = wanted ? `${kept.length} / ${rows.length}` : words.rows.replace("{n}", rows.length);
  const pager = $(".dt-pages", figure);
  if (!pager) return;
  $(".dt-page", figure).textContent = `${page + 1} / ${pages}`;
  $(".dt-prev", figure).disabled = page === 0;
  $(".dt-next", figure).disabled = page >= pages - 1;
}

function sortBy(figure, head) {
  const heads = $$("thead th", figure);
  const index = heads.indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  heads.forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => row.children[index].dataset.v;
  const numeric = head.classList.contains("num");
  const compare = (a, b) => {
    const x = value(a), y = value(b);
    const order = numeric && x !== "" && y !== "" && !isNaN(x) && !isNaN(y) ? x - y : x.localeCompare(y, undefined, { numeric: true });
    return down ? -order : order;
  };
  $("tbody", figure).append(...$$("tbody tr", figure).sort(compare));
  figure.dataset.page = 0;
  redraw(figure);
}

document.addEventListener("click", (event) => {
  const figure = event.target.closest(".data-table");
  if (!figure) return;
  const head = event.target.closest(".dt-sort")?.closest("th");
  if (head) sortBy(figure, head);
  const step = event.target.closest(".dt-next") ? 1 : event.target.closest(".dt-prev") ? -1 : 0;
  if (step) {
    figure.dataset.page = Number(figure.dataset.page ?? 0) + step;
    redraw(figure);
  }
});
document.addEventListener("input", (event) => {
  const figure = event.target.matches(".dt-filter") && event.target.closest(".data-table");
  if (!figure) return;
  figure.dataset.page = 0;
  redraw(figure);
});

// ---- charts: the figure one points at ---------------------------------------------------------------------------
document.addEventListener("mouseover", (event) => {
  $(".tip")?.remove();
  const mark = event.target.closest?.(".chart [data-tip]");
  if (!mark) return;
  const box = mark.getBoundingClientRect(), tip = make('<div class="tip" aria-hidden="true"><span></span><b></b></div>');
  $("span", tip).textContent = mark.dataset.tip;
  $("b", tip).textContent = mark.dataset.value;
  tip.style.left = `${Math.min(Math.max(box.left + box.width / 2, 80), innerWidth - 80)}px`;
  tip.style.top = `${Math.max(box.top - 6, 56)}px`;
  document.body.append(tip);
});

// ---- what was chosen in an element, in Slack's words ------------------------------------------------------------
const choiceOf = (input) => ({ text: { type: "plain_text", text: input.closest("label").innerText.trim(), emoji: true }, value: input.value });

export function chosen(element) {
  const kind = element.dataset.kind;
  if (kind === "checkboxes") return { selected_options: $$("input:checked", element).map(choiceOf) };
  if (kind === "radio_buttons") {
    const input = $("input:checked", element);
    return { selected_option: input ? choiceOf(input) : null };
  }
  if (element.matches(".pick")) return pickValue(element);
  if (element.matches(".overflow")) return menuValue(element);
  if (kind === "datepicker" || kind === "timepicker" || kind === "datetimepicker") return dateValue(element);
  if (kind === "file_input") return { files: element.uploaded ?? [] };
  if (kind === "rich_text_input") return richValue(element);
  return { value: element.value || null };
}

export function valuesIn(root) {
  const values = {};
  for (const element of $$("[data-action-id]", root)) {
    if (element.matches("button, a")) continue;
    (values[element.dataset.blockId] ??= {})[element.dataset.actionId] = { type: element.dataset.kind, ...chosen(element) };
  }
  return values;
}

// ---- pressing ---------------------------------------------------------------------------------------------------
async function ask(confirm) {
  if (!confirm) return true;
  const dialog = $("#confirm");
  $("h2", dialog).textContent = confirm.title.text;
  $("p", dialog).textContent = confirm.text.text;
  const [no, yes] = $$("button", dialog);
  no.textContent = confirm.deny.text;
  yes.textContent = confirm.confirm.text;
  yes.className = `btn ${confirm.style === "danger" ? "danger" : "primary"}`;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
  return dialog.returnValue === "yes";
}
export const confirmed = (title, text, yes) =>
  ask({ title: { text: title }, text: { text }, confirm: { text: yes }, deny: { text: words.cancel }, style: "danger" });

async function press(element, extra) {
  const message = element.closest(".msg");
  const view = element.closest(".view");
  if (!message && !view) return;
  if (!(await ask(element.dataset.confirm ? JSON.parse(element.dataset.confirm) : null))) return;
  const action = { action_id: element.dataset.actionId, block_id: element.dataset.blockId, ...extra };
  if (element.matches("button, a") && element.dataset.value) action.value = element.dataset.value;
  const where = view ? { view_id: view.dataset.viewId, values: valuesIn(view) } : { channel: message.dataset.channel, message_ts: message.dataset.ts, values: valuesIn(message) };
  element.setAttribute("aria-busy", "true");
  const answer = await post("/page/actions", { ...where, action });
  element.removeAttribute("aria-busy");
  if (!answer.ok) return toast(answer.error || boot.action_failed);
  if (element.closest(".feedback")) {
    $$("button", element.closest(".feedback")).forEach((one) => one.classList.toggle("chosen", one === element));
  }
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("button[data-action-id], a[data-action-id]");
  if (element) press(element, {});
});
document.addEventListener("change", (event) => {
  const element = event.target.closest("[data-action-id]");
  if (!element || element.matches("button, a")) return;
  if (event.target !== element && element.matches(OWN)) return;  // what is typed in a field of the page's own
  if (element.dataset.kind === "file_input") return uploadInto(element);
  if (element.closest(".b-input")) return;
  press(element, chosen(element));
});

export const OWN = ".pick, .overflow, .day-field, .time-field, .moment-field, .rich";

async function uploadInto(element) {
  element.uploaded = await upload(element.files);
}
