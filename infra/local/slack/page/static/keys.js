// The keyboard: arrows in the list of conversations and among messages, Alt with arrows from conversation to conversation.
import { $, $$ } from "./dom.js";

const step = (event) => ({ ArrowDown: 1, ArrowUp: -1 })[event.key];

function amongConversations(event, link) {
  const links = $$(".conv"), next = links[links.indexOf(link) + step(event)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// The log itself has the focus first: an arrow goes to its newest message, and from there from one to the next.
function amongMessages(event, scroller) {
  const all = $$(".msg", scroller), at = all.indexOf(document.activeElement);
  const next = event.key === "Home" ? all[0] : event.key === "End" || at < 0 ? all.at(-1) : all[at + step(event)];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

export function setUpKeys(openConversation) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey) return;
    const focused = document.activeElement;
    if (event.altKey && step(event)) {
      const links = $$(".conv"), at = links.findIndex((one) => one.hasAttribute("aria-current"));
      event.preventDefault();
      openConversation(links[(at + step(event) + links.length) % links.length].dataset.channel);
    } else if (step(event) && focused.matches(".conv")) amongConversations(event, focused);
    else if ((step(event) || ["Home", "End"].includes(event.key)) && focused.matches(".scroller, .scroller .msg")) amongMessages(event, focused.closest(".scroller"));
    else if (event.key === "Enter" && focused.matches(".msg")) $(".thread-bar, .thread-tool", focused)?.click();
  });
}
