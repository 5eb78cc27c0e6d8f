// The box one writes in: sends, completes commands and mentions, takes files.
import { $, $$, boot, make, post, toast } from "./dom.js";
import { cardFor, preview, upload } from "./files.js";

const people = () => boot.people.map((one) => ({ insert: `@${one.id === boot.app ? "Outcrop" : one.name} `, label: `@${one.id === boot.app ? "Outcrop" : one.name}`, what: one.real_name }));
const channels = () => boot.channels.filter((one) => one.title.startsWith("#")).map((one) => ({ insert: `${one.title} `, label: one.title, what: "" }));
const commands = () => boot.commands.map((one) => ({ insert: one.name, label: one.name.trim(), what: one.what }));

function candidates(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*( \S*)?$/.test(before)) {
    return { from: 0, options: commands().filter((one) => one.insert.startsWith(before) && one.insert.trim() !== before.trim()) };
  }
  const found = /(?:^|\s)([@#])([\w-]*)$/.exec(before);
  if (!found) return { from: 0, options: [] };
  const all = found[1] === "@" ? people() : channels();
  const wanted = found[2].toLowerCase();
  const options = all.filter((one) => one.label.slice(1).toLowerCase().startsWith(wanted) || one.what.toLowerCase().startsWith(wanted));
  if (options.some((one) => one.label.slice(1).toLowerCase() === wanted)) return { from: 0, options: [] };
  return { from: caret - found[2].length - 1, options: options.slice(0, 7) };
}

export function setUpComposer(form, context, sent) {
  const box = $("textarea", form), list = $(".completion", form), button = $(".send", form);
  const attached = $(".attached", form), picker = $("input[type=file]", form);
  const draftKey = () => `draft:${boot.me}:${context().channel}:${context().thread_ts ?? ""}`;
  let files = [], options = [], from = 0, at = 0, waiting = 0;

  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
    button.disabled = waiting > 0 || (!box.value.trim() && !files.length);
  };
  const hide = () => {
    list.hidden = true;
    options = [];
    box.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    ({ options, from } = candidates(box.value, box.selectionStart));
    at = 0;
    if (!options.length) return hide();
    list.replaceChildren(...options.map((one, index) => {
      const row = make('<div class="option" role="option"><b></b><span></span></div>');
      row.id = `${form.id}-o${index}`;
      $("b", row).textContent = one.label;
      $("span", row).textContent = one.what;
      row.addEventListener("mousedown", (event) => { event.preventDefault(); at = index; take(); });
      return row;
    }));
    list.hidden = false;
    mark();
  };
  const mark = () => {
    $$(".option", list).forEach((row, index) => row.setAttribute("aria-selected", index === at));
    box.setAttribute("aria-activedescendant", `${form.id}-o${at}`);
  };
  const take = () => {
    const one = options[at], end = box.selectionStart;
    box.setRangeText(one.insert, from, end, "end");
    hide();
    fit();
    box.focus();
  };
  const attach = async (chosen) => {
    await Promise.all(chosen.map(async (file) => {
      const card = cardFor(file);
      let done = null;
      const drop = () => {
        files = files.filter((id) => id !== done?.id);
        card.remove();
        attached.hidden = !attached.children.length;
        fit();
      };
      $("button", card).addEventListener("click", () => { drop(); box.focus(); });
      attached.append(card);
      attached.hidden = false;
      waiting += 1;
      fit();
      [done] = await upload([file]);
      waiting -= 1;
      card.classList.remove("busy");
      if (!done) drop();
      else if (card.isConnected) {
        files.push(done.id);
        await preview(card, file, done);
      }
      fit();
    }));
  };
  const submit = async () => {
    const text = box.value.trim(), taken = files, where = context();
    if (waiting || (!text && !taken.length)) return;
    box.value = "";
    files = [];
    const cards = [...attached.children];
    attached.replaceChildren();
    attached.hidden = true;
    localStorage.removeItem(draftKey());
    hide();
    fit();
    const command = text.startsWith("/") && !taken.length;
    const answer = command
      ? await post("/page/commands", { channel: where.channel, text })
      : await post("/page/messages", { ...where, text, files: taken });
    if (!answer.ok && !command) {
      if (!box.value) box.value = text;
      files = taken;
      attached.replaceChildren(...cards);
      attached.hidden = !cards.length;
      fit();
      return toast(answer.error);
    }
    sent(answer);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  box.addEventListener("input", () => { fit(); show(); localStorage.setItem(draftKey(), box.value); });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!list.hidden) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        at = (at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
        return mark();
      }
      if (event.key === "Tab" || event.key === "Enter") { event.preventDefault(); return take(); }
      if (event.key === "Escape") { event.stopPropagation(); return hide(); }
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
    if (event.key === "ArrowUp" && !box.value) {
      const own = $$(`.msg[data-author="${boot.me}"] [data-tool="edit"]`, form.closest("main, section")).at(-1);
      if (own) { event.preventDefault(); own.click(); }
    }
  });
  box.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); attach([...event.clipboardData.files]); } });
  $("[data-attach]", form).addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { attach([...picker.files]); picker.value = ""; box.focus(); });
  form.addEventListener("attach", (event) => { attach(event.detail); box.focus(); });
  box.value = localStorage.getItem(draftKey()) ?? "";
  fit();
}
