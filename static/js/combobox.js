// A field that offers what fits (ARIA 1.2 combobox with a listbox).
//
//   <div class="combobox" data-combobox data-options-url="/people/options/">
//     <input type="text" value="李娜" aria-label="…"> <input type="hidden" name="owner" value="12">
//   </div>
//
// The URL gets ?q= and answers <li role="option" data-value="12">李娜</li>…; without one, a
// <template data-options> inside holds them and is filtered here. With data-multi (and
// data-name="owners") every choice becomes a .token with a hidden input of that name.
// data-free keeps what was typed; otherwise text that was not chosen is put back on leaving.
// Fires "change" on the hidden input, and "chosen" with {value, label} on the box.
const WAIT = 120;
const waiting = new WeakMap();
let number = 0;

const field = (box) => box.querySelector("input:not([type=hidden])");
const hidden = (box) => box.querySelector("input[type=hidden]");
const list = (box) => document.getElementById(field(box).getAttribute("aria-controls"));
const options = (box) => [...(list(box)?.querySelectorAll("[role=option]:not([aria-disabled=true])") ?? [])];
const active = (box) => list(box)?.querySelector("[aria-selected=true]");
const isOpen = (box) => Boolean(list(box)?.matches(":popover-open"));
const isMulti = (box) => "multi" in box.dataset;

function prepare(box) {
  const input = field(box);
  if (list(box)) return;
  const id = `options-${++number}`;
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);
  const popup = document.createElement("ul");
  Object.assign(popup, { id, className: "options", popover: "manual", role: "listbox" });
  // Inside an open dialog or popover the list must live in it, or it could not be pressed.
  (box.closest("dialog, [popover]") ?? document.body).append(popup);
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  popup.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled=true])");
    if (option) choose(box, option);
  });
  box.dataset.shown = input.value;
}

async function fetched(box, query) {
  waiting.get(box)?.abort();
  const abort = new AbortController();
  waiting.set(box, abort);
  const url = new URL(box.dataset.optionsUrl, location.href);
  url.searchParams.set("q", query);
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: abort.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

function filtered(box, query) {
  const template = box.querySelector("template[data-options]").content.cloneNode(true);
  const wanted = query.trim().toLowerCase();
  return [...template.querySelectorAll("[role=option]")].filter((option) =>
    `${option.textContent} ${option.dataset.match ?? ""}`.toLowerCase().includes(wanted));
}

async function offer(box, query) {
  prepare(box);
  try {
    if (box.dataset.optionsUrl) list(box).innerHTML = await fetched(box, query);
    else list(box).replaceChildren(...filtered(box, query));
  } catch (error) {
    if (error.name === "AbortError") return;
    box.asking = box.wanted = false;
    document.dispatchEvent(new CustomEvent("htmx:sendError"));
    return;
  }
  box.asking = false;
  if (document.activeElement === field(box)) open(box);
  if (box.wanted && likely(box)) choose(box, likely(box));
  box.wanted = false;
}

// The option Enter takes: the one pointed at, or the first that fits what was typed.
function likely(box) {
  if (!isOpen(box)) return null;
  return active(box) ?? (field(box).value ? options(box)[0] : null);
}

// Enter may be quicker than the answer: it is kept until the list fits what was typed.
function enter(box) {
  if (box.asking) box.wanted = true;
  else if (likely(box)) choose(box, likely(box));
}

function open(box) {
  const popup = list(box);
  if (!popup.hasChildNodes()) return close(box);
  options(box).forEach((option, index) => { option.id ||= `${popup.id}-${index}`; });
  if (!isOpen(box)) popup.showPopover();
  popup.dispatchEvent(new CustomEvent("place", { bubbles: true, detail: { anchor: box, match: true } }));
  field(box).setAttribute("aria-expanded", "true");
  point(box, field(box).value ? options(box)[0] : null);
}

function close(box) {
  if (isOpen(box)) list(box).hidePopover();
  field(box).setAttribute("aria-expanded", "false");
  field(box).removeAttribute("aria-activedescendant");
}

function point(box, option) {
  active(box)?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field(box).setAttribute("aria-activedescendant", option.id);
  else field(box).removeAttribute("aria-activedescendant");
}

// What stands in <small> explains an option; it is no part of its name.
function named(option) {
  const copy = option.cloneNode(true);
  for (const aside of copy.querySelectorAll("small")) aside.remove();
  return copy.textContent.trim();
}

function choose(box, option) {
  const label = option.dataset.label ?? named(option);
  const { value = label } = option.dataset;
  if (isMulti(box)) addToken(box, value, label);
  else set(box, value, label);
  close(box);
  box.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { value, label } }));
}

function set(box, value, label) {
  field(box).value = box.dataset.shown = label;
  if (hidden(box)) hidden(box).value = value;
  (hidden(box) ?? field(box)).dispatchEvent(new Event("change", { bubbles: true }));
}

function addToken(box, value, label) {
  field(box).value = "";
  if ([...box.querySelectorAll("input[type=hidden]")].some((input) => input.value === value)) return;
  const token = document.createElement("span");
  token.className = "token";
  const input = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×", ariaLabel: `× ${label}` });
  token.append(label, input, button);
  field(box).before(token);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function removeToken(token) {
  const box = token.closest("[data-combobox]");
  token.remove();
  field(box).focus();
  field(box).dispatchEvent(new Event("change", { bubbles: true }));
}

function leave(box) {
  close(box);
  const input = field(box);
  if ("free" in box.dataset || input.value === box.dataset.shown) return;
  if (isMulti(box)) input.value = "";
  else if (input.value.trim() === "") set(box, "", "");
  else input.value = box.dataset.shown ?? "";
}

function walk(box, step) {
  if (!isOpen(box)) return offer(box, "");
  const all = options(box);
  const at = all.indexOf(active(box));
  point(box, all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
}

const boxOf = (event) => event.target.matches?.("[data-combobox] input:not([type=hidden])") && event.target.closest("[data-combobox]");

document.addEventListener("focusin", (event) => {
  const box = boxOf(event);
  if (!box) return;
  prepare(box);
  event.target.select();
});

document.addEventListener("click", (event) => {
  const box = boxOf(event);
  if (box && !isOpen(box)) offer(box, "");
  const remover = event.target.closest(".token button");
  if (remover) removeToken(remover.closest(".token"));
});

document.addEventListener("input", (event) => {
  const box = boxOf(event);
  if (!box || event.isComposing) return;
  // What was offered for the text before must not be chosen for this one.
  point(box, null);
  clearTimeout(box.pause);
  box.asking = true;
  box.wanted = false;
  box.pause = setTimeout(() => offer(box, event.target.value), box.dataset.optionsUrl ? WAIT : 0);
});

document.addEventListener("keydown", (event) => {
  const box = boxOf(event);
  if (!box || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    walk(box, steps[event.key]);
  } else if (event.key === "Enter" && (isOpen(box) || box.asking)) {
    event.preventDefault();
    enter(box);
  } else if (event.key === "Escape" && isOpen(box)) {
    event.preventDefault();
    event.stopPropagation();
    close(box);
  } else if (event.key === "Tab" && isOpen(box) && active(box) && field(box).value !== box.dataset.shown) {
    choose(box, active(box));
  } else if (event.key === "Backspace" && !event.target.value && isMulti(box)) {
    const token = [...box.querySelectorAll(".token")].at(-1);
    if (token) removeToken(token);
  }
});

document.addEventListener("focusout", (event) => {
  const box = boxOf(event);
  if (box && list(box)) leave(box);
});

// Lists whose field was swapped away would stay in the page for ever.
document.addEventListener("htmx:afterSettle", () => {
  for (const popup of document.querySelectorAll("ul.options")) {
    if (!document.querySelector(`[aria-controls="${popup.id}"]`)) popup.remove();
  }
});
