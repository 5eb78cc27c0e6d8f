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

// The source HTML of each node as the server sent it: what a person did to it since (sorting, opening) doesn't count.
const sources = new WeakMap();
const sourceOf = (node) => sources.get(node) ?? node.outerHTML ?? node.textContent;

export function remember(root) {
  for (const node of root.querySelectorAll(".body, .body > .block, .body .md, .body .md > *")) {
    if (!sources.has(node)) sources.set(node, node.outerHTML);
  }
}

// Make `old` look like `fresh` and touch only what differs, so that streaming text does not flicker.
export function patch(old, fresh) {
  const freshKids = [...fresh.childNodes];
  const oldKids = [...old.childNodes];
  freshKids.forEach((kid, index) => {
    const before = oldKids[index];
    if (!before) return old.append(kid);
    const source = kid.outerHTML ?? kid.textContent;
    if (sourceOf(before) === source) return;
    const deeper = before.nodeType === 1 && kid.nodeType === 1 && before.className === kid.className
      && kid.matches(".body, .block, .md, .steps, .steps > ol");
    if (deeper) {
      patch(before, kid);
      sources.set(before, source);
    } else if (before.nodeType === 1 && kid.nodeType === 1 && kid.matches("p, li") && before.tagName === kid.tagName
      && before.className === kid.className) {
      before.innerHTML = kid.innerHTML;
      sources.set(before, source);
    } else {
      sources.set(kid, source);
      before.replaceWith(kid);
    }
  });
  oldKids.slice(freshKids.length).forEach((kid) => kid.remove());
}
