// The cursor of a grid is the focus, on one cell [data-col] of a [data-row]; on the title it is the
// title's link. Arrows, h and l move it in the row, Home and End to its ends, with Ctrl to the ends
// of the page. e and F2 edit the cell ("cell-edit" bubbles from it), so do Enter and a double click
// where it can be edited [data-edit]; else Enter opens the record. One cell is a tab stop at a time.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const OWN = "a, button, input, select, textarea, label";
let stop = null;

const rowOf = (element) => element?.closest?.("[data-rows] [data-row][data-id]");
const cellOf = (element) => element?.closest?.("[data-rows] [data-row] > [data-col]");
const cellsOf = (row) => [...row.querySelectorAll(":scope > [data-col]")].filter((cell) => cell.checkVisibility());
const isTitle = (cell) => cell.matches(".title");

function focus(cell) {
  const link = isTitle(cell) && cell.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
  else takeStop(cell);
  show(cell);
}

function takeStop(cell) {
  if (stop !== cell) stop?.removeAttribute("tabindex");
  stop = cell;
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
}

// What sticks to the left edge would lie over the cell.
function show(cell) {
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  const title = cell.parentElement.querySelector(".title") ?? cell.parentElement.querySelector(".pick");
  if (!title || title === cell || getComputedStyle(title).position !== "sticky") return;
  const hidden = title.getBoundingClientRect().right - cell.getBoundingClientRect().left;
  if (hidden > 0) cell.closest(".scroll")?.scrollBy(-hidden, 0);
}

function step(by) {
  const cells = cellsOf(rowOf(document.activeElement));
  const at = cells.indexOf(cellOf(document.activeElement));
  focus(cells[Math.min(Math.max(at + by, 0), cells.length - 1)]);
}

function toEnd(last, event) {
  const row = rowOf(document.activeElement);
  const all = [...row.closest("[data-rows]").querySelectorAll("[data-row]")];
  const chosen = event.ctrlKey ? all.at(last ? -1 : 0) : row;
  focus(cellsOf(chosen).at(last ? -1 : 0));
}

function edit(cell) {
  cell.dispatchEvent(new CustomEvent("cell-edit", { bubbles: true }));
}

function say(name) {
  const text = document.querySelector("[data-grid]")?.dataset[name];
  if (text) document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
}

// On the title, which opens the record, "edit" means the first cell that can be edited.
function editHere() {
  const row = rowOf(document.activeElement);
  const cell = cellOf(document.activeElement);
  const editable = cell?.matches("[data-edit]") ? cell : row.querySelector("[data-edit]");
  if (!editable) return false;
  if (cell && !isTitle(cell) && cell !== editable) say("sayFixed");
  else edit(editable);
  return true;
}

function enter(event) {
  const cell = cellOf(event.target);
  if (cell !== event.target) return false;
  if (cell.matches("[data-edit]")) edit(cell);
  else (cell.querySelector("a[href]") ?? rowOf(cell).querySelector(".title a[href], a[href]"))?.click();
  return true;
}

const KEYS = {
  ArrowLeft: () => (step(-1), true),
  ArrowRight: () => (step(1), true),
  h: () => (step(-1), true),
  l: () => (step(1), true),
  Home: (event) => (toEnd(false, event), true),
  End: (event) => (toEnd(true, event), true),
  e: editHere,
  F2: editHere,
  Enter: enter,
};
const WITH_CTRL = ["Home", "End"];

function isOurs(event) {
  if (event.defaultPrevented || event.isComposing || event.metaKey || event.altKey || event.shiftKey) return false;
  if (event.ctrlKey && !WITH_CTRL.includes(event.key)) return false;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open], [popover]:popover-open")) return false;
  return rowOf(event.target) !== null && cellsOf(rowOf(event.target)).length > 0;
}

document.addEventListener("keydown", (event) => {
  if (KEYS[event.key] && isOurs(event) && KEYS[event.key](event)) event.preventDefault();
});

document.addEventListener("cell-focus", (event) => focus(event.target));

const byMouse = (event) => event.pointerType !== "touch" && matchMedia("(hover: hover)").matches;

document.addEventListener("click", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.defaultPrevented || event.target.closest(OWN) || !byMouse(event)) return;
  if (getSelection().isCollapsed) takeStop(cell);
});

document.addEventListener("dblclick", (event) => {
  const cell = cellOf(event.target);
  if (cell?.matches("[data-edit]") && !event.target.closest(OWN)) edit(cell);
});
