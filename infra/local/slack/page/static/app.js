// The page: which conversation is open, what is new in it, what one presses.
import { $, $$, boot, fragment, make, nearEnd, patch, post, remember, send, toEnd, toast, words } from "./dom.js";
import { confirmed, initialSelections, reactionPicker } from "./blocks.js";
import { setUpComposer } from "./composer.js";
import { openJump, setUpJump, showView } from "./overlays.js";

const app = $("#app"), channelPane = $("#channel"), threadPane = $("#thread");
const here = { channel: document.body.dataset.channel, thread: document.body.dataset.thread };
const unread = Object.fromEntries(boot.channels.map((one) => [one.id, one.unread]));

// ---- drawing ----------------------------------------------------------------------------------------------------
function tidy(list) {
  let author = "", before = 0, day = "";
  for (const node of list.children) {
    if (!node.matches(".msg")) { author = ""; continue; }
    const ts = Number(node.dataset.ts);
    const follows = node.dataset.author === author && ts - before < 300 && node.dataset.day === day && !node.matches(".ephemeral") && !$(".thread-bar", node);
    node.classList.toggle("follow", follows);
    [author, before, day] = [node.matches(".ephemeral") ? "" : node.dataset.author, ts, node.dataset.day];
  }
  for (const button of $$(".reaction", list)) button.classList.toggle("mine", button.dataset.users.split(" ").includes(boot.me));
  remember(list);
  initialSelections(list);
}

function place(list, node, dividers) {
  const old = $(`:scope > .msg[data-ts="${node.dataset.ts}"]`, list);
  if (old) {
    const live = node.classList.contains("live"), was = old.classList.contains("live");
    if (live || was) patch($(".body", old), $(".body", node));
    if (live) return;
    if (was) {
      old.classList.remove("live");
      const steps = $$("details.steps", old).filter((one) => !$(".task.error", one));
      steps.forEach((one) => (one.open = false));
      if ($(".thread-bar", node) || $(".reactions", node)) old.replaceWith(node);
      return tidy(list);
    }
    const open = $$("details", old).map((one) => one.open), now = $$("details", node);
    if (open.length === now.length) now.forEach((one, index) => (one.open = open[index]));
    const statusBefore = $(".status", old);
    if (statusBefore && !statusBefore.hidden) $(".status", node)?.replaceWith(statusBefore);
    old.replaceWith(node);
    return tidy(list);
  }
  const after = $$(":scope > .msg", list).find((one) => one.dataset.ts > node.dataset.ts);
  if (after) after.before(node);
  else {
    if (dividers && !$(`.day[data-day="${node.dataset.day}"]`, list)) {
      const divider = make(`<div class="day" data-day="${node.dataset.day}"><span></span></div>`);
      $("span", divider).textContent = node.dataset.dayWords;
      list.append(divider);
    }
    list.append(node);
  }
  tidy(list);
}

function insert(html, scroller, list, dividers, force) {
  const stay = nearEnd(scroller) || force;
  place(list, make(html), dividers);
  if (stay) toEnd(scroller);
}

// ---- panes ------------------------------------------------------------------------------------------------------
function markSidebar() {
  for (const link of $$(".conv")) {
    const id = link.dataset.channel, count = unread[id] ?? 0;
    link.toggleAttribute("aria-current", false);
    if (id === here.channel) link.setAttribute("aria-current", "page");
    link.classList.toggle("unread", count > 0);
    const badge = $(".count", link);
    badge.hidden = !count;
    badge.textContent = count > 99 ? "99+" : count;
    badge.setAttribute("aria-label", `${count} unread`);
  }
}

function readHere() {
  if (document.hidden) return;
  unread[here.channel] = 0;
  markSidebar();
  post("/page/read", { channel: here.channel });
}

function address(replace) {
  const path = `/c/${here.channel}${here.thread ? `/${here.thread}` : ""}`;
  document.title = `${boot.channels.find((one) => one.id === here.channel)?.title ?? ""} · ${words.title}`;
  if (replace) history.replaceState({ ...here }, "", path);
  else if (location.pathname !== path) history.pushState({ ...here }, "", path);
}

function setUpChannel() {
  tabShown = "messages";
  tidy($("#channel-messages"));
  toEnd($("#channel-scroll"));
  setUpComposer($("#composer"), () => ({ channel: here.channel }), (answer) => {
    if (answer.ts && (here.channel === boot.dm)) openThread(answer.thread_ts ?? answer.ts, false);
    toEnd($("#channel-scroll"));
  });
  readHere();
  markSidebar();
  if (listening && here.channel === boot.dm) post("/page/open", { channel: here.channel, tab: "messages" });
}

function setUpThread() {
  tidy($("#thread-messages"));
  toEnd($("#thread-scroll"));
  const line = $("#thread-scroll > .status");
  if (line.dataset.status) showStatus(here.thread, line.dataset.status, JSON.parse(line.dataset.loading || "[]"));
  setUpComposer($("#thread-composer"), () => ({ channel: here.channel, thread_ts: here.thread }), () => toEnd($("#thread-scroll")));
}

async function openChannel(channel, thread = "", push = true) {
  const changed = channel !== here.channel;
  Object.assign(here, { channel, thread });
  app.classList.remove("menu-open");
  if (changed) {
    const html = await fetchPane({ channel });
    if (here.channel === channel) {
      channelPane.innerHTML = html;
      setUpChannel();
    }
    paneDrawn();
    if (here.channel !== channel) return;
  }
  await openThread(thread, false);
  if (push) address();
  if (changed && !matchMedia("(max-width: 820px)").matches) $("#composer textarea").focus();
}

async function openThread(thread, focus = true) {
  here.thread = thread;
  app.classList.toggle("with-thread", !!thread);
  threadPane.hidden = !thread;
  if (!thread) { threadPane.replaceChildren(); return address(); }
  const html = await fetchPane({ channel: here.channel, thread_ts: thread });
  if (here.thread === thread) {
    threadPane.innerHTML = html;
    setUpThread();
  }
  paneDrawn();
  if (here.thread !== thread) return;
  address();
  if (focus || !matchMedia("(max-width: 820px)").matches) $("#thread-composer textarea").focus();
}

// ---- status line ------------------------------------------------------------------------------------------------
const loading = new Map(), expiring = new Map();
function showStatus(thread, status, messages) {
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
  if (thread === here.thread && !threadPane.hidden) {
    if (status) $(".stop-row", threadPane).hidden = false;
    else busyRow();
    if (nearEnd($("#thread-scroll"))) toEnd($("#thread-scroll"));
  }
}
const sessions = new Map();
function busyRow() {
  const row = $(".stop-row", threadPane);
  if (!row) return;
  const status = $("#thread-scroll > .status");
  row.hidden = !($(".msg.live", threadPane) || (status && !status.hidden) || sessions.get(here.thread) === "processing");
}

// Events that arrive while a pane is being fetched wait for it: else they would be lost under the older HTML.
let fetching = 0;
const held = [];
async function fetchPane(query) {
  fetching += 1;
  return fragment(query);
}
function paneDrawn() {
  fetching -= 1;
  while (!fetching && held.length) take(held.shift());
}
const take = (event) => handlers[event.event]?.(event);

// ---- what is new ------------------------------------------------------------------------------------------------
const handlers = {
  message: added, ephemeral: added, update: changed, delta: changed, reaction: changed,
  delete({ channel, ts, parent_html, thread_ts }) {
    if (channel !== here.channel) return;
    $$(`.msg[data-ts="${ts}"]`).forEach((node) => node.remove());
    if (parent_html) parentOf(parent_html);
    if (ts === here.thread) openThread("");
    tidy($("#channel-messages"));
    if (thread_ts && $("#thread-messages")) tidy($("#thread-messages"));
  },
  status({ channel, thread_ts, data }) { if (channel === here.channel) showStatus(thread_ts, data.status, data.loading); },
  session({ channel, thread_ts, data }) {
    if (data.status) sessions.set(thread_ts, data.status);
    if (channel !== here.channel || thread_ts !== here.thread) return;
    if (data.title) $(".topic", threadPane).textContent = data.title;
    if (data.status === "processing") $(".stop-row", threadPane).hidden = false;
    else busyRow();
  },
  async prompts({ channel }) {
    if (channel === here.channel && !$("#channel-messages").children.length) {
      const fresh = make(`<div>${await fragment({ channel })}</div>`);
      $(".start", channelPane).replaceWith($(".start", fresh));
    }
  },
  async view({ data }) {
    if (data.home) return tabShown === "home" ? drawHome() : undefined;
    if (!data.view) return showView("");
    const answer = await fetch(`/page/view?as=${boot.me}`);
    showView(await answer.text());
  },
};

function parentOf(html) {
  const list = $("#channel-messages");
  const node = make(html);
  if ($(`:scope > .msg[data-ts="${node.dataset.ts}"]`, list)) place(list, node, false);
}

function added(event) {
  const { channel, thread_ts, ts, html, by, parent_html, message } = event;
  if (channel !== here.channel || document.hidden) {
    if (by !== boot.me) { unread[channel] = (unread[channel] ?? 0) + 1; markSidebar(); }
  }
  if (channel !== here.channel) return;
  const own = by === boot.me;
  if (tabShown === "home") $('[data-tab="messages"]', channelPane).classList.add("news");
  if (!thread_ts || thread_ts === ts || message?.subtype === "thread_broadcast") {
    insert(html, $("#channel-scroll"), $("#channel-messages"), true, own);
    $(".welcome:not([data-small])", channelPane)?.setAttribute("data-small", "");
    $$(".prompts, .welcome .muted", channelPane).forEach((node) => node.remove());
  } else {
    if (here.thread === thread_ts) insert(html, $("#thread-scroll"), $("#thread-messages"), false, own);
    const scroller = $("#channel-scroll"), stay = nearEnd(scroller);
    if (parent_html) parentOf(parent_html);
    if (stay) toEnd(scroller);
    busyRow();
  }
  if (!own) {
    if (!message?.streaming_state) $("#announce").textContent = message?.text?.slice(0, 200) ?? "";
    if (!document.hidden) readHere();
  }
}

function changed({ channel, thread_ts, ts, html, message }) {
  if (channel !== here.channel) return;
  for (const [selector, scroll] of [["#channel-messages", "#channel-scroll"], ["#thread-messages", "#thread-scroll"]]) {
    const list = $(selector);
    if (!list || !$(`:scope > .msg[data-ts="${ts}"]`, list)) continue;
    const scroller = $(scroll), stay = nearEnd(scroller);
    place(list, make(html), false);
    if (stay) toEnd(scroller);
  }
  if (message?.streaming_state === "completed") $("#announce").textContent = message.text.slice(0, 400);
  if (thread_ts) busyRow();
}

let listening = false;
function listen() {
  listening = true;
  const source = new EventSource(`/page/events?as=${boot.me}`);
  let sequence = boot.sequence, lost = false;
  source.onmessage = (raw) => {
    const event = JSON.parse(raw.data);
    if (event.event === "hello") {
      if (event.sequence !== sequence) refresh();
      else if (!lost && here.channel === boot.dm) post("/page/open", { channel: here.channel, tab: "messages" });
      sequence = NaN;
      lost = false;
    }
    if (fetching) held.push(event);
    else take(event);
  };
  source.onerror = () => { if (!lost) toast(words.offline); lost = true; };
}

async function refresh() {
  const { channel, thread } = here;
  here.channel = "";
  await openChannel(channel, thread, false);
}

// ---- what one presses -------------------------------------------------------------------------------------------
function edit(message) {
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

document.addEventListener("click", async (event) => {
  const at = (selector) => event.target.closest(selector);
  const message = at(".msg");
  if (!at(".picker") && !at("[data-tool=react]")) $(".picker")?.remove();
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  const link = at("a.conv, a.mention[data-channel]");
  if (link && plain) { event.preventDefault(); return openChannel(link.dataset.channel); }
  const time = at("a.time");
  if (time && plain) { event.preventDefault(); return openThread(message.dataset.thread || message.dataset.ts); }
  const thread = at("[data-open-thread]");
  if (thread) return openThread(thread.dataset.openThread);
  if (at("[data-close-thread]")) { await openThread(""); return $("#composer textarea").focus(); }
  if (at("[data-menu]")) return app.classList.add("menu-open");
  if (app.classList.contains("menu-open") && !at("#sidebar")) return app.classList.remove("menu-open");
  if (at("[data-jump]")) return openJump();
  if (at("[data-theme-toggle]")) return flipTheme();
  const prompt = at("[data-prompt]");
  if (prompt) {
    const answer = await post("/page/messages", { channel: here.channel, text: prompt.dataset.prompt });
    return answer.ok ? openThread(answer.thread_ts) : toast(answer.error);
  }
  const stop = at("[data-stop]");
  if (stop) { stop.disabled = true; await post("/page/stop", { channel: here.channel, thread_ts: stop.dataset.stop }); stop.disabled = false; return; }
  const reaction = at(".reaction");
  if (reaction) return post("/page/reactions", { channel: message.dataset.channel, ts: message.dataset.ts, name: reaction.dataset.reaction });
  const tab = at("[data-tab]");
  if (tab) return showTab(tab.dataset.tab);
  const tool = at("[data-tool]")?.dataset.tool;
  if (tool === "react") return reactionPicker(message);
  if (tool === "edit") return edit(message);
  if (tool === "delete" && (await confirmed(words.delete, words.delete_sure, words.delete))) {
    const answer = await send("DELETE", "/page/messages", { channel: message.dataset.channel, ts: message.dataset.ts });
    if (!answer.ok) toast(answer.error);
  }
});

let tabShown = "messages";
async function showTab(tab) {
  tabShown = tab;
  $$("[data-tab]").forEach((one) => {
    one.setAttribute("aria-pressed", one.dataset.tab === tab);
    if (one.dataset.tab === tab) one.classList.remove("news");
  });
  const scroller = $("#channel-scroll");
  $(".home-tab", scroller)?.remove();
  [...scroller.children].forEach((child) => (child.hidden = tab === "home"));
  $(".pane-foot", channelPane).hidden = tab === "home";
  post("/page/open", { channel: here.channel, tab });
  if (tab === "home") {
    scroller.append(make('<div class="home-tab"></div>'));
    await drawHome();
    scroller.scrollTop = 0;
  } else toEnd(scroller);
}
async function drawHome() {
  const html = await fragment({ channel: here.channel, tab: "home" });
  const box = $(".home-tab", channelPane);
  if (box) box.innerHTML = html || `<p class="muted">${words.home_empty}</p>`;
}

function flipTheme() {
  const dark = (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("outcrop-theme", document.documentElement.dataset.theme);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if ($(".picker")) return $(".picker").remove();
  if (app.classList.contains("menu-open")) return app.classList.remove("menu-open");
  if (here.thread) openThread("");
});
$("#persona").addEventListener("change", (event) => {
  const kept = here.channel.startsWith("D_") ? "" : `c/${here.channel}`;
  location.href = `/${kept}?as=${event.target.value}`;
});
addEventListener("popstate", (event) => openChannel(event.state?.channel ?? boot.dm, event.state?.thread ?? "", false));
document.addEventListener("visibilitychange", () => { if (!document.hidden) readHere(); });

setUpJump((channel) => openChannel(channel));
setUpChannel();
if (here.thread) setUpThread();
address(true);
if (boot.view) showView(boot.view);
listen();
document.body.dataset.ready = "true";
