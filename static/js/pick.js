// Picking rows. The boxes are [data-select-row] with the id as value, [data-select-all] ticks
// those on the page, shift takes the range. [data-pick-bar] appears with the first pick; inside it
// [data-pick-count] shows how many, input[data-pick-ids] carries them (comma-separated),
// [data-pick-everything] picks all that match (input[data-pick-all] becomes 1), [data-pick-clear] lets go.
let last = null;
let everything = false;

const boxes = () => [...document.querySelectorAll("[data-select-row]")];
const picked = () => boxes().filter((box) => box.checked);

function range(from, to) {
  const all = boxes();
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  return start < 0 ? [] : all.slice(start, end + 1);
}

function fill(bar, ids) {
  bar.hidden = !ids.length;
  for (const place of bar.querySelectorAll("[data-pick-count]")) {
    place.textContent = everything ? bar.querySelector("[data-pick-everything]").dataset.pickEverything : ids.length;
  }
  for (const input of bar.querySelectorAll("[data-pick-ids]")) input.value = ids.join(",");
  for (const input of bar.querySelectorAll("[data-pick-all]")) input.value = everything ? "1" : "";
  for (const button of bar.querySelectorAll("[data-pick-everything]")) button.hidden = everything;
}

// Everything is chosen until a box changes or other rows come; a dialog that opens changes nothing.
function show(all = everything) {
  const ids = picked().map((box) => box.value);
  everything = all && ids.length > 0 && ids.length === boxes().length;
  for (const bar of document.querySelectorAll("[data-pick-bar]")) fill(bar, ids);
  for (const box of document.querySelectorAll("[data-select-all]")) {
    box.checked = ids.length > 0 && ids.length === boxes().length;
    box.indeterminate = ids.length > 0 && !box.checked;
  }
}

function tick(checked) {
  for (const box of boxes()) box.checked = checked;
  show(false);
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-select-row]");
  if (box) {
    if (event.shiftKey && last?.isConnected) for (const other of range(last, box)) other.checked = box.checked;
    last = box;
    show(false);
  } else if (event.target.closest("[data-pick-everything]")) {
    tick(true);
    show(true);
  } else if (event.target.closest("[data-pick-clear]")) {
    tick(false);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) tick(event.target.checked);
});

document.addEventListener("keydown", (event) => {
  const free = !event.defaultPrevented && !document.querySelector("dialog[open], [popover]:popover-open");
  if (event.key === "Escape" && free && picked().length && !event.target.closest("input[type=search]")) tick(false);
});

document.addEventListener("htmx:afterSettle", () => show());
// Coming back to the page, the browser restores the ticks but not what follows from them.
addEventListener("pageshow", () => show(false));
