// Several cells of a grid at once: Shift with the arrows, a Shift-click or dragging chooses the cells
// [aria-selected=true] between the cursor and where that leads; anything else lets them go again.
// cells-copy.js and cells-paste.js work on what is chosen.
const OWN = "button, input, select, textarea, label";
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
let head = null;
let start = null;
let dragged = false;

const cellOf = (element) => element?.closest?.("#grid [data-row][data-id] > [data-col]");
const rows = () => [...document.querySelectorAll("#grid [data-row][data-id]")];
const cellsOf = (row) => [...row.querySelectorAll(":scope > [data-col]")].filter((cell) => cell.checkVisibility());
const chosen = () => document.querySelectorAll("#grid [data-col][aria-selected=true]");
const placeOf = (cell) => [rows().indexOf(cell.parentElement), cellsOf(cell.parentElement).indexOf(cell)];
const between = (a, b) => [Math.min(a, b), Math.max(a, b) + 1];
const clamp = (at, size) => Math.min(Math.max(at, 0), size - 1);

function letGo() {
  for (const cell of chosen()) cell.removeAttribute("aria-selected");
  head = null;
}

function choose(from, to) {
  letGo();
  const [[row, column], [lastRow, lastColumn]] = [placeOf(from), placeOf(to)];
  for (const line of rows().slice(...between(row, lastRow))) {
    for (const cell of cellsOf(line).slice(...between(column, lastColumn))) cell.setAttribute("aria-selected", "true");
  }
  head = to;
}

function extend([down, right]) {
  const from = cellOf(document.activeElement);
  const at = placeOf(head?.isConnected ? head : from);
  const line = rows()[clamp(at[0] + down, rows().length)];
  const cells = cellsOf(line);
  choose(from, cells[clamp(at[1] + right, cells.length)]);
  head.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open], [popover]:popover-open") || !cellOf(event.target)) return;
  if (event.shiftKey && STEPS[event.key] && !event.target.matches(OWN)) extend(STEPS[event.key]);
  else if (event.key === "Escape" && chosen().length) letGo();
  else return;
  event.preventDefault();
});

// Where the cursor goes by itself, nothing stays chosen.
document.addEventListener("focusin", (event) => {
  if (!start && cellOf(event.target)) letGo();
});

const byMouse = (event) => event.pointerType === "mouse" && event.button === 0;

document.addEventListener("pointerdown", (event) => {
  const cell = byMouse(event) && !event.target.closest(OWN) && cellOf(event.target);
  dragged = false;
  if (!cell) return;
  if (event.shiftKey && cellOf(document.activeElement)) {
    event.preventDefault();
    choose(cellOf(document.activeElement), cell);
    dragged = true;
  } else {
    letGo();
    start = cell;
  }
});

// A press that Shift lengthens keeps the cursor where it is; so the browser's own marking stays out of it.
document.addEventListener("mousedown", (event) => {
  if (event.shiftKey && dragged && cellOf(event.target)) event.preventDefault();
});

document.addEventListener("pointerover", (event) => {
  const cell = start && event.buttons === 1 && cellOf(event.target);
  if (!cell || (cell === start && !dragged)) return;
  dragged = true;
  getSelection().removeAllRanges();
  cell.closest("table").classList.add("choosing");
  choose(start, cell);
});

document.addEventListener("pointerup", () => {
  if (start && dragged) {
    const at = head;
    start.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
    choose(start, at);
    start.closest("table")?.classList.remove("choosing");
  }
  start = null;
});

// A link that is dragged over cells is not taken away, nor followed where the drag ends.
document.addEventListener("dragstart", (event) => {
  if (start && cellOf(event.target)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!dragged || !cellOf(event.target)) return;
  dragged = false;
  event.preventDefault();
  event.stopPropagation();
}, true);
