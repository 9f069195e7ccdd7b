// A list under a thumb: a long press on a row ticks it, which shows its actions and the bar of the
// selection; the letter one is at comes into sight in the strip.
const LONG = 450;
const STEADY = 10;
let press = null;

function tick(row) {
  row.querySelector("[data-select-row]").click();
  navigator.vibrate?.(10);
}

document.addEventListener("pointerdown", (event) => {
  drop();
  const row = event.target.closest("[data-rows] [data-row]");
  if (event.pointerType !== "touch" || !row?.querySelector("[data-select-row]") || event.target.closest("input, button")) return;
  const { clientX: x, clientY: y } = event;
  press = { x, y, row, done: false, timer: setTimeout(() => { press.done = true; tick(row); }, LONG) };
});

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

function showLetter() {
  const letter = document.querySelector(".az [aria-current]");
  const strip = letter?.parentElement;
  if (strip) strip.scrollLeft = letter.offsetLeft - strip.clientWidth / 2;
}

document.addEventListener("htmx:afterSettle", showLetter);
showLetter();
