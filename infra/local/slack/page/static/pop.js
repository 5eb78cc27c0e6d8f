// What opens under a field: one at a time, in the window, closed by whatever happens elsewhere.
import { $$ } from "./dom.js";

let open = null;
let count = 0;
const GAP = 4, MARGIN = 8;

export const isOpen = (owner) => open?.owner === owner;

// Put `node` under `anchor`, over it where there is more room. `closed` hears of its end.
export function openPop(owner, anchor, node, closed = () => {}) {
  closePop();
  node.classList.add("pop");
  node.id ||= `pop-${++count}`;
  owner.append(node);
  open = { owner, anchor, node, closed };
  placePop();
  return node;
}

export function placePop() {
  if (!open) return;
  const { anchor, node } = open, box = anchor.getBoundingClientRect();
  node.style.minWidth = `${Math.min(box.width, innerWidth - 2 * MARGIN)}px`;
  node.style.maxWidth = `${innerWidth - 2 * MARGIN}px`;
  const below = innerHeight - box.bottom - MARGIN, above = box.top - MARGIN;
  const up = below < Math.min(node.scrollHeight, 260) && above > below;
  node.style.maxHeight = `${Math.max(120, Math.min(node.matches(".cal") ? 420 : 320, (up ? above : below) - GAP))}px`;
  node.style.left = `${Math.max(MARGIN, Math.min(box.left, innerWidth - node.offsetWidth - MARGIN))}px`;
  node.style.top = up ? `${box.top - GAP - node.offsetHeight}px` : `${box.bottom + GAP}px`;
}

export function closePop() {
  if (!open) return;
  const { node, closed } = open;
  open = null;
  node.remove();
  closed();
}

document.addEventListener("pointerdown", (event) => { if (open && !open.owner.contains(event.target)) closePop(); });
// a press on a row leaves the focus in its box
document.addEventListener("mousedown", (event) => { if (open?.node.contains(event.target) && !event.target.closest("button")) event.preventDefault(); });
document.addEventListener("focusin", (event) => { if (open && !open.owner.contains(event.target)) closePop(); });
addEventListener("scroll", (event) => { if (open && !open.node.contains(event.target)) placePop(); }, { capture: true, passive: true });
addEventListener("resize", placePop);

// A list of choices inside `node`: what is marked, moved by keys; `aria-activedescendant` on `input` follows.
export function mark(node, input, at) {
  const rows = $$("[role=option]:not([aria-disabled]), [role=menuitem]", node);
  rows.forEach((row, index) => row.classList.toggle("at", index === at));
  const row = rows[at];
  if (row) {
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
  return row;
}
