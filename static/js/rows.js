// [data-rows] holds [data-row] elements: j and k move the focus from row to row, Enter follows
// its link, o opens it, x ticks it. The focus itself is the cursor: nothing to keep in step.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.checkVisibility());
}

function current() {
  return document.activeElement?.closest("[data-row]");
}

function handle(row) {
  return row.querySelector("[data-row-link]") ?? row.querySelector("a[href]") ?? row;
}

function focus(row) {
  const target = handle(row);
  if (target === row) row.tabIndex = -1;
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  focus(all[Math.min(Math.max(next, 0), all.length - 1)]);
  return true;
}

function tick(event) {
  const box = current()?.querySelector("[data-select-row]");
  if (!box) return false;
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  X: tick,
  o: () => current() && (handle(current()).click(), true),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  if (KEYS[event.key]?.(event)) event.preventDefault();
});
