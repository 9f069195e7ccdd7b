// Columns people arrange. In the dialog [data-columns] they are found by name or pinyin, dragged by
// their grip or moved by buttons and Alt with the arrows; the order of the boxes is the order sent.
// In the table [data-edge] at a heading's right side changes its width: dragged, by the arrow keys,
// or as wide as its content by a double click or Home. What sticks to the left gets its place here.
const STEP = 16;
const NARROWEST = 48;
const SOON = 500;

// --- the dialog ---

const itemOf = (element) => element.closest("[data-columns-list] > li");

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-columns-find]")) return;
  const form = event.target.closest("[data-columns]");
  const wanted = event.target.value.toLowerCase().replaceAll(/\s/g, "");
  const items = [...form.querySelectorAll("[data-columns-list] > li")];
  for (const item of items) item.hidden = !item.dataset.spellings.includes(wanted);
  form.querySelector("[data-columns-none]").hidden = items.some((item) => !item.hidden);
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches("[data-columns-find]") && event.key === "Enter") event.preventDefault();
  const item = itemOf(event.target);
  const steps = { ArrowUp: -1, ArrowDown: 1 };
  if (!item || !event.altKey || !(event.key in steps)) return;
  event.preventDefault();
  move(item, steps[event.key], event.target);
});

function move(item, step, focused) {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  other?.[step < 0 ? "before" : "after"](item);
  focused.focus();
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-columns-move]");
  if (button) move(itemOf(button), Number(button.dataset.columnsMove), button);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-columns-grip]");
  if (!grip) return;
  event.preventDefault();
  const item = itemOf(grip);
  item.classList.add("dragged");
  follow(grip, event, (at) => {
    const over = document.elementFromPoint(item.getBoundingClientRect().left + 60, at.clientY);
    const other = over && itemOf(over);
    if (!other || other === item) return;
    const isBelow = item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    other[isBelow ? "after" : "before"](item);
  }, () => item.classList.remove("dragged"));
});

function follow(element, down, moved, done) {
  element.setPointerCapture(down.pointerId);
  element.addEventListener("pointermove", moved);
  element.addEventListener("lostpointercapture", () => {
    element.removeEventListener("pointermove", moved);
    done();
  }, { once: true });
}

// --- widths ---

const headOf = (edge) => edge.closest("th");
const widthOf = (th) => Math.round(th.getBoundingClientRect().width);

function setWidth(th, width) {
  const table = th.closest("table");
  const name = CSS.escape(th.dataset.col);
  const col = table.querySelector(`col[data-width-of="${name}"]`);
  if (width) col.width = width;
  else col.removeAttribute("width");
  for (const cell of table.querySelectorAll(`[data-col="${name}"], [data-total="${name}"]`)) cell.classList.toggle("sized", Boolean(width));
  putPins(table);
}

function remember(th, width) {
  const { layoutUrl, layoutQuery } = th.closest("table").dataset;
  const values = { do: "width", column: th.dataset.col, width: width || "", query: layoutQuery };
  window.htmx.ajax("POST", layoutUrl, { source: th, values, swap: "none" });
}

document.addEventListener("pointerdown", (event) => {
  const edge = event.target.closest("[data-edge]");
  if (!edge) return;
  event.preventDefault();
  edge.focus();
  const th = headOf(edge);
  const [from, before] = [event.clientX, widthOf(th)];
  let width = before;
  follow(edge, event, (at) => {
    width = Math.max(NARROWEST, Math.round(before + at.clientX - from));
    setWidth(th, width);
  }, () => width !== before && remember(th, width));
});

document.addEventListener("dblclick", (event) => {
  const edge = event.target.closest("[data-edge]");
  if (edge) fit(headOf(edge));
});

function fit(th) {
  setWidth(th, 0);
  remember(th, 0);
}

document.addEventListener("keydown", (event) => {
  const steps = { ArrowLeft: -STEP, ArrowRight: STEP };
  if (!event.target.matches?.("[data-edge]")) return;
  const th = headOf(event.target);
  if (event.key === "Home") fit(th);
  else if (event.key in steps) widen(th, steps[event.key]);
  else return;
  event.preventDefault();
});

function widen(th, step) {
  const width = Math.max(NARROWEST, widthOf(th) + step);
  setWidth(th, width);
  clearTimeout(th.saving);
  th.saving = setTimeout(() => remember(th, width), SOON);
}

// --- what sticks to the left ---

function putPins(table) {
  let left = table.querySelector("thead .pick")?.offsetWidth ?? 0;
  [...table.querySelectorAll("thead .pinned")].forEach((th, index) => {
    table.style.setProperty(`--pin-${index + 1}`, `${left}px`);
    left += th.offsetWidth;
  });
}

const watcher = new ResizeObserver((entries) => entries.forEach((entry) => putPins(entry.target)));

function watch() {
  watcher.disconnect();
  for (const table of document.querySelectorAll(".grid table")) watcher.observe(table);
}

document.addEventListener("htmx:afterSettle", watch);
watch();
