// Selects: a box to type into and a list under it, one choice or several; overflow menus. The state is in the HTML:
// data-chosen of the field, or of each of its chips, holds the option as Slack has it.
import { $, $$, make, post, words } from "./dom.js";
import { closePop, isOpen, mark, openPop, placePop } from "./pop.js";

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const isMulti = (field) => field.dataset.kind.startsWith("multi_");
const inputOf = (field) => $("input[role=combobox]", field);
const groupsOf = (field) => JSON.parse(field.dataset.groups || "[]");
const textOf = (option) => option.text?.text ?? "";
export const chosenOf = (field) => (isMulti(field) ? $$(".chip", field) : [field]).filter((one) => one.dataset.chosen).map((one) => JSON.parse(one.dataset.chosen));

// What Slack sends of a select.
export function pickValue(field) {
  const kind = field.dataset.kind, options = chosenOf(field).map((one) => ({ ...one, text: { emoji: true, ...one.text } }));
  const what = { users: "user", channels: "channel", conversations: "conversation" }[kind.replace("multi_", "").split("_")[0]];
  if (isMulti(field)) return what ? { [`selected_${what}s`]: options.map((one) => one.value) } : { selected_options: options };
  if (what) return { [`selected_${what}`]: options[0]?.value ?? null };
  return { selected_option: options[0] ?? null };
}

const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));
export const placeOf = (field) => {
  const view = field.closest(".view"), message = field.closest(".msg");
  return view ? { view_id: view.dataset.viewId } : { channel: message.dataset.channel, message_ts: message.dataset.ts };
};

// ---- the list -----------------------------------------------------------------------------------------------------
let at = 0, asked = 0;
const said = (text) => { const row = make('<div class="pop-note" role="status"></div>'); row.textContent = text; return row; };

function rows(field, groups, typed) {
  const chosen = new Set(chosenOf(field).map((one) => one.value)), wanted = fold(typed), list = listOf(field);
  const most = Number(field.dataset.most || Infinity), full = isMulti(field) && chosen.size >= most;
  list.replaceChildren();
  let count = 0;
  for (const group of groups) {
    const options = group.options.filter((one) => !wanted || fold(textOf(one)).includes(wanted));
    if (!options.length) continue;
    const box = make(group.label ? '<div role="group"><div class="pop-head"></div></div>' : '<div role="presentation"></div>');
    if (group.label) {
      box.setAttribute("aria-label", group.label);
      $(".pop-head", box).textContent = group.label;
      $(".pop-head", box).setAttribute("aria-hidden", "true");
    }
    for (const option of options) {
      const row = make('<div role="option" class="pop-row"><span></span></div>');
      row.id = `${list.id}-${count++}`;
      $("span", row).textContent = textOf(option);
      if (option.description) {
        const more = make("<small></small>");
        more.textContent = option.description.text;
        row.append(more);
      }
      row.option = option;
      row.setAttribute("aria-selected", chosen.has(option.value));
      if (full && !chosen.has(option.value)) row.setAttribute("aria-disabled", "true");
      box.append(row);
    }
    list.append(box);
  }
  if (full) list.append(said(words.most_chosen.replace("{n}", most)));
  else if (!count) list.append(said(words.nothing_chosen));
  const first = $$("[role=option]:not([aria-disabled])", list).findIndex((row) => row.getAttribute("aria-selected") === "true");
  at = !typed && first > 0 ? first : 0;
  mark(list, inputOf(field), at);
  placePop();
}

const listOf = (field) => $(":scope > .pop", field);

async function fillList(field, typed) {
  if (!("external" in field.dataset)) return rows(field, groupsOf(field), typed);
  const least = Number(field.dataset.external), turn = ++asked, list = listOf(field);
  if (typed.length < least) return list.replaceChildren(said(words.type_more.replace("{n}", least)));
  list.replaceChildren(said(words.looking));
  await new Promise((done) => setTimeout(done, 150));
  if (turn !== asked || !isOpen(field)) return;
  const answer = await post("/page/suggest", { ...placeOf(field), action_id: field.dataset.actionId, block_id: field.dataset.blockId, value: typed });
  if (turn !== asked || !isOpen(field)) return;
  if (answer.ok) rows(field, answer.groups, "");
  else list.replaceChildren(said(answer.error));
}

export function showList(field, typed = "") {
  const input = inputOf(field);
  if (!isOpen(field)) {
    const list = make('<div role="listbox"></div>');
    list.setAttribute("aria-label", input.getAttribute("aria-label"));
    if (isMulti(field)) list.setAttribute("aria-multiselectable", "true");
    openPop(field, input, list, () => closed(field));
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "true");
  }
  return fillList(field, typed);
}

// What was typed and not chosen is taken back; an emptied box is no choice.
function closed(field) {
  const input = inputOf(field);
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  if (isMulti(field)) return void (input.value = "");
  const had = field.dataset.chosen;
  if (had && !input.value.trim()) {
    delete field.dataset.chosen;
    return changed(field);
  }
  input.value = had ? textOf(JSON.parse(had)) : "";
}

function take(field, row) {
  if (!row || row.getAttribute("aria-disabled")) return;
  const input = inputOf(field), option = row.option;
  if (!isMulti(field)) {
    const same = field.dataset.chosen && JSON.parse(field.dataset.chosen).value === option.value;
    field.dataset.chosen = JSON.stringify(option);
    input.value = textOf(option);
    closePop();
    return same ? undefined : changed(field);
  }
  const had = $$(".chip", field).find((chip) => JSON.parse(chip.dataset.chosen).value === option.value);
  if (had) had.remove();
  else {
    const chip = make('<span class="chip"><span></span><button type="button" class="chip-off">✕</button></span>');
    chip.dataset.chosen = JSON.stringify(option);
    $("span", chip).textContent = textOf(option);
    $("button", chip).setAttribute("aria-label", words.remove.replace("{name}", textOf(option)));
    input.before(chip);
  }
  input.value = "";
  fillList(field, "");
  changed(field);
}

// ---- events -------------------------------------------------------------------------------------------------------
const fieldOf = (event) => event.target.closest?.(".pick");

document.addEventListener("input", (event) => { if (event.target.matches(".pick > input")) showList(fieldOf(event), event.target.value.trim()); });
document.addEventListener("click", (event) => {
  const field = fieldOf(event), off = event.target.closest(".chip-off");
  if (!field) return;
  if (off) {
    off.closest(".chip").remove();
    inputOf(field).focus();
    return changed(field);
  }
  const row = event.target.closest("[role=option]");
  if (row) return take(field, row);
  if (event.target.matches("input") && !isOpen(field)) {
    event.target.select();
    showList(field);
  }
});
document.addEventListener("keydown", (event) => {
  const field = event.target.matches?.(".pick > input") && fieldOf(event);
  if (!field) return;
  const input = event.target, list = listOf(field), open = $$("[role=option]:not([aria-disabled])", list ?? document.createElement("i"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen(field)) return void showList(field);
    if (open.length) at = (at + (event.key === "ArrowDown" ? 1 : -1) + open.length) % open.length;
    mark(list, input, at);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (isOpen(field)) take(field, open[at]);
    else showList(field);
  } else if (event.key === "Escape" && isOpen(field)) {
    event.preventDefault();
    event.stopPropagation();
    if (!input.value.trim() && field.dataset.chosen && !isMulti(field)) input.value = textOf(JSON.parse(field.dataset.chosen));
    closePop();
  } else if (event.key === "Backspace" && isMulti(field) && !input.value) {
    const last = $$(".chip", field).at(-1);
    if (last) { last.remove(); changed(field); if (isOpen(field)) fillList(field, ""); }
  } else if (event.key === "Tab") closePop();
}, true);

// ---- overflow menus -----------------------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const menu = event.target.closest(".overflow");
  if (!menu) return;
  const row = event.target.closest("[role=menuitem]"), button = $("button", menu);
  if (row) {
    menu.dataset.chosen = JSON.stringify(row.option);
    closePop();
    button.focus();
    if (/^https?:/.test(row.option.url ?? "")) open(row.option.url, "_blank", "noopener,noreferrer");
    return changed(menu);
  }
  if (isOpen(menu)) return closePop();
  const list = make('<div role="menu"></div>');
  groupsOf(menu).flatMap((group) => group.options).forEach((option) => {
    const item = make('<button type="button" role="menuitem" class="pop-row" tabindex="-1"></button>');
    item.textContent = textOf(option);
    item.option = option;
    list.append(item);
  });
  button.setAttribute("aria-expanded", "true");
  openPop(menu, button, list, () => button.setAttribute("aria-expanded", "false"));
  $("[role=menuitem]", list)?.focus();
});
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".overflow");
  if (!menu || !isOpen(menu)) return;
  const items = $$("[role=menuitem]", menu), here = items.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closePop();
    $("button", menu).focus();
  } else if (event.key === "Tab") closePop();
}, true);
export const menuValue = (menu) => ({ selected_option: pickValue({ dataset: { kind: "overflow", chosen: menu.dataset.chosen } }).selected_option });
