// A rich_text_input: text with bold, italic, struck, code and lists, and what Slack sends of it.
import { $, $$ } from "./dom.js";

const COMMANDS = { bold: "bold", italic: "italic", strike: "strikeThrough", bullets: "insertUnorderedList", numbers: "insertOrderedList" };
const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code" };
const SECTIONS = { PRE: "rich_text_preformatted", BLOCKQUOTE: "rich_text_quote" };
const BLOCKS = "DIV, P, UL, OL, PRE, BLOCKQUOTE, H1, H2, H3";

// ---- value --------------------------------------------------------------------------------------------------------
function inline(node, style = {}) {
  if (node.nodeType === 3) {
    const text = node.data.replaceAll("\u00a0", " ");
    return text ? [{ type: "text", text, ...(Object.keys(style).length ? { style } : {}) }] : [];
  }
  if (node.nodeType !== 1) return [];
  if (node.tagName === "BR") return [{ type: "text", text: "\n" }];
  if (node.tagName === "A") return [{ type: "link", url: node.href, text: node.textContent }];
  const mark = STYLES[node.tagName], inner = mark ? { ...style, [mark]: true } : style;
  return [...node.childNodes].flatMap((one) => inline(one, inner));
}

// Neighbours of one style are one piece; a line's last break is no text.
function joined(parts) {
  const out = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.type === "text" && part.type === "text" && JSON.stringify(last.style) === JSON.stringify(part.style)) last.text += part.text;
    else out.push({ ...part });
  }
  if (out.at(-1)?.type === "text") out.at(-1).text = out.at(-1).text.replace(/\n$/, "");
  return out.filter((part) => part.type !== "text" || part.text);
}

function lists(node, indent, out) {
  const style = node.tagName === "OL" ? "ordered" : "bullet";
  let list = null;
  for (const item of node.children) {
    if (item.matches("ul, ol")) { lists(item, indent + 1, out); list = null; continue; }
    const own = [...item.childNodes].filter((one) => !one.matches?.("ul, ol")), elements = joined(own.flatMap((one) => inline(one)));
    if (elements.length) {
      if (!list) out.push((list = { type: "rich_text_list", style, indent, elements: [] }));
      list.elements.push({ type: "rich_text_section", elements });
    }
    for (const inner of item.querySelectorAll(":scope > ul, :scope > ol")) { lists(inner, indent + 1, out); list = null; }
  }
}

function blocks(root, out) {
  let line = [];
  const flush = () => {
    const elements = joined(line);
    line = [];
    if (!elements.length) return;
    const last = out.at(-1);
    if (last?.type === "rich_text_section") last.elements = joined([...last.elements, { type: "text", text: "\n" }, ...elements, { type: "text", text: "\n" }]);
    else out.push({ type: "rich_text_section", elements });
  };
  for (const node of root.childNodes) {
    if (!node.matches?.(BLOCKS)) { line.push(...inline(node)); continue; }
    flush();
    if (node.matches("ul, ol")) lists(node, 0, out);
    else if (SECTIONS[node.tagName]) {
      const elements = joined([...node.childNodes].flatMap((one) => inline(one)));
      if (elements.length) out.push({ type: SECTIONS[node.tagName], elements });
    } else if (node.querySelector(BLOCKS)) blocks(node, out);
    else { line.push(...inline(node)); flush(); }
  }
  flush();
  return out;
}

export function richValue(field) {
  const elements = blocks($(".rich-text", field), []);
  return elements.length ? { rich_text_value: { type: "rich_text", elements } } : {};
}

// ---- writing ------------------------------------------------------------------------------------------------------
function code(box) {
  const selected = getSelection(), range = selected.getRangeAt(0), inside = selected.anchorNode.parentElement.closest("code");
  if (inside && box.contains(inside)) {
    const text = document.createTextNode(inside.textContent);
    inside.replaceWith(text);
    return selected.selectAllChildren(text.parentNode);
  }
  const node = document.createElement("code");
  node.append(range.collapsed ? "\u200b" : range.extractContents());
  range.insertNode(node);
  selected.selectAllChildren(node);
}

function style(field, name) {
  const box = $(".rich-text", field);
  box.focus();
  if (name === "code") code(box);
  else document.execCommand(COMMANDS[name]);
  pressed(field);
}

function pressed(field) {
  const at = getSelection().anchorNode, box = $(".rich-text", field);
  for (const button of $$("[data-rich]", field)) {
    const name = button.dataset.rich;
    const on = name === "code" ? !!at && box.contains(at) && !!at.parentElement?.closest("code") : document.queryCommandState(COMMANDS[name]);
    button.setAttribute("aria-pressed", on);
  }
}

document.addEventListener("mousedown", (event) => { if (event.target.closest("[data-rich]")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rich]");
  if (button) style(button.closest(".rich"), button.dataset.rich);
});
document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.(".rich");
  if (!field) return;
  if (event.target.matches("[data-rich]")) {
    const all = $$("[data-rich]", field), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const to = all[(all.indexOf(event.target) + step + all.length) % all.length];
    all.forEach((one) => (one.tabIndex = one === to ? 0 : -1));
    return to.focus();
  }
  if (!(event.ctrlKey || event.metaKey)) return;
  const key = event.code.replace("Key", "").replace("Digit", "");
  const name = event.shiftKey ? { X: "strike", C: "code", 8: "bullets", 7: "numbers" }[key] : { B: "bold", I: "italic" }[key];
  if (name) { event.preventDefault(); event.stopPropagation(); style(field, name); }
}, true);
document.addEventListener("paste", (event) => {
  if (!event.target.closest?.(".rich-text")) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
});
document.addEventListener("selectionchange", () => {
  const field = document.activeElement?.closest(".rich");
  if (field) pressed(field);
});
