// "Outcrop is looking it up...", and the Stop button while something is at work in the open thread.
import { $, $$, boot, nearEnd, toAnswer } from "./dom.js";

const threadPane = $("#thread");
const loading = new Map(), expiring = new Map();
export function showStatus(thread, status, messages) {
  clearInterval(loading.get(thread));
  const lines = $$(`.status[data-status-for="${thread}"]`);
  const say = (text) => lines.forEach((line) => { line.hidden = !text; line.textContent = text ? `Outcrop ${text}` : ""; });
  say(messages.length && status ? messages[0] : status);
  clearTimeout(expiring.get(thread));
  if (status) expiring.set(thread, setTimeout(() => showStatus(thread, "", []), boot.status_seconds * 1000));
  if (status && messages.length > 1) {
    let turn = 0;
    loading.set(thread, setInterval(() => say(messages[++turn % messages.length]), 2500));
  }
  if (thread === threadPane.dataset.thread && !threadPane.hidden) {
    if (status) $(".stop-row", threadPane).hidden = false;
    else busyRow();
    if (nearEnd($("#thread-scroll"))) toAnswer($("#thread-scroll"), $("#thread-messages"));
  }
}
export const sessions = new Map();
export function busyRow() {
  const row = $(".stop-row", threadPane);
  if (!row) return;
  const status = $("#thread-scroll > .status");
  row.hidden = !($(".msg.live", threadPane) || (status && !status.hidden) || sessions.get(threadPane.dataset.thread) === "processing");
}
