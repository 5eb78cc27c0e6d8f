// Small things that every other file uses.
export const boot = JSON.parse(document.getElementById("boot").textContent);
export const words = boot.words;
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

export function make(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

export async function send(method, path, body) {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: boot.me, ...body }),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: words.offline };
  }
}

export const post = (path, body) => send("POST", path, body);

export async function fragment(query) {
  const answer = await fetch(`/page/fragment?${new URLSearchParams({ as: boot.me, ...query })}`);
  return answer.ok ? answer.text() : "";
}

let toastTimer = 0;
export function toast(said) {
  const box = $("#toast");
  box.textContent = said;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), 5000);
}

export function nearEnd(scroller) {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
}

export function toEnd(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
}

// To the end, or only so far that an answer longer than the pane shows its beginning: what came after the last word of
// somebody else.
export function toAnswer(scroller, list) {
  const rows = [...list.querySelectorAll(":scope > .msg")], author = rows.at(-1)?.dataset.author;
  const first = rows[rows.findLastIndex((row) => row.dataset.author !== author) + 1];
  const end = scroller.scrollHeight - scroller.clientHeight;
  const start = first ? first.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop - 6 : end;
  scroller.scrollTop = Math.min(end, start);
}

// The source HTML of each node as the server sent it: what a person did to it since (sorting, opening) doesn't count.
const sources = new WeakMap();
const sourceOf = (node) => sources.get(node) ?? node.outerHTML ?? node.textContent;

export function remember(root) {
  for (const node of root.querySelectorAll(".body, .body > .block, .body .md, .body .md > *")) {
    if (!sources.has(node)) sources.set(node, node.outerHTML);
  }
}

const shellOf = (node) => node.cloneNode(false).outerHTML;

// True where `fresh` can be reached from `old` by changing what is inside: the node stays, and what is selected in it.
function goesDeeper(old, fresh) {
  if (old.nodeType !== 1 || fresh.nodeType !== 1 || old.tagName !== fresh.tagName) return false;
  if (fresh.matches(".md *, p, li")) return shellOf(old) === shellOf(fresh);
  return old.className === fresh.className && fresh.matches(".body, .block, .md, .steps, .steps > ol");
}

// Make `old` look like `fresh` and touch only what differs, so that streaming text does not flicker.
export function patch(old, fresh) {
  const freshKids = [...fresh.childNodes];
  const oldKids = [...old.childNodes];
  freshKids.forEach((kid, index) => {
    const before = oldKids[index];
    if (!before) return old.append(kid);
    if (before.nodeType === 3 && kid.nodeType === 3) {
      if (before.data !== kid.data && kid.data.startsWith(before.data)) before.appendData(kid.data.slice(before.data.length));
      else if (before.data !== kid.data) before.data = kid.data;
      return;
    }
    const source = kid.outerHTML ?? kid.textContent;
    if (sourceOf(before) === source) return;
    if (goesDeeper(before, kid)) patch(before, kid);
    else before.replaceWith(kid);
    sources.set(before.isConnected ? before : kid, source);
  });
  oldKids.slice(freshKids.length).forEach((kid) => kid.remove());
}

// Where the focus is inside `old`, as a way that also leads somewhere in what takes its place.
export function focusPath(old) {
  let node = document.activeElement;
  if (!old.contains(node)) return null;
  const path = [];
  for (; node !== old; node = node.parentElement) path.unshift([...node.parentElement.children].indexOf(node));
  return path;
}
export function focusAlong(root, path) {
  const node = path?.reduce((at, index) => at?.children[index], root);
  (node?.matches("a, button, input, select, textarea, summary, [tabindex]") ? node : path && root)?.focus({ preventScroll: true });
}

export function flipTheme() {
  const dark = (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("outcrop-theme", document.documentElement.dataset.theme);
}
