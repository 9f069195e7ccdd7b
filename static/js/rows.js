// [data-rows] holds [data-row] elements: j and k move the focus from row to row, in a grid within the
// column; Enter follows the row's link, o opens it, x ticks it, g g and G go to the ends. The focus
// itself is the cursor: nothing to keep in step. At the ends of a page "turn-page" asks for more.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const TWICE = 700;
let pressed = 0;

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.checkVisibility());
}

function current() {
  return document.activeElement?.closest("[data-row]");
}

function handle(row) {
  return row.querySelector("[data-row-link]") ?? row.querySelector("a[href]") ?? row;
}

function column() {
  return document.activeElement?.closest("[data-col]")?.dataset.col;
}

function focus(row) {
  const cell = column() && row.querySelector(`[data-col="${CSS.escape(column())}"]`);
  if (cell) {
    cell.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
    return;
  }
  const target = handle(row);
  if (target === row) row.tabIndex = -1;
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function turn(step) {
  const detail = { to: step > 0 ? "next" : "prev", end: step < 0, column: column() };
  document.dispatchEvent(new CustomEvent("turn-page", { detail }));
}

function move(step, event) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  if (all[next]) focus(all[next]);
  else if (!event.repeat) turn(step);
  return true;
}

function goTo(end) {
  const row = rows().at(end);
  if (row) focus(row);
  return Boolean(row);
}

function top(event) {
  const again = event.timeStamp - pressed < TWICE;
  pressed = again ? 0 : event.timeStamp;
  return again && goTo(0);
}

function tick(event) {
  const box = current()?.querySelector("[data-select-row]");
  if (!box) return false;
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  return true;
}

const KEYS = {
  j: (event) => move(1, event),
  k: (event) => move(-1, event),
  ArrowDown: (event) => !event.shiftKey && current()?.matches("[data-id]") && move(1, event),
  ArrowUp: (event) => !event.shiftKey && current()?.matches("[data-id]") && move(-1, event),
  g: top,
  G: () => goTo(-1),
  x: tick,
  X: tick,
  o: () => current() && (handle(current()).click(), true),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (KEYS[event.key]?.(event)) event.preventDefault();
});
