// JSON as a tree: what is deep or long is closed, and drawn when it is opened.
const OPEN_DEPTH = 2, OPEN_ITEMS = 25;

function span(kind, text) {
  const node = document.createElement("span");
  node.className = kind;
  node.textContent = text;
  return node;
}

function leaf(name, value) {
  const line = document.createElement("div"), kind = typeof value;
  line.className = "leaf";
  if (name !== null) line.append(span("key", name), ": ");
  line.append(span(kind === "string" || kind === "number" ? kind : "other", kind === "string" ? JSON.stringify(value) : String(value)));
  return line;
}

function branch(name, value, depth) {
  const entries = Array.isArray(value) ? value.map((inner, index) => [String(index), inner]) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? "[]" : "{}";
  if (!entries.length) {
    const line = leaf(name, "");
    line.lastChild.replaceWith(span("other", left + right));
    return line;
  }
  const box = document.createElement("details"), head = document.createElement("summary"), inside = document.createElement("div");
  if (name !== null) head.append(span("key", name), ": ");
  head.append(span("muted", `${left}${entries.length}${right}`));
  box.append(head, inside);
  const fill = () => {
    if (!box.open || inside.childNodes.length) return;
    inside.append(...entries.map(([key, inner]) => node(key, inner, depth + 1)));
  };
  box.addEventListener("toggle", fill);
  box.open = depth < OPEN_DEPTH && entries.length <= OPEN_ITEMS;
  fill();
  return box;
}

const node = (name, value, depth) => (value !== null && typeof value === "object" ? branch(name, value, depth) : leaf(name, value));

export function jsonTree(value) {
  const tree = document.createElement("div");
  tree.className = "json";
  if (typeof value === "string") tree.append(Object.assign(document.createElement("div"), { className: "leaf", textContent: value }));
  else tree.append(node(null, value, 0));
  return tree;
}
