// On a record that stands in a list of the trail (comeback.js) the bar [data-walk] leads back to the list and,
// with [ and ] or where there are no rows with k and j, to the records before and after; after the
// last of a page comes the first of the next.
const bar = () => document.querySelector("[data-walk]");
const pathOf = (address) => new URL(address, location).pathname;

function read() {
  try {
    return JSON.parse(sessionStorage.trail ?? "[]");
  } catch {
    return [];
  }
}

// The list of the record, with the place of the record in it.
function found() {
  for (const list of read()) {
    const here = list.rows.map(([, address]) => address !== "" && pathOf(address) === location.pathname);
    const at = list.rows.findIndex(([id], index) => here[index] && id === list.at);
    const place = at < 0 ? here.indexOf(true) : at;
    if (place >= 0) return { list, place };
  }
  return null;
}

function keep(list, place) {
  const changed = { ...list, at: list.rows[place][0], opened: true, peek: false };
  sessionStorage.trail = JSON.stringify([changed, ...read().filter((other) => other.url !== list.url)]);
}

function draw() {
  if (!bar() || document.getElementById("grid")) return;
  const walk = found();
  bar().hidden = !walk;
  if (!walk) return;
  const { list, place } = walk;
  keep(list, place);
  bar().querySelector("[data-walk-back]").href = list.url;
  bar().querySelector("[data-walk-title]").textContent = list.title;
  bar().querySelector("[data-walk-place]").textContent = `${place + 1} / ${list.rows.length}`;
  for (const button of bar().querySelectorAll("[data-walk-step]")) button.disabled = !leads(walk, Number(button.dataset.walkStep));
}

function beside({ list, place }, step) {
  for (let at = place + step; list.rows[at]; at += step) if (list.rows[at][1]) return at;
  return -1;
}

const leads = (walk, step) => beside(walk, step) >= 0 || walk.list[step > 0 ? "next" : "prev"] !== "";

function go(step) {
  const walk = found();
  if (!walk || bar().hidden || !leads(walk, step)) return false;
  const at = beside(walk, step);
  if (at >= 0) open(walk.list, at);
  else turn(walk.list, step);
  return true;
}

function open(list, place) {
  keep(list, place);
  const [, address] = list.rows[place];
  const moves = pathOf(address) !== location.pathname;
  location.assign(address);
  if (!moves) draw();
}

async function turn(list, step) {
  const address = list[step > 0 ? "next" : "prev"];
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "grid" } }).catch(() => null);
  const next = answer?.ok ? readPage(await answer.text(), address) : null;
  if (!next?.rows.length) return say(answer);
  const { pathname, search } = new URL(address, location);
  open({ ...list, ...next, url: pathname + search, top: 0, left: 0, y: 0 }, step > 0 ? 0 : next.rows.length - 1);
}

function readPage(html, address) {
  const part = new DOMParser().parseFromString(html, "text/html");
  const link = (rel) => part.querySelector(`.pages a[rel=${rel}]`)?.getAttribute("href");
  const whole = (href) => (href ? new URL(href, new URL(address, location)).href : "");
  const rows = [...part.querySelectorAll("[data-row][data-id]")];
  const addressOf = (row) => row.dataset.url || (row.querySelector("[data-col] a[href]")?.getAttribute("href") ?? "");
  return { rows: rows.map((row) => [row.dataset.id, addressOf(row)]), next: whole(link("next")), prev: whole(link("prev")) };
}

function say(answer) {
  const words = document.getElementById("toasts").dataset;
  const text = answer ? words["fault-400"] : words.faultNetwork;
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
}

const KEYS = { "[": -1, "]": 1, "【": -1, "】": 1, k: -1, j: 1 };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!KEYS[event.key] || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (go(KEYS[event.key])) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-walk-step]");
  if (button) go(Number(button.dataset.walkStep));
});

// Who loses sight of the record by a verb is led to a list: to the one they came from, at its place.
document.addEventListener("submit", (event) => {
  const walk = bar()?.hidden === false && found();
  if (walk && event.target.method === "post" && !event.defaultPrevented) sessionStorage.sent = walk.list.url;
});

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const to = event.detail.xhr.getResponseHeader("HX-Redirect");
  const walk = to && bar()?.hidden === false && found();
  if (!walk || to.includes("?") || pathOf(to) !== pathOf(walk.list.url)) return;
  event.preventDefault();
  location.assign(walk.list.url);
});

addEventListener("hashchange", draw);
addEventListener("pageshow", draw);
draw();
