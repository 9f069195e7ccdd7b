// Whoever comes back to a list finds it as it was left: the row, or the one after it if that has gone,
// the column, how far it was scrolled, the open pane. sessionStorage.trail holds the last lists of
// this tab, the latest first; walk.js reads it on the records:
// [{url, title, rows: [[id, address]], at, column, opened, next, prev, top, left, y, peek}]
const KEPT = 6;
const PARTS = [".chips a", ".az a"];
const AGAIN = ["reload", "back_forward"];
let url = location.pathname + location.search;
let at = {};
let lost = null;

const grid = () => document.getElementById("grid");
const rows = () => [...document.querySelectorAll("#grid [data-row][data-id]")];
const scroller = () => grid()?.querySelector(".scroll");
const address = (row) => row.dataset.url || (row.querySelector("[data-col] a[href]")?.getAttribute("href") ?? "");
const page = (rel) => grid().querySelector(`.pages a[rel=${rel}]`)?.href ?? "";

function read() {
  try {
    return JSON.parse(sessionStorage.trail ?? "[]");
  } catch {
    return [];
  }
}

// Without a place to write to, people come back to the top of the list.
function write(trail) {
  try {
    sessionStorage.trail = JSON.stringify(trail.slice(0, KEPT));
  } catch {
    sessionStorage.clear();
  }
}

function keep(opened = false) {
  if (!grid()) return;
  const { scrollTop = 0, scrollLeft = 0 } = scroller() ?? {};
  const title = document.querySelector("#main h1")?.textContent.trim() ?? "";
  const peek = document.querySelector("#peek:not([hidden])") !== null;
  const places = { top: scrollTop, left: scrollLeft, y: scrollY, next: page("next"), prev: page("prev") };
  const list = { url, title, rows: rows().map((row) => [row.dataset.id, address(row)]), ...at, ...places, peek, opened };
  write([list, ...read().filter((other) => other.url !== url)]);
}

function wasLeftAt(list) {
  const order = list.rows.map(([id]) => id);
  const from = order.indexOf(list.at);
  const here = new Map(rows().map((row) => [row.dataset.id, row]));
  const nearest = [...order.slice(from), ...order.slice(0, Math.max(from, 0)).reverse()];
  return from < 0 ? null : here.get(nearest.find((id) => here.has(id)));
}

function focus(row, column) {
  const cell = (column && row.querySelector(`[data-col="${CSS.escape(column)}"]`)) ?? row.querySelector(".title, [data-col]");
  cell?.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
}

const nobodyHasIt = () => document.activeElement === null || document.activeElement === document.body;

function restore() {
  const list = read().find((other) => other.url === url);
  const [navigation] = performance.getEntriesByType("navigation");
  if (!list || !(list.opened || AGAIN.includes(navigation?.type))) return;
  scrollTo(0, list.y);
  scroller()?.scrollTo(list.left, list.top);
  const row = wasLeftAt(list);
  if (row && nobodyHasIt()) focus(row, list.column);
  if (row && list.peek && navigation?.type === "reload") row.dispatchEvent(new CustomEvent("peek", { bubbles: true }));
  keep();
}

// A list that is drawn anew, sorted or narrowed otherwise, has the focus where it was: on the heading, the
// chip or the letter that was pressed, else on the row, else on the first.
function carry(pressed) {
  sessionStorage.carried = JSON.stringify({ path: location.pathname, ...placeOf(pressed), ...at });
}

function placeOf(pressed) {
  const part = PARTS.find((name) => pressed.matches(name));
  const index = part && [...grid().querySelectorAll(part)].indexOf(pressed);
  const head = pressed.closest("th") ?? (pressed.closest("[data-head-menu]") && grid().querySelector("th:has([aria-expanded=true])"));
  return { part, index, heading: head?.dataset.col, mark: pressed.matches("th a") };
}

const standingAt = (place) => (place.part ? grid().querySelectorAll(place.part)[place.index] : heading(place.heading, place.mark ? "a" : "button"));

function restoreCarried() {
  const carried = JSON.parse(sessionStorage.carried ?? "null");
  delete sessionStorage.carried;
  if (!grid() || carried?.path !== location.pathname || !nobodyHasIt()) return;
  const pressed = standingAt(carried);
  if (pressed) pressed.focus({ preventScroll: true });
  else if (carried.at && rows().length) focus(rows().find((row) => row.dataset.id === carried.at) ?? rows()[0], carried.column);
}

function heading(name, part = "button") {
  const head = name && grid()?.querySelector(`th[data-col="${CSS.escape(name)}"]`);
  return head && (head.querySelector(part) ?? head.querySelector("a, button"));
}

// Whether the list is the one that its bare address opens.
const isUsual = () => ["", document.querySelector("#views[data-usual]")?.dataset.usual].includes(location.search);

// Whoever loses a record by what they did to it is led to its list: to the one they came from.
function returnToTheList() {
  const sent = sessionStorage.sent;
  delete sessionStorage.sent;
  if (!sent || sent === url || !isUsual() || new URL(sent, location).pathname !== location.pathname) return;
  htmx.ajax("GET", sent, { target: "#main", select: "#main > *", swap: "innerHTML show:none", push: sent });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("#grid [data-row][data-id]");
  if (row) at = { at: row.dataset.id, column: event.target.closest("[data-col]")?.dataset.col };
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#grid [data-row] a[href], #peek a[href]")) keep(true);
  const pressed = event.target.closest("#grid a[href]:not([data-row] a)");
  if (pressed) carry(pressed);
});

document.addEventListener("submit", (event) => {
  if (grid() && event.target.method === "get" && event.target.closest("#grid, #dialog")) carry(event.target);
});

addEventListener("pagehide", () => keep(read().find((list) => list.url === url)?.opened ?? false));

// A part of the list, such as its chips with their counts, comes after the page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.closest("#grid > *, #grid > * *") && target.contains(document.activeElement)) lost = placeOf(document.activeElement);
  if (!["grid", "main"].includes(target.id)) return;
  keep();
  const active = document.activeElement;
  const inGrid = grid()?.contains(active) && !active.id;
  lost = inGrid ? { ...at, heading: active.closest("th")?.dataset.col } : null;
});

document.addEventListener("htmx:pushedIntoHistory", () => { url = location.pathname + location.search; });

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "main") restoreIn();
  if (!lost || !nobodyHasIt()) return;
  const row = rows().find((other) => other.dataset.id === lost.at) ?? rows()[0];
  const pressed = standingAt(lost);
  if (pressed) pressed.focus({ preventScroll: true });
  else if (row) focus(row, lost.column);
  lost = null;
});

function restoreIn() {
  url = location.pathname + location.search;
  restore();
}

// The browser gives the focus back to what opened a dialog, unless that has been drawn anew.
document.addEventListener("close", () => setTimeout(() => {
  const row = nobodyHasIt() && rows().find((other) => other.dataset.id === at.at);
  if (row) focus(row, at.column);
}), true);

if (grid()) restore();
restoreCarried();
addEventListener("DOMContentLoaded", returnToTheList);
