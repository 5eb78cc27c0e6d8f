// The "what was sent" panel: a live list of what Slack and the app told each other, and each exchange in full.
import { $, $$, boot, make, toast } from "./dom.js";
import { jsonTree } from "./wire-json.js";
import { bars, barInto } from "./wire-bars.js";

const panel = $("#wire"), list = $("[role=listbox]", panel), detail = $(".wire-detail", panel), empty = $(".wire-empty", panel);
const says = JSON.parse(panel.dataset.words);
const control = (name) => $(`[data-wire="${name}"]`, panel);
const KEPT = 1000, SHOWN = 400;
const ARROW = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h12M8 5.500L3.500 10 8 14.500"/></svg>';

let entries = [], waiting = [], chosen = 0, turn = "", source = null, paused = false, more = false, drawing = 0, shown = SHOWN;

// ---- what is known ----------------------------------------------------------------------------------------------
function take(news) {
  if (news.hello) return load();
  if (news.cleared) { entries = []; waiting = []; choose(0); }
  if (news.moved) {
    const [from, to] = news.moved;
    for (const one of [...entries, ...waiting]) if (one.turn === from) one.turn = to;
    if (turn === from) turn = to;
  }
  if (news.entry) (paused ? waiting : entries).unshift(news.entry);
  entries.sort((a, b) => b.at - a.at || b.id - a.id);
  entries.length = Math.min(entries.length, KEPT);
  waiting.length = Math.min(waiting.length, KEPT);
  soon();
}

async function load(before = 0) {
  const answer = await (await fetch(`/page/wire?limit=200${before ? `&before=${before}` : ""}`)).json();
  entries = (before ? [...entries, ...answer.entries] : answer.entries).sort((a, b) => b.at - a.at || b.id - a.id);
  more = answer.more;
  soon();
}

const threadHere = () => {
  const [, , channel, thread] = location.pathname.split("/");
  return thread ? `thread:${channel}:${thread}` : "";
};
const pressed = (name) => control(name).getAttribute("aria-pressed") === "true";
const isBad = (one) => !!one.error || one.status >= 400 || one.status === 0;

function wanted(one) {
  const kind = control("kind").value, text = control("text").value.trim().toLowerCase();
  if (kind === "to_app" ? !one.to_app : kind === "from_app" ? one.to_app : kind && !kind.split(" ").includes(one.kind)) return false;
  if (text && !`${one.name} ${one.error} ${one.kind} ${one.fault}`.toLowerCase().includes(text)) return false;
  if (pressed("errors") && !isBad(one)) return false;
  if (pressed("thread") && one.turn !== threadHere()) return false;
  return !turn || one.turn === turn;
}

// ---- the list ---------------------------------------------------------------------------------------------------
const clock = (at) => {
  const when = new Date(at * 1000), two = (n) => String(n).padStart(2, "0");
  return `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}.${String(when.getMilliseconds()).padStart(3, "0")}`;
};
const took = (ms) => (ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms < 10 ? ms : Math.round(ms)} ms`);
const titleOf = (channel) => boot.channels.find((one) => one.id === channel)?.title ?? channel;
const outcome = (one) => (one.error === "http_error" ? `HTTP ${one.status}` : one.error) || (one.status ? (one.status === 200 ? says.ok : String(one.status)) : says.no_answer);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function row(one) {
  const node = make(`<div role="option" class="wire-row"><time></time>${ARROW}<span class="name"></span><span class="where"></span><span class="outcome"></span><span class="ms"></span><span class="wire-bar"><i></i></span></div>`);
  const way = one.to_app ? says.to_app : says.from_app;
  node.id = `wire-${one.id}`;
  node.dataset.id = one.id;
  $("time", node).textContent = clock(one.at);
  $(".name", node).textContent = one.name + (one.attempt ? ` (${says.attempt.toLowerCase()} ${one.attempt})` : "");
  $(".where", node).textContent = one.channel ? titleOf(one.channel) : "";
  $(".outcome", node).textContent = outcome(one);
  $(".ms", node).textContent = took(one.ms);
  node.classList.toggle("to-app", one.to_app);
  node.classList.toggle("bad", isBad(one));
  node.classList.toggle("fault", !!one.fault);
  node.title = one.fault ? `${says.fault}: ${one.fault}` : way;
  node.setAttribute("aria-label", fill(says.row, { time: clock(one.at), way, name: one.name, outcome: outcome(one), ms: one.ms }));
  return node;
}

function soon() {
  if (!drawing && !panel.hidden) drawing = requestAnimationFrame(draw);
}

function draw() {
  drawing = 0;
  const found = entries.filter(wanted), visible = found.slice(0, shown), places = bars(entries);
  const old = new Map([...list.children].map((node) => [Number(node.dataset.id), node]));
  let at = list.firstChild;
  for (const one of visible) {
    let node = old.get(one.id);
    if (!node) list.insertBefore((node = row(one)), at);
    else if (node === at) at = at.nextSibling;
    else list.insertBefore(node, at);
    old.delete(one.id);
    barInto(node, places.get(one.id));
    node.setAttribute("aria-selected", one.id === chosen);
  }
  old.forEach((node) => node.remove());
  if (old.has(chosen)) list.removeAttribute("aria-activedescendant");
  empty.hidden = visible.length > 0;
  empty.textContent = entries.length ? says.no_match : says.empty;
  control("older").hidden = !(more || found.length > shown);
  control("turn").hidden = !turn;
  $(".wire-count", panel).textContent = paused && waiting.length ? fill(says.waiting, { n: waiting.length }) : found.length === entries.length ? String(entries.length) : `${found.length} / ${entries.length}`;
}

function move(step) {
  const rows = [...list.children];
  if (!rows.length) return;
  const at = rows.findIndex((node) => Number(node.dataset.id) === chosen);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
  choose(Number(next.dataset.id));
}

// ---- one exchange -----------------------------------------------------------------------------------------------
async function choose(id, focus = false) {
  chosen = id;
  for (const node of list.children) node.setAttribute("aria-selected", Number(node.dataset.id) === id);
  panel.classList.toggle("with-detail", !!id);
  detail.hidden = !id;
  if (!id) { list.removeAttribute("aria-activedescendant"); return detail.replaceChildren(); }
  list.setAttribute("aria-activedescendant", `wire-${id}`);
  $(`#wire-${id}`)?.scrollIntoView({ block: "nearest" });
  const answer = await (await fetch(`/page/wire/${id}`)).json();
  if (chosen !== id) return;
  if (!answer.ok) { toast(answer.error); return choose(0); }
  describe(answer.entry);
  if (focus || !list.offsetParent) detail.focus();
}

function describe(one) {
  const head = make(`<header><button type="button" class="icon-btn only-narrow" data-detail="close">&#8592;</button><h3></h3><button type="button" class="icon-btn" data-detail="close">&#10005;</button></header>`);
  $("h3", head).textContent = one.name;
  $$("button", head).forEach((button, index) => button.setAttribute("aria-label", index ? says.close : says.back));
  const facts = make(`<dl class="wire-facts"></dl>`);
  const fact = (name, value, bad) => {
    if (!value) return;
    const pair = make("<div><dt></dt><dd></dd></div>");
    $("dt", pair).textContent = name;
    $("dd", pair).textContent = value;
    $("dd", pair).classList.toggle("bad", !!bad);
    facts.append(pair);
  };
  fact(says.kind, `${one.kind}, ${one.to_app ? says.to_app : says.from_app}`);
  fact(says.at, clock(one.at));
  fact(says.took, took(one.ms));
  fact(says.status, one.status ? String(one.status) : says.no_answer, !one.status || one.status >= 400);
  fact(says.error, one.error, true);
  fact(says.fault, one.fault);
  fact(says.attempt, one.attempt ? String(one.attempt) : "");
  fact(says.place, one.channel && titleOf(one.channel));
  detail.replaceChildren(head, facts);
  if (one.turn) detail.append(links(one), sameTurn(one));
  detail.append(part(says.request, one.request, one.request_bytes), part(says.answer, one.answer, one.answer_bytes));
  if (one.headers) detail.append(part(says.headers, one.headers, 0, false));
  detail.scrollTop = 0;
}

function links(one) {
  const box = make(`<div class="wire-links"><button type="button" class="btn" data-detail="turn"></button></div>`);
  $("button", box).textContent = says.only_turn;
  $("button", box).dataset.turn = one.turn;
  const [kind, channel, ts] = one.turn.split(":");
  if (kind === "thread") {
    const link = make(`<a class="btn"></a>`);
    link.textContent = says.open;
    link.href = `/c/${channel}/${ts}`;
    box.append(link);
  }
  return box;
}

function sameTurn(one) {
  const box = make(`<details class="wire-part" open><summary><span></span><span class="muted"></span></summary><ol class="wire-turn"></ol></details>`);
  const [title, count] = $$("summary span", box), related = entries.filter((other) => other.turn === one.turn).reverse(), places = bars(entries);
  title.textContent = says.same_turn;
  count.textContent = related.length;
  for (const other of related.slice(-60)) {
    const item = make(`<li><button type="button"><span class="name"></span><span class="ms"></span><span class="wire-bar"><i></i></span></button></li>`), button = $("button", item);
    button.dataset.detail = "entry";
    button.dataset.id = other.id;
    button.classList.toggle("to-app", other.to_app);
    button.classList.toggle("bad", isBad(other));
    if (other.id === one.id) button.setAttribute("aria-current", "true");
    $(".name", item).textContent = other.name;
    $(".ms", item).textContent = took(other.ms);
    barInto(button, places.get(other.id));
    $("ol", box).append(item);
  }
  return box;
}

function part(title, json, bytes, open = true) {
  const box = make(`<details class="wire-part"><summary><span></span><span class="muted"></span></summary><div class="inside"></div></details>`), inside = $(".inside", box);
  const [name, size] = $$("summary span", box);
  name.textContent = title;
  if (!json) { inside.textContent = says.nothing; inside.classList.add("muted"); box.open = false; return box; }
  size.textContent = bytes ? `${bytes.toLocaleString("en")} B` : "";
  const copy = make(`<button type="button" class="btn"></button>`), value = JSON.parse(json);
  copy.textContent = says.copy;
  copy.setAttribute("aria-label", `${says.copy}: ${title}`);
  copy.addEventListener("click", async (event) => {
    event.preventDefault();
    try { await navigator.clipboard.writeText(typeof value === "string" ? value : JSON.stringify(value, null, 2)); toast(says.copied); } catch { toast(says.not_copied); }
  });
  $("summary", box).append(copy);
  const fillIn = () => { if (box.open && !inside.childNodes.length) inside.append(jsonTree(value)); };
  box.addEventListener("toggle", fillIn);
  box.open = open;
  fillIn();
  return box;
}

// ---- opening, closing, controls ---------------------------------------------------------------------------------
const toggles = () => $$("[data-wire-toggle]");
function show(open) {
  panel.hidden = !open;
  document.body.classList.toggle("wire-open", open);
  toggles().forEach((button) => button.setAttribute("aria-expanded", open));
  localStorage.setItem("outcrop-wire", open ? "open" : "");
  source?.close();
  source = null;
  if (!open) return;
  source = new EventSource("/page/wire/events");
  source.onmessage = (raw) => take(JSON.parse(raw.data));
}
function height(percent) {
  const at = Math.round(Math.max(20, Math.min(85, percent)));
  document.body.style.setProperty("--wire-h", `${at}dvh`);
  $(".wire-grip", panel).setAttribute("aria-valuenow", at);
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-wire-toggle]");
  if (!toggle) return;
  show(panel.hidden);
  if (!panel.hidden) list.focus();
});
function dismiss() {
  show(false);
  (toggles().find((button) => button.offsetParent) ?? $("#composer textarea"))?.focus();
}
panel.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-wire]"), option = event.target.closest(".wire-row"), inner = event.target.closest("[data-detail]");
  if (option) return choose(Number(option.dataset.id));
  if (inner) {
    const { detail: what, id } = inner.dataset;
    if (what === "close") { choose(0); list.focus(); }
    if (what === "entry") choose(Number(id), true);
    if (what === "turn") { turn = inner.dataset.turn; soon(); }
    return;
  }
  switch (button?.dataset.wire) {
    case "errors": case "thread": button.setAttribute("aria-pressed", !pressed(button.dataset.wire)); break;
    case "turn": turn = ""; list.focus(); break;
    case "pause":
      paused = !paused;
      button.setAttribute("aria-pressed", paused);
      button.textContent = paused ? says.resume : says.pause;
      if (!paused) { entries = [...waiting, ...entries]; waiting = []; }
      break;
    case "clear": await fetch("/page/wire", { method: "DELETE" }); break;
    case "older":
      shown += SHOWN;
      if (more) await load(Math.min(...entries.map((one) => one.id)));
      break;
    case "close": return dismiss();
  }
  soon();
});
panel.addEventListener("input", soon);
globalThis.navigation?.addEventListener("currententrychange", soon);
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    if (!chosen) return dismiss();
    choose(0);
    return list.focus();
  }
  if (event.target === list) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity };
    if (event.key in steps) { event.preventDefault(); move(Math.max(-1e6, Math.min(1e6, steps[event.key]))); }
    if (event.key === "Enter" && chosen) { event.preventDefault(); detail.focus(); }
  }
  if (event.target.matches(".wire-grip")) {
    const now = Number(event.target.getAttribute("aria-valuenow"));
    if (event.key === "ArrowUp") height(now + 5);
    if (event.key === "ArrowDown") height(now - 5);
  }
});
$(".wire-grip", panel).addEventListener("pointerdown", (event) => {
  event.target.setPointerCapture(event.pointerId);
  event.target.onpointermove = (moved) => height(100 - (moved.clientY / innerHeight) * 100);
  event.target.onpointerup = () => (event.target.onpointermove = null);
});

if (localStorage.getItem("outcrop-wire")) show(true);
