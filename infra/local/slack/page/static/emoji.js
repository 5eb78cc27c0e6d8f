// The reaction picker: the usual ones at first, any other by its name.
import { $, $$, boot, make, post, words } from "./dom.js";

const QUICK = ["+1", "white_check_mark", "eyes", "tada", "heart", "pray", "thinking_face", "-1", "warning", "bar_chart", "bulb", "raised_hands"];
const PER_ROW = 6, MOST = 30;
const spoken = (name) => name.replaceAll("_", " ").replaceAll("-", " ").trim() || name;

function found(typed) {
  const wanted = typed.trim().toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
  if (!wanted) return QUICK;
  const names = Object.keys(boot.emoji).filter((name) => name.includes(wanted));
  return names.sort((a, b) => b.startsWith(wanted) - a.startsWith(wanted)).slice(0, MOST);
}

export function reactionPicker(message, from) {
  $(".picker")?.remove();
  const picker = make('<div class="picker" role="dialog"><input type="search" class="field emoji-find"></div>');
  const box = $("input", picker);
  picker.setAttribute("aria-label", words.react);
  box.setAttribute("aria-label", words.more_emoji);
  box.placeholder = words.more_emoji;
  const draw = () => {
    $$("button, .pop-note", picker).forEach((one) => one.remove());
    for (const name of found(box.value)) {
      const button = make('<button type="button" tabindex="-1"></button>');
      button.dataset.name = name;
      button.textContent = boot.emoji[name];
      button.setAttribute("aria-label", spoken(name));
      button.title = `:${name}:`;
      picker.append(button);
    }
    if (!$("button", picker)) picker.append(Object.assign(make('<div class="pop-note" role="status"></div>'), { textContent: words.emoji_none }));
  };
  const react = (name) => {
    if (name) post("/page/reactions", { channel: message.dataset.channel, ts: message.dataset.ts, name });
    picker.remove();
    from?.focus();
  };
  box.addEventListener("input", draw);
  picker.addEventListener("click", (event) => { if (event.target.closest("button")) react(event.target.closest("button").dataset.name); });
  picker.addEventListener("keydown", (event) => {
    const buttons = $$("button", picker), here = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); return react(""); }
    if (event.key === "Enter" && here < 0) { event.preventDefault(); return react(buttons[0]?.dataset.name); }
    if (here < 0 && event.key !== "ArrowDown") return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: here < 0 ? 1 : PER_ROW, ArrowUp: -PER_ROW }[event.key];
    if (!step || !buttons.length) return;
    event.preventDefault();
    if (here + step < 0 && event.key === "ArrowUp") return box.focus();
    buttons[(here + step + buttons.length) % buttons.length].focus();
  });
  message.append(picker);
  draw();
  $("button", picker).focus();
}
