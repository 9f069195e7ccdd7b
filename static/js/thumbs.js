// A list under a thumb: a long press on a value that can be changed opens its editor ("cell-edit",
// cell-edit.js), anywhere else on the row it ticks the row, which shows its actions and the bar of
// the selection; the conditions in force are one line [data-fold] until it is pressed; the letter and
// the view one is at come into sight in their strips.
const LONG = 450;
const STEADY = 10;
let press = null;

// A row on a phone is one link, which lies over its cells.
function cellUnder({ clientX, clientY }) {
  return document.elementsFromPoint(clientX, clientY).find((element) => element.matches("td[data-edit]:not(.title)"));
}

function verb(event, row) {
  const cell = row && cellUnder(event);
  const box = row?.querySelector("[data-select-row]");
  if (cell) return () => cell.dispatchEvent(new CustomEvent("cell-edit", { bubbles: true }));
  return box && (() => box.click());
}

document.addEventListener("pointerdown", (event) => {
  drop();
  const row = event.target.closest("[data-rows] [data-row]");
  if (event.pointerType !== "touch" || event.target.closest("input, button, form")) return;
  const act = verb(event, row);
  if (!act) return;
  const { clientX: x, clientY: y } = event;
  press = { x, y, row, done: false, timer: setTimeout(done, LONG, act) };
});

function done(act) {
  press.done = true;
  navigator.vibrate?.(10);
  act();
}

document.addEventListener("pointermove", (event) => {
  if (press && !press.done && Math.hypot(event.clientX - press.x, event.clientY - press.y) > STEADY) drop();
});

function drop() {
  clearTimeout(press?.timer);
  press = null;
}

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => { if (!press?.done) drop(); });
}

// The press has done its work: it opens neither the row nor the browser's menu.
for (const name of ["click", "contextmenu"]) {
  document.addEventListener(name, (event) => {
    if (!press?.done || !press.row.contains(event.target) || event.target.matches("[data-select-row]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (name === "click") drop();
  }, true);
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-fold]");
  fold?.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
});

const STRIPS = [".az", ".views > .tabs"];

function showCurrent() {
  for (const strip of STRIPS.map((name) => document.querySelector(name))) {
    const current = strip?.querySelector("[aria-current]");
    if (!current) continue;
    const [at, place] = [current.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += at.left - place.left - (place.width - at.width) / 2;
  }
}

document.addEventListener("htmx:afterSettle", showCurrent);
showCurrent();
