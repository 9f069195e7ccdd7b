// Picking rows. The boxes are [data-select-row] with the id as value, [data-select-all] ticks
// those on the page, shift takes the range. [data-pick-bar] appears with the first pick; inside it
// [data-pick-count] shows how many, input[data-pick-ids] carries them (comma-separated),
// [data-pick-everything] picks all that match (input[data-pick-all] becomes 1), [data-pick-clear] lets go.
// [data-pick-exactly="2"] is offered while so many are ticked.
// [data-pick-elsewhere] shows where some are not on this page: picks last while the list is turned
// over, as long as the bar's data-pick-state stays the same.
const KEPT = "picked";
let last = null;
let picks = none("");

function none(state) {
  return { state, ids: [], everything: false };
}

const boxes = () => [...document.querySelectorAll("[data-select-row]")];
const bars = () => document.querySelectorAll("[data-pick-bar]");
const stateOf = (bar) => `${location.pathname} ${bar.dataset.pickState ?? location.search}`;

function remembered(state) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    return kept?.state === state ? kept : none(state);
  } catch {
    return none(state);
  }
}

function range(from, to) {
  const all = boxes();
  const [start, end] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  return start < 0 ? [] : all.slice(start, end + 1);
}

function fill(bar, elsewhere) {
  const { ids, everything } = picks;
  bar.hidden = !ids.length;
  const all = bar.querySelector("[data-pick-everything]");
  for (const place of bar.querySelectorAll("[data-pick-count]")) place.textContent = everything && all ? all.dataset.pickEverything : ids.length;
  for (const place of bar.querySelectorAll("[data-pick-elsewhere]")) place.hidden = everything || !elsewhere;
  for (const input of bar.querySelectorAll("[data-pick-ids]")) input.value = everything ? "" : ids.join(",");
  for (const input of bar.querySelectorAll("[data-pick-all]")) input.value = everything ? "1" : "";
  if (all) all.hidden = everything;
  for (const act of bar.querySelectorAll("[data-pick-exactly]")) act.hidden = everything || ids.length !== Number(act.dataset.pickExactly);
}

function draw() {
  const [shown, ids] = [boxes(), new Set(picks.ids)];
  for (const box of shown) box.checked = picks.everything || ids.has(box.value);
  const here = shown.filter((box) => box.checked).length;
  for (const bar of bars()) fill(bar, ids.size > here);
  for (const box of document.querySelectorAll("[data-select-all]")) {
    box.checked = here > 0 && here === shown.length;
    box.indeterminate = here > 0 && !box.checked;
  }
}

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify(picks));
  draw();
}

// A list that shows other rows than those picked from begins with none.
function restore() {
  const [bar] = bars();
  if (!bar) return;
  picks = remembered(stateOf(bar));
  draw();
}

function take(ticked) {
  const here = new Map(ticked.map((box) => [box.value, box.checked]));
  const kept = picks.everything ? boxes().filter((box) => !here.has(box.value)).map((box) => box.value) : picks.ids.filter((id) => here.get(id) !== false);
  const added = [...here].filter(([id, checked]) => checked && !kept.includes(id)).map(([id]) => id);
  picks = { ...picks, ids: [...kept, ...added], everything: false };
  keep();
}

function tick(checked) {
  for (const box of boxes()) box.checked = checked;
  take(boxes());
}

function everything() {
  picks = { ...picks, ids: boxes().map((box) => box.value), everything: true };
  keep();
}

function clear() {
  picks = none(picks.state);
  keep();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-select-row]");
  if (box) {
    const ticked = event.shiftKey && last?.isConnected ? range(last, box) : [box];
    for (const other of ticked) other.checked = box.checked;
    last = box;
    take(ticked.length ? ticked : [box]);
  } else if (event.target.closest("[data-pick-everything]")) {
    everything();
  } else if (event.target.closest("[data-pick-clear]")) {
    clear();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) tick(event.target.checked);
});

document.addEventListener("keydown", (event) => {
  const free = !event.defaultPrevented && !document.querySelector("dialog[open], [popover]:popover-open");
  if (event.key === "Escape" && free && picks.ids.length && !event.target.closest("input[type=search]")) clear();
});

// What was said to the picked rows is done: they are let go. A preview has done nothing yet: what
// carries it out has data-pick-done.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("#dialog form");
  const asked = event.detail.successful && event.detail.requestConfig?.verb === "post";
  if (!asked || !form) return;
  const said = (name) => event.detail.xhr.getResponseHeader(name) ?? "";
  const leaves = said("HX-Redirect") !== "" || said("HX-Trigger").includes("dialog-close");
  if (form.matches("[data-pick-done]") || (leaves && form.querySelector("[name=ids], [name=all]"))) clear();
});

document.addEventListener("htmx:afterSettle", restore);
// Coming back to the page, the browser restores the ticks but not what follows from them.
addEventListener("pageshow", restore);
restore();
