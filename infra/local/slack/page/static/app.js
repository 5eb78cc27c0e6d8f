// The page: which conversation is open, what is new in it, what one presses.
import { $, $$, boot, flipTheme, fragment, make, nearEnd, post, send, toAnswer, toEnd, toast, words } from "./dom.js";
import { confirmed } from "./blocks.js";
import { drawDates } from "./calendar.js";
import { setUpComposer } from "./composer.js";
import { edit } from "./edit.js";
import { reactionPicker } from "./emoji.js";
import { openFinder, setUpFinder } from "./finder.js";
import { fetchHistory, isAtNewest, lightUp, messagesOf, rowsOf, setUpHistory } from "./history.js";
import { setUpKeys } from "./keys.js";
import { newLine, place, tidy } from "./messages.js";
import { showView } from "./overlays.js";
import { shortcutMenu } from "./shortcuts.js";
import { busyRow, sessions, showStatus } from "./status.js";

const app = $("#app"), channelPane = $("#channel"), threadPane = $("#thread");
const here = { channel: document.body.dataset.channel, thread: document.body.dataset.thread };
let tabShown = "messages";
const unread = Object.fromEntries(boot.channels.map((one) => [one.id, one.unread]));

// ---- drawing ----------------------------------------------------------------------------------------------------
function insert(html, scroller, list, dividers, own) {
  const pane = list === $("#channel-messages") ? "channel" : "thread";
  if (!isAtNewest(list)) {
    if (own) return pane === "channel" ? reloadChannel() : openThread(here.thread, false);
    return pages[pane].arrived(false);
  }
  const stay = nearEnd(scroller) || own, node = make(html);
  place(list, node, dividers);
  if (document.hidden && !own && dividers && !("away" in list.dataset)) {
    list.dataset.away = "";
    newLine(list, node);
  }
  if (stay) (pane === "thread" && !own ? toAnswer : toEnd)(scroller, list);
  pages[pane]?.arrived(stay);
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
    badge.setAttribute("aria-label", words.unread.replace("{n}", count));
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

const pages = {};
function setUpChannel(stay = false) {
  const list = $("#channel-messages"), scroller = $("#channel-scroll");
  tabShown = "messages";
  tidy(list);
  const since = list.dataset.readTo;
  const first = since > "0" && messagesOf(list).find((one) => one.dataset.ts > since && one.dataset.author !== boot.me);
  if (first && !stay) newLine(list, first);
  if (!stay) toEnd(scroller);
  pages.channel = setUpHistory(channelPane, scroller, list, { channel: here.channel }, tidy, reloadChannel);
  setUpComposer($("#composer"), () => ({ channel: here.channel }), (answer) => {
    if (answer.ts && (here.channel === boot.dm)) openThread(answer.thread_ts ?? answer.ts, false, "", $("#composer textarea"));
    if (isAtNewest(list)) toEnd(scroller);
  });
  readHere();
  markSidebar();
  if (listening && here.channel === boot.dm) post("/page/open", { channel: here.channel, tab: "messages" });
}

function setUpThread(stay = false) {
  const list = $("#thread-messages"), scroller = $("#thread-scroll"), thread = here.thread;
  tidy(list);
  if (!stay) toAnswer(scroller, list);
  const query = { channel: here.channel, thread_ts: thread };
  pages.thread = setUpHistory(threadPane, scroller, list, query, tidy, () => openThread(thread));
  const line = $("#thread-scroll > .status");
  if (line.dataset.status) showStatus(thread, line.dataset.status, JSON.parse(line.dataset.loading || "[]"));
  setUpComposer($("#thread-composer"), () => ({ channel: here.channel, thread_ts: here.thread }), () => toEnd(scroller));
}

async function drawChannel(channel, around = "") {
  const html = await fetchPane(around ? { channel, around } : { channel });
  if (here.channel === channel) {
    channelPane.innerHTML = html;
    setUpChannel(!!around);
  }
  paneDrawn();
  return here.channel === channel;
}
async function reloadChannel() {
  await drawChannel(here.channel);
  $("#composer textarea").focus();
}

async function openChannel(channel, thread = "", push = true) {
  const changed = channel !== here.channel;
  Object.assign(here, { channel, thread });
  app.classList.remove("menu-open");
  if (changed && !(await drawChannel(channel))) return;
  await openThread(thread, false);
  if (push) address();
  if (changed && !matchMedia("(max-width: 820px)").matches) $("#composer textarea").focus();
}

// Its composer takes the keyboard only from `from`: who has gone on elsewhere while it was drawn stays there.
async function openThread(thread, focus = true, around = "", from = document.activeElement) {
  here.thread = threadPane.dataset.thread = thread;
  app.classList.toggle("with-thread", !!thread);
  threadPane.hidden = !thread;
  if (!thread) { threadPane.replaceChildren(); return address(); }
  const html = await fetchPane({ channel: here.channel, thread_ts: thread, around });
  if (here.thread === thread) {
    threadPane.innerHTML = html;
    setUpThread(!!around);
  }
  paneDrawn();
  if (here.thread !== thread) return;
  address();
  const stayed = [from, document.body].includes(document.activeElement);
  if (!around && stayed && (focus || !matchMedia("(max-width: 820px)").matches)) $("#thread-composer textarea").focus();
}

// A message that was found, or that a link names: in its channel, or in its thread beside the channel.
async function openMessage(channel, ts, thread = "") {
  const top = thread || ts, list = () => $("#channel-messages");
  app.classList.remove("menu-open");
  if (tabShown === "home") await showTab("messages");
  const there = channel === here.channel && $(`:scope > .msg[data-ts="${top}"]`, list());
  here.channel = channel;
  if (!there && !(await drawChannel(channel, top))) return;
  lightUp(list(), top);
  await openThread(thread, false, thread ? ts : "");
  if (thread) lightUp($("#thread-messages"), ts);
  markSidebar();
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
    if (stay) (list.id === "thread-messages" ? toAnswer : toEnd)(scroller, list);
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

// After a break: what was missed is put into what is shown; the focus, what one wrote and where one reads stay.
async function catchUp(list, query) {
  const page = await fetchHistory(query);
  if (!page.ok || !list?.isConnected) return;
  const rows = $$(".msg", rowsOf(`<div>${page.html}</div>`)), known = new Set(rows.map((node) => node.dataset.ts));
  const scroller = list.parentElement, stay = nearEnd(scroller);
  if (!isAtNewest(list)) return;
  const first = rows[0]?.dataset.ts ?? "";
  for (const node of messagesOf(list)) if (node.dataset.ts >= first && !known.has(node.dataset.ts)) node.remove();
  for (const node of rows) place(list, node, !query.thread_ts);
  if (stay) toEnd(scroller);
}
async function refresh() {
  const { channel, thread } = here;
  await catchUp($("#channel-messages"), { channel });
  if (thread && thread === here.thread) {
    await catchUp($("#thread-messages"), { channel, thread_ts: thread });
    const now = await (await fetch(`/page/messages?${new URLSearchParams({ as: boot.me, channel, thread_ts: thread })}`)).json();
    if (thread !== here.thread || !now.ok) return;
    sessions.set(thread, now.session?.status);
    showStatus(thread, now.status?.status ?? "", now.status?.loading ?? []);
  }
  const state = await (await fetch(`/page/state?as=${boot.me}`)).json();
  for (const one of state.channels ?? []) unread[one.id] = one.unread;
  readHere();
  markSidebar();
}

// ---- what one presses -------------------------------------------------------------------------------------------
document.addEventListener("click", async (event) => {
  const at = (selector) => event.target.closest(selector);
  const message = at(".msg");
  if (!at(".picker") && !at("[data-tool=react], [data-tool=more]")) $(".picker")?.remove();
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
  if (at("[data-jump]")) return openFinder();
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
  if (tool === "react") return reactionPicker(message, at("[data-tool]"));
  if (tool === "more") return shortcutMenu(message, at("[data-tool]"));
  if (tool === "edit") return edit(message);
  if (tool === "delete" && (await confirmed(words.delete, words.delete_sure, words.delete))) {
    const pane = message.closest("main, section");
    const answer = await send("DELETE", "/page/messages", { channel: message.dataset.channel, ts: message.dataset.ts });
    if (!answer.ok) toast(answer.error);
    else $("textarea", pane)?.focus();
  }
});

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
  if (!box) return;
  box.innerHTML = html || `<p class="muted">${words.home_empty}</p>`;
  drawDates(box);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if ($(".picker")) return $(".picker").remove();
  if (app.classList.contains("menu-open")) return app.classList.remove("menu-open");
  if (document.activeElement.matches(".scroller, .msg")) return $("textarea", document.activeElement.closest("main, section")).focus();
  if (here.thread) openThread("").then(() => $("#composer textarea").focus());
});
$("#persona").addEventListener("change", (event) => {
  const kept = here.channel.startsWith("D_") ? "" : `c/${here.channel}`;
  location.href = `/${kept}?as=${event.target.value}`;
});
addEventListener("popstate", (event) => openChannel(event.state?.channel ?? boot.dm, event.state?.thread ?? "", false));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  delete $("#channel-messages").dataset.away;
  readHere();
});

setUpKeys((channel) => openChannel(channel));
setUpFinder((channel) => openChannel(channel), openMessage);
setUpChannel();
if (here.thread) setUpThread();
const linked = /^#m-(\d+)-(\d+)$/.exec(location.hash);
address(true);
if (linked) openMessage(here.channel, `${linked[1]}.${linked[2]}`, here.thread === `${linked[1]}.${linked[2]}` ? "" : here.thread);
if (boot.view) showView(boot.view);
listen();
document.body.dataset.ready = "true";
