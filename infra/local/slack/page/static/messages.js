// Messages in a list: put in their place, changed without flicker, grouped by author and day.
import { $, $$, boot, focusAlong, focusPath, make, patch, remember, words } from "./dom.js";
import { drawDates } from "./calendar.js";
import { messagesOf } from "./history.js";

// Each message's HTML as the server sent it: one that comes again unchanged is left alone.
const drawn = new WeakMap();

export function tidy(list) {
  let author = "", before = 0, day = "";
  for (const node of [...list.children]) {
    if (node.matches(".day") && (list.querySelector(`.day[data-day="${node.dataset.day}"]`) !== node || !node.nextElementSibling?.matches(".msg, .new-line"))) {
      node.remove();
      continue;
    }
    if (!node.matches(".msg")) { author = ""; continue; }
    if (!drawn.has(node)) drawn.set(node, node.outerHTML);
    const ts = Number(node.dataset.ts);
    const follows = node.dataset.author === author && ts - before < 300 && node.dataset.day === day && !node.matches(".ephemeral") && !$(".thread-bar", node);
    node.classList.toggle("follow", follows);
    [author, before, day] = [node.matches(".ephemeral") ? "" : node.dataset.author, ts, node.dataset.day];
  }
  for (const button of $$(".reaction", list)) {
    const mine = button.dataset.users.split(" ").includes(boot.me);
    button.classList.toggle("mine", mine);
    button.setAttribute("aria-pressed", mine);
  }
  remember(list);
  drawDates(list);
}

// A message that changed: what one opened, edits or has the focus on stays as it is.
function swap(old, node) {
  const open = $$("details", old).map((one) => one.open), now = $$("details", node);
  if (open.length === now.length) now.forEach((one, index) => (one.open = open[index]));
  const statusBefore = $(".status", old), editing = $(".edit-box", old), path = focusPath(old);
  if (statusBefore && !statusBefore.hidden) $(".status", node)?.replaceWith(statusBefore);
  const typing = editing?.contains(document.activeElement);
  if (editing) {
    $(".body", node).hidden = true;
    $(".body", node).after(editing);
  }
  old.replaceWith(node);
  if (typing) $("textarea", editing).focus();
  else focusAlong(node, path);
}

export function place(list, node, dividers) {
  const old = $(`:scope > .msg[data-ts="${node.dataset.ts}"]`, list), source = node.outerHTML;
  if (old && drawn.get(old) === source) return;
  drawn.set(node, source);
  if (old) {
    const live = node.classList.contains("live"), was = old.classList.contains("live");
    if (live || was) patch($(".body", old), $(".body", node));
    drawn.set(old, source);
    if (live && was) return;
    if (live) return old.classList.add("live");
    if (was) {
      old.classList.remove("live");
      const steps = $$("details.steps", old).filter((one) => !$(".task.error", one));
      steps.forEach((one) => (one.open = false));
      if ($(".thread-bar", node) || $(".reactions", node)) old.replaceWith(node);
      return tidy(list);
    }
    swap(old, node);
    return tidy(list);
  }
  const after = messagesOf(list).find((one) => one.dataset.ts > node.dataset.ts);
  if (after) after.before(node);
  else {
    if (dividers && !$(`.day[data-day="${node.dataset.day}"]`, list)) {
      const divider = make(`<div class="day" data-day="${node.dataset.day}"><span></span></div>`);
      $("span", divider).textContent = node.dataset.dayWords;
      list.append(divider);
    }
    list.append(node);
  }
  tidy(list);
}

// The line above what came since one last looked.
export function newLine(list, node) {
  $(".new-line", list)?.remove();
  const line = make('<div class="new-line" role="separator"><span></span></div>');
  $("span", line).textContent = words.new;
  node.before(line);
}
