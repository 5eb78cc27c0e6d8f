// Days and times: a calendar under a button, times of day under a box. The value is data-value of the field, as Slack has
// it: 2026-11-15, 14:30, or seconds since 1970 for both together.
import { $, $$, make, toast, words } from "./dom.js";
import { closePop, isOpen, mark, openPop, placePop } from "./pop.js";

const FIELDS = ".day-field, .time-field, .moment-field";
const two = (n) => String(n).padStart(2, "0");
const iso = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
const fromIso = (text) => { const [y, m, d] = text.split("-").map(Number); return new Date(y, m - 1, d); };
const spoken = (day) => day.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const short = (day) => day.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
const changed = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

export function dateValue(field) {
  const kind = field.dataset.kind, value = field.dataset.value || null;
  if (kind === "datepicker") return { selected_date: value };
  if (kind === "timepicker") return { selected_time: value };
  return { selected_date_time: value === null ? null : Number(value) };
}

// The day and the time of a field, whichever it has.
function partsOf(field) {
  const value = field.dataset.value;
  if (!field.matches(".moment-field")) return { day: field.matches(".day-field") ? value : "", time: field.matches(".time-field") ? value : "" };
  if (field.parts) return field.parts;
  if (!value) return { day: "", time: "" };
  const moment = new Date(Number(value) * 1000);
  return { day: iso(moment), time: `${two(moment.getHours())}:${two(moment.getMinutes())}` };
}

function put(field, change) {
  const parts = { ...partsOf(field), ...change };
  if (field.matches(".moment-field")) {
    field.parts = parts;
    const [hours, minutes] = (parts.time || "").split(":").map(Number), day = parts.day && fromIso(parts.day);
    const whole = day && parts.time;
    if (whole) day.setHours(hours, minutes);
    const value = whole ? String(Math.floor(day / 1000)) : "";
    if (value === field.dataset.value) return draw(field);
    field.dataset.value = value;
  } else {
    const value = field.matches(".day-field") ? parts.day : parts.time;
    if (value === field.dataset.value) return draw(field);
    field.dataset.value = value;
  }
  draw(field);
  changed(field);
}

function draw(field) {
  const { day, time } = partsOf(field), button = $(".day-of", field), box = $(".time-of", field);
  if (button) {
    button.textContent = day ? short(fromIso(day)) : button.dataset.placeholder;
    button.classList.toggle("unset", !day);
    button.setAttribute("aria-label", `${button.dataset.label}: ${day ? spoken(fromIso(day)) : button.dataset.placeholder}`);
  }
  if (box) box.value = time;
}
export const drawDates = (root) => $$(FIELDS, root).filter((field) => !("drawn" in field)).forEach((field) => { field.drawn = true; draw(field); });

// ---- the calendar -------------------------------------------------------------------------------------------------
const DAYS = [...Array(7).keys()].map((n) => new Date(2024, 0, 1 + n));  // a week from a Monday

function month(field, focus) {
  const box = $(":scope > .pop", field), first = new Date(focus.getFullYear(), focus.getMonth(), 1);
  const start = new Date(first), today = iso(new Date()), chosen = partsOf(field).day;
  start.setDate(1 - ((first.getDay() + 6) % 7));
  $(".cal-title", box).textContent = first.toLocaleDateString("en-GB", { month: "long", year: "numeric" });
  const body = $("tbody", box);
  body.replaceChildren();
  for (const day = new Date(start); day.getMonth() === first.getMonth() || day < first || day.getDay() !== 1; ) {
    const row = body.insertRow();
    for (let n = 0; n < 7; n++, day.setDate(day.getDate() + 1)) {
      const button = make('<button type="button" tabindex="-1"></button>'), cell = row.insertCell();
      button.textContent = day.getDate();
      button.dataset.day = iso(day);
      button.setAttribute("aria-label", spoken(day));
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-selected", button.dataset.day === chosen);
      button.classList.toggle("other", day.getMonth() !== first.getMonth());
      if (button.dataset.day === today) button.setAttribute("aria-current", "date");
      cell.append(button);
    }
  }
  const there = $(`[data-day="${iso(focus)}"]`, body);
  there.tabIndex = 0;
  there.focus({ preventScroll: true });
  placePop();
}

function openCalendar(field) {
  const button = $(".day-of", field), day = partsOf(field).day;
  const box = make(`<div role="dialog" class="cal"><div class="cal-head"><button type="button" class="icon-btn" data-step="-1">‹</button><b class="cal-title" aria-live="polite"></b><button type="button" class="icon-btn" data-step="1">›</button></div><table role="grid"><thead><tr>${DAYS.map((one) => `<th scope="col" abbr="${one.toLocaleDateString("en-GB", { weekday: "long" })}">${one.toLocaleDateString("en-GB", { weekday: "short" }).slice(0, 2)}</th>`).join("")}</tr></thead><tbody></tbody></table><div class="cal-foot"><button type="button" class="btn" data-today></button><button type="button" class="btn" data-clear></button></div></div>`);
  box.setAttribute("aria-label", button.dataset.label);
  $("[data-step='-1']", box).setAttribute("aria-label", words.month_before);
  $("[data-step='1']", box).setAttribute("aria-label", words.month_after);
  $("[data-today]", box).textContent = words.day_today;
  $("[data-clear]", box).textContent = words.day_clear;
  button.setAttribute("aria-expanded", "true");
  openPop(field, button, box, () => button.setAttribute("aria-expanded", "false"));
  month(field, day ? fromIso(day) : new Date());
}

function pickDay(field, day) {
  closePop();
  put(field, { day });
  $(".day-of", field).focus();
}

document.addEventListener("click", (event) => {
  const field = event.target.closest(FIELDS);
  if (!field) return;
  const target = event.target.closest("button");
  if (target?.matches(".day-of")) return isOpen(field) && $(".cal", field) ? closePop() : openCalendar(field);
  if (target?.dataset.day) return pickDay(field, target.dataset.day);
  if (target?.matches("[data-today]")) return pickDay(field, iso(new Date()));
  if (target?.matches("[data-clear]")) return pickDay(field, "");
  if (target?.dataset.step) {
    const focus = fromIso($(".cal tbody [tabindex='0']", field).dataset.day);
    month(field, moved(focus, { months: Number(target.dataset.step) }));
    return target.focus();
  }
  const row = event.target.closest("[role=option]");
  if (row) return takeTime(field, row.dataset.time);
  if (event.target.matches(".time-of") && !$("[role=listbox]", field)) openTimes(field);
});

function moved(day, { days = 0, months = 0 }) {
  if (!months) return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last));
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.(FIELDS);
  if (!field || !isOpen(field) || !$(".cal", field)) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closePop();
    return $(".day-of", field).focus();
  }
  const here = event.target.dataset.day && fromIso(event.target.dataset.day);
  if (!here) return;
  const week = (here.getDay() + 6) % 7;
  const to = {
    ArrowLeft: { days: -1 }, ArrowRight: { days: 1 }, ArrowUp: { days: -7 }, ArrowDown: { days: 7 }, Home: { days: -week }, End: { days: 6 - week },
    PageUp: { months: event.shiftKey ? -12 : -1 }, PageDown: { months: event.shiftKey ? 12 : 1 },
  }[event.key];
  if (!to) return;
  event.preventDefault();
  month(field, moved(here, to));
}, true);

// ---- times of day -------------------------------------------------------------------------------------------------
const TIMES = [...Array(48).keys()].map((n) => `${two(n >> 1)}:${n % 2 ? "30" : "00"}`);
let at = 0;

// "9", "9:05", "14.30", "2pm" as HH:MM; null for what is no time.
function readTime(typed) {
  const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$/i.exec(typed.trim());
  if (!found) return null;
  const half = found[3]?.toLowerCase(), minutes = Number(found[2] ?? 0);
  const hours = half ? (Number(found[1]) % 12) + (half === "pm" ? 12 : 0) : Number(found[1]);
  return hours < 24 && minutes < 60 && !(half && Number(found[1]) > 12) ? `${two(hours)}:${two(minutes)}` : null;
}

function openTimes(field) {
  const box = $(".time-of", field), list = make('<div role="listbox" class="times"></div>'), now = partsOf(field).time;
  list.setAttribute("aria-label", box.getAttribute("aria-label"));
  openPop(field, box, list, () => box.setAttribute("aria-expanded", "false"));
  TIMES.forEach((time, index) => {
    const row = make('<div role="option" class="pop-row"></div>');
    row.id = `${list.id}-${index}`;
    row.textContent = row.dataset.time = time;
    row.setAttribute("aria-selected", time === now);
    list.append(row);
  });
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "true");
  at = Math.max(0, TIMES.findLastIndex((time) => time <= (readTime(box.value) ?? now ?? "09:00")));
  mark(list, box, now || box.value ? at : (at = 18));
}

function takeTime(field, typed) {
  const time = typed.trim() ? readTime(typed) : "";
  closePop();
  if (time === null) toast(words.no_time.replace("{text}", typed.trim()));
  else put(field, { time });
  draw(field);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".time-of")) return;
  const field = event.target.closest(FIELDS), time = readTime(event.target.value);
  if (!$("[role=listbox]", field)) openTimes(field);
  at = time ? Math.max(0, TIMES.findLastIndex((one) => one <= time)) : -1;
  mark($("[role=listbox]", field), event.target, at);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".time-of")) return;
  const field = event.target.closest(FIELDS), list = $("[role=listbox]", field);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!list) return openTimes(field);
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + TIMES.length) % TIMES.length;
    event.target.value = mark(list, event.target, at).dataset.time;
  } else if (event.key === "Enter") {
    event.preventDefault();
    takeTime(field, event.target.value || (list ? TIMES[at] : ""));
  } else if (event.key === "Escape" && list) {
    event.preventDefault();
    event.stopPropagation();
    closePop();
    draw(field);
  }
}, true);
document.addEventListener("focusout", (event) => {
  if (!event.target.matches(".time-of")) return;
  const field = event.target.closest(FIELDS);
  if (!field.contains(event.relatedTarget) && event.target.value !== (partsOf(field).time ?? "")) takeTime(field, event.target.value);
});
