// The menu of a message: the app's shortcuts.
import { $, $$, boot, make, post, toast, words } from "./dom.js";

export function shortcutMenu(message, from) {
  $(".picker")?.remove();
  const menu = make(`<div class="picker menu" role="menu" aria-label="${words.more_actions}"></div>`);
  for (const one of boot.shortcuts) {
    const item = make('<button type="button" role="menuitem"></button>');
    item.dataset.shortcut = one.callback_id;
    item.textContent = one.name;
    item.title = one.description;
    menu.append(item);
  }
  const items = $$("button", menu);
  menu.addEventListener("click", async (event) => {
    const callback_id = event.target.closest("button")?.dataset.shortcut;
    menu.remove();
    from?.focus();
    if (!callback_id) return;
    const answer = await post("/page/shortcuts", { channel: message.dataset.channel, message_ts: message.dataset.ts, callback_id });
    if (!answer.ok) toast(answer.error || boot.action_failed);
  });
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
    if (event.key === "Escape") { event.stopPropagation(); menu.remove(); from?.focus(); }
  });
  message.append(menu);
  items[0].focus();
}
