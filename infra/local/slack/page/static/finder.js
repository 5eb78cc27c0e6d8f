// One box (Ctrl+K or Ctrl+G): conversations by name, and messages by what they say.
import { $, $$, boot, make, words } from "./dom.js";

const dialog = $("#jump"), field = $("input", dialog), list = $("[role=listbox]", dialog), said = $("[role=status]", dialog);
let at = 0, turn = 0, timer = 0, goTo = () => {}, goToMessage = () => {};

const rows = () => $$(".option", list);
const heading = (text) => {
  const node = make('<div class="found-kind" role="presentation"></div>');
  node.textContent = text;
  return node;
};

function conversations() {
  const wanted = field.value.trim().toLowerCase().replace(/^[#@]/, "");
  return boot.channels.filter((one) => one.title.toLowerCase().includes(wanted)).map((one) => {
    const row = make('<div class="option" role="option" aria-selected="false"><b></b></div>');
    $("b", row).textContent = one.title;
    row.dataset.channel = one.id;
    return row;
  });
}

function choose(index) {
  const all = rows();
  at = all.length ? (index + all.length) % all.length : 0;
  all.forEach((row, number) => {
    row.id = `found-${number}`;
    row.setAttribute("aria-selected", number === at);
  });
  if (all[at]) field.setAttribute("aria-activedescendant", all[at].id);
  else field.removeAttribute("aria-activedescendant");
  all[at]?.scrollIntoView({ block: "nearest" });
}

function draw(found = []) {
  const named = conversations();
  const parts = named.length ? [heading(words.found_conversations), ...named] : [];
  if (found.length) parts.push(heading(words.found_messages), ...found);
  list.replaceChildren(...parts);
  choose(0);
}

async function look() {
  const mine = (turn += 1), typed = field.value.trim();
  if (!typed) { said.textContent = words.search_hint; return; }
  try {
    const answer = await (await fetch(`/page/search?${new URLSearchParams({ as: boot.me, q: typed })}`)).json();
    if (mine !== turn) return;
    const found = answer.ok ? [...make(`<div>${answer.html}</div>`).children] : [];
    draw(found);
    said.textContent = !answer.ok ? answer.error : !found.length ? words.found_none : answer.more ? words.found_more : "";
  } catch {
    if (mine === turn) said.textContent = words.offline;
  }
}

function take() {
  const row = rows()[at];
  if (!row) return;
  dialog.close();
  if (row.dataset.ts) goToMessage(row.dataset.channel, row.dataset.ts, row.dataset.thread);
  else goTo(row.dataset.channel);
}

export function openFinder() {
  field.value = "";
  said.textContent = words.search_hint;
  draw();
  dialog.showModal();
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  draw([...$$(".found", list)]);
  timer = setTimeout(look, 140);
});
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(at + (event.key === "ArrowDown" ? 1 : -1));
  }
  if (event.key === "Enter") { event.preventDefault(); take(); }
});
list.addEventListener("click", (event) => {
  const row = event.target.closest(".option");
  if (row) { at = rows().indexOf(row); take(); }
});

export function setUpFinder(whenConversation, whenMessage) {
  [goTo, goToMessage] = [whenConversation, whenMessage];
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && ["k", "g"].includes(event.key.toLowerCase())) { event.preventDefault(); openFinder(); }
  });
}
