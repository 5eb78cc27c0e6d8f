// Long conversations: a page of messages at a time, older and newer ones as one scrolls, and some hundreds drawn at most.
import { $, $$, boot, nearEnd, toAnswer, toEnd, words } from "./dom.js";

const MOST = 240, NEAR = 900, FAR = 700;

export async function fetchHistory(query) {
  try {
    const answer = await fetch(`/page/history?${new URLSearchParams({ as: boot.me, ...query })}`);
    return await answer.json();
  } catch {
    return { ok: false };
  }
}

export const messagesOf = (list) => $$(":scope > .msg", list);
export const isAtNewest = (list) => !("newer" in list.dataset);

export function rowsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

export function mark(list, flag, there) {
  if (there) list.dataset[flag] = "";
  else delete list.dataset[flag];
}

// Lets go of what is far from where one reads; it comes back when one scrolls there.
export function prune(list, top) {
  const all = messagesOf(list);
  const extra = all.length - MOST;
  if (extra <= 0) return;
  const going = top ? all.slice(0, extra) : all.slice(-extra);
  if (going.some((node) => node.contains(document.activeElement))) return;
  going.forEach((node) => node.remove());
  mark(list, top ? "older" : "newer", true);
}

// What one looks at stays where it is, whatever comes above it.
export function keepInPlace(scroller, node, change) {
  const before = node.getBoundingClientRect().top;
  change();
  if (node.isConnected) scroller.scrollTop += node.getBoundingClientRect().top - before;
}

export function setUpHistory(pane, scroller, list, query, tidy, reload) {
  const button = $("[data-newest]", pane), start = $(".start", scroller);
  let busy = false, stuck = nearEnd(scroller) && isAtNewest(list), missed = 0;

  const show = () => {
    const far = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > FAR;
    button.hidden = isAtNewest(list) && !far;
    if (button.hidden) missed = 0;
    button.textContent = missed ? words.new_since.replace("{n}", missed) : words.newest;
    if (start) start.hidden = "older" in list.dataset;
  };
  const more = async (up) => {
    const flag = up ? "older" : "newer", all = messagesOf(list), edge = up ? all[0] : all.at(-1);
    if (busy || !edge || !(flag in list.dataset)) return;
    busy = true;
    const page = await fetchHistory({ ...query, [up ? "before" : "after"]: edge.dataset.ts });
    busy = false;
    if (!list.isConnected || !page.ok) return;
    keepInPlace(scroller, edge, () => {
      const rows = rowsOf(page.html);
      if (up) list.prepend(rows);
      else list.append(rows);
      mark(list, flag, page[flag]);
      prune(list, !up);
      tidy(list);
      if (start) start.hidden = "older" in list.dataset;
    });
    look();
  };
  const look = () => {
    show();
    if (scroller.scrollTop < NEAR) more(true);
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR) more(false);
  };
  scroller.addEventListener("scroll", () => { stuck = nearEnd(scroller) && isAtNewest(list); look(); }, { passive: true });
  // pictures that load, and a composer that grows, don't push the newest message out of sight
  const follow = list.id === "thread-messages" ? toAnswer : toEnd;
  const settle = () => { if (stuck) follow(scroller, list); };
  scroller.addEventListener("load", settle, true);
  new ResizeObserver(settle).observe(scroller);
  button.addEventListener("click", () => {
    if (!isAtNewest(list)) return reload();
    toEnd(scroller);
    show();
  });
  show();
  return {
    // `followed`: one saw it come
    arrived(followed) {
      if (!followed) missed += 1;
      else prune(list, true);
      show();
    },
    look,
  };
}

// The message itself, in sight and lit for a moment.
export function lightUp(list, ts) {
  const node = $(`:scope > .msg[data-ts="${ts}"]`, list);
  if (!node) return false;
  node.scrollIntoView({ block: "center" });
  node.classList.remove("flash");
  node.getBoundingClientRect();
  node.classList.add("flash");
  node.focus({ preventScroll: true });
  return true;
}
