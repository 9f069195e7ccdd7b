// PageDown and PageUp on a row of a grid, and "turn-page" {to: next|prev, end, column}, bring the
// page after or before in the grid's place; the focus goes to its first row, or its last (end).
let wish = null;

const link = (to) => document.querySelector(`#grid .pages a[rel="${to}"]`);

function turn({ to, end = false, column }) {
  const found = link(to);
  if (!found) return false;
  wish = { end, column };
  found.click();
  return true;
}

function say(to) {
  const text = document.querySelector("[data-grid]")?.dataset[to === "next" ? "sayLast" : "sayFirst"];
  if (text) document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

const KEYS = { PageDown: "next", PageUp: "prev" };

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("#grid [data-row]");
  if (!row || !KEYS[event.key] || event.defaultPrevented || event.target.matches("textarea, select")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  const column = event.target.closest("[data-col]")?.dataset.col;
  if (!turn({ to: KEYS[event.key], column })) say(KEYS[event.key]);
});

document.addEventListener("turn-page", (event) => turn(event.detail));

document.addEventListener("htmx:afterSettle", () => {
  if (!wish) return;
  const row = [...document.querySelectorAll("#grid [data-row]")].at(wish.end ? -1 : 0);
  const cell = row?.querySelector(wish.column ? `[data-col="${CSS.escape(wish.column)}"]` : ".title, [data-col]");
  wish = null;
  cell?.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
});

// A page that did not come has nothing to focus.
document.addEventListener("htmx:responseError", () => { wish = null; });
document.addEventListener("htmx:sendError", () => { wish = null; });
