// Editing one's own message in its place.
import { $, $$, make, send, toast, words } from "./dom.js";

export function edit(message) {
  if ($(".edit-box", message)) return;
  const box = make(`<form class="edit-box"><textarea class="field" rows="2"></textarea><div><button type="button" class="btn"></button><button class="btn primary"></button></div></form>`);
  const [no, yes] = $$("button", box), field = $("textarea", box);
  no.textContent = words.cancel;
  yes.textContent = words.save;
  field.value = message.dataset.typed ?? $(".body", message).innerText.trim();
  const close = () => { box.remove(); $(".body", message).hidden = false; };
  no.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); box.requestSubmit(); }
  });
  box.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send("PATCH", "/page/messages", { channel: message.dataset.channel, ts: message.dataset.ts, text: field.value });
    close();
    if (!answer.ok) toast(answer.error);
  });
  $(".body", message).hidden = true;
  $(".body", message).after(box);
  field.focus();
}
