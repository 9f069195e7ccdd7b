// Space on a row of the grid opens #peek beside the list with the page of that row's record, and closes
// it again; the cursor walks on and the pane follows. Esc closes. A form sent in the pane leaves
// the list where it is: it is drawn anew around the row. The title there opens the page whole.
const TYPING = "input, textarea, select, button, [contenteditable]";
const SETTLES = 140;
const REFERS = ["popovertarget", "for", "form", "aria-labelledby", "aria-describedby", "aria-controls"];
let shown = null;
let waiting;

const pane = () => document.getElementById("peek");
const body = () => document.getElementById("peek-body");
const isOpen = () => Boolean(pane()) && !pane().hidden;
const rowOf = (element) => element?.closest?.("#grid [data-row][data-id]");
const rows = () => [...document.querySelectorAll("#grid [data-row][data-id]")];
const shownRow = () => rows().find((row) => row.dataset.id === shown);
const address = (row) => row.dataset.url || row.querySelector("[data-col] a[href]")?.getAttribute("href");
const named = (row) => (row.querySelector(".title") ?? row.querySelector("[data-col]")).textContent.trim();

function fill(name) {
  body().removeAttribute("aria-busy");
  body().replaceChildren(pane().querySelector(`[data-peek-${name}]`).content.cloneNode(true));
}

function mark() {
  for (const row of rows()) {
    if (isOpen() && row.dataset.id === shown) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function show(row) {
  const all = rows();
  shown = row.dataset.id;
  pane().querySelector("[data-peek-place]").textContent = `${all.indexOf(row) + 1} / ${all.length}`;
  pane().querySelector("[data-peek-whole]").href = address(row) ?? "";
  mark();
  fill("bones");
  body().setAttribute("aria-busy", "true");
  clearTimeout(waiting);
  waiting = setTimeout(() => load(address(row), named(row)), SETTLES);
}

function load(url, name) {
  const said = pane().querySelector("[data-peek-said]");
  said.textContent = name;
  body().dataset.url = url ?? "";
  if (!url) return fill("gone");
  const how = { source: said, target: body(), select: "#main > :not([data-walk])" };
  htmx.ajax("GET", url, { ...how, swap: "innerHTML show:none ignoreTitle:true" });
}

function look(row) {
  show(row);
  row.scrollIntoView({ block: "nearest" });
}

function turn(by) {
  document.dispatchEvent(new CustomEvent("turn-page", { detail: { to: by > 0 ? "next" : "prev", end: by < 0 } }));
}

function open(row) {
  if (!pane() || !address(row)) return false;
  pane().hidden = false;
  look(row);
  return true;
}

function close() {
  const row = shownRow();
  const here = rowOf(document.activeElement);
  clearTimeout(waiting);
  pane().hidden = true;
  body().replaceChildren();
  mark();
  shown = null;
  if (row && !here) focus(row);
  return true;
}

function focus(row) {
  const cell = row.querySelector(".title") ?? row.querySelector("[data-col]");
  cell.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
}

function step(by, take) {
  const all = rows();
  const next = all[all.indexOf(shownRow()) + by];
  if (!next) turn(by);
  else if (take) focus(next);
  else look(next);
  return true;
}

function space(event) {
  const row = rowOf(event.target);
  if (!row || event.target.matches(TYPING)) return false;
  return isOpen() && shown === row.dataset.id ? close() : open(row);
}

// Beside the rows, in the pane or nowhere, the letters walk from the row that is shown.
const walk = (by) => (event) => isOpen() && !rowOf(event.target) && step(by, !pane().contains(event.target));

const KEYS = { " ": space, Escape: () => isOpen() && close(), j: walk(1), k: walk(-1) };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (KEYS[event.key]?.(event)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const row = isOpen() && rowOf(event.target);
  if (row && row.dataset.id !== shown) show(row);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-peek-step]");
  if (button) step(Number(button.dataset.peekStep), false);
  if (event.target.closest("[data-peek-close]")) close();
});

document.addEventListener("peek", (event) => open(event.target));

// The page becomes a part of another page: its title a link, its names its own.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === body()) settleIn(body().dataset.url);
});

function settleIn(url) {
  retitle(url);
  for (const element of body().querySelectorAll("[id]")) rename(element);
  const anchor = url.split("#")[1];
  const part = anchor && body().querySelector(`#${CSS.escape(anchor)}`);
  body().scrollTop = 0;
  part?.scrollIntoView({ block: "nearest" });
}

function retitle(url) {
  const title = body().querySelector("h1");
  if (!title) return;
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  link.href = url;
  link.append(...title.childNodes);
  heading.append(link);
  title.replaceWith(heading);
}

function rename(element) {
  const old = element.id;
  if (document.querySelectorAll(`[id="${CSS.escape(old)}"]`).length < 2) return;
  element.id = `peeked-${old}`;
  for (const name of REFERS) {
    for (const user of body().querySelectorAll(`[${name}="${CSS.escape(old)}"]`)) user.setAttribute(name, element.id);
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === body()) body().removeAttribute("aria-busy");
  else mark();
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.target === body()) fill([404, 403, 410].includes(event.detail.xhr.status) ? "gone" : "failed");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => event.detail.target === body() && fill("failed"));
}

// What the server has to say waits for the next page, so that page is the list, around the row.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("#peek-body form[method=post]");
  if (!form || event.defaultPrevented || form.matches("[hx-post]") || form.dataset.sending) return;
  event.preventDefault();
  form.dataset.sending = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  send(form, event.submitter);
});

async function send(form, submitter) {
  const how = { method: "POST", body: new FormData(form, submitter), redirect: "manual" };
  const answer = await fetch(form.action, how).catch(() => null);
  if (answer && (answer.ok || answer.type === "opaqueredirect")) return location.reload();
  delete form.dataset.sending;
  submitter?.removeAttribute("aria-busy");
  const words = document.getElementById("toasts").dataset;
  const text = answer ? words[`fault-${answer.status}`] ?? words["fault-400"] : words.faultNetwork;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
}
