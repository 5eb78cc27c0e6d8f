// Files on their way: uploading, cards with a preview in the composer, dropping them anywhere on a pane.
import { $, boot, make, toast, words } from "./dom.js";

const LINES = 3, PREVIEWED = 4000;
const TEXT = /^text\/|json|xml|yaml|sql/;
const TEXT_NAME = /\.(csv|tsv|txt|md|log|json|jsonl|sql|ya?ml|py|js|html?)$/i;

export async function upload(files) {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  try {
    const answer = await fetch(`/page/files?as=${boot.me}`, { method: "POST", body: form });
    const body = await answer.json();
    if (!body.ok) toast(body.error);
    return body.ok ? body.files : [];
  } catch {
    toast(words.upload_failed.replace("{name}", [...files].map((one) => one.name).join(", ")));
    return [];
  }
}

function sizeOf(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) { bytes /= 1000; at += 1; }
  return `${at ? bytes.toFixed(1) : bytes} ${units[at]}`;
}

const suffix = (name) => (/\.([^.]{1,4})$/.exec(name)?.[1] ?? "file").toLowerCase();

// A card for a file in the composer; `filled` is called with the file object once it is uploaded.
export function cardFor(file) {
  const card = make('<div class="attach busy"><div class="attach-view" aria-hidden="true"></div><div class="attach-name"><b></b><small></small></div><button type="button" class="icon-btn"></button></div>');
  const view = $(".attach-view", card), button = $("button", card);
  $("b", card).textContent = file.name;
  $("small", card).textContent = sizeOf(file.size);
  button.textContent = "\u2715";
  button.setAttribute("aria-label", words.remove.replace("{name}", file.name));
  const kind = document.createElement("span");
  kind.className = "file-kind";
  kind.textContent = suffix(file.name);
  view.append(kind);
  return card;
}

export async function preview(card, file, uploaded) {
  const view = $(".attach-view", card), path = new URL(uploaded.url_private).pathname;
  const kind = file.type.split("/")[0];
  if (kind === "image" && !file.type.includes("svg")) {
    const picture = new Image();
    picture.alt = "";
    picture.addEventListener("load", () => view.replaceChildren(picture));
    picture.src = path;
  } else if (kind === "audio" || kind === "video") {
    const player = document.createElement(kind);
    player.src = path;
    player.controls = kind === "audio";
    player.preload = "metadata";
    player.muted = kind === "video";
    view.replaceChildren(player);
    view.removeAttribute("aria-hidden");
    card.classList.add(kind);
  } else if (TEXT.test(file.type) || TEXT_NAME.test(file.name)) {
    const lines = (await file.slice(0, PREVIEWED).text()).split(/\r?\n/).slice(0, LINES);
    const box = document.createElement("pre");
    box.textContent = lines.join("\n");
    view.replaceChildren(box);
    card.classList.add("text");
  }
}

// ---- dropping ---------------------------------------------------------------------------------------------------
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const paneAt = (event) => event.target.closest?.("#channel, #thread") ?? $("#channel");
let over = null;

function cover(pane) {
  if (over === pane) return;
  $(".drop", over ?? document)?.remove();
  over = pane;
  if (!pane) return;
  const box = make('<div class="drop"><span></span></div>');
  $("span", box).textContent = words.drop;
  pane.append(box);
}

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    cover(paneAt(event));
  });
}
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) cover(null); });
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const form = $(".composer", paneAt(event)), files = [...event.dataTransfer.files];
  cover(null);
  form?.dispatchEvent(new CustomEvent("attach", { detail: files }));
});
