// Changing a cell where it stands: td[data-edit] of a tr[data-id] in [data-grid][data-cell-url]. The
// bubbling event "cell-edit" (cells.js and thumbs.js say it) fetches the record's own field as a popover
// (form[data-cell-editor]): over the cell, on a phone at the bottom. Enter saves and goes down, Tab
// saves and goes on, with Shift the other way; Esc leaves it. Then the focus is on a cell again, which
// hears of it by the bubbling event "cell-edited" {step: "down"|"up"|"next"|"previous"|""}.
const EDITABLE = "td[data-edit]";
const TOUCHED = "input, select, textarea";
let going = "";
let back = null;

const editor = () => document.querySelector("form[data-cell-editor]");
const cellOf = (form) => form.closest("td");
const rowOf = (cell) => cell.closest("tr[data-id]");

function open(cell) {
  if (editor() || !cell?.matches(EDITABLE)) return;
  const url = new URL(cell.closest("[data-cell-url]").dataset.cellUrl, location.href);
  url.searchParams.set("id", rowOf(cell).dataset.id);
  url.searchParams.set("column", cell.dataset.col);
  if (rowOf(cell).matches(".open")) url.searchParams.set("whole", "1");
  back = place(cell);
  cell.setAttribute("aria-busy", "true");
  // From the body, so that no swap takes along what the request belongs to.
  htmx.ajax("GET", url.pathname + url.search, { source: document.body, target: cell, swap: "beforeend" })
    .finally(() => cell.removeAttribute("aria-busy"));
}

// A row that is drawn anew is another element: what is remembered is its id and the column.
function place(cell) {
  return { id: rowOf(cell).dataset.id, column: cell.dataset.col };
}

function cellAt({ id, column }) {
  const row = document.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
  return row?.querySelector(`td[data-col="${CSS.escape(column)}"]`);
}

function neighbour(cell, step) {
  if (step === "next" || step === "previous") {
    const cells = [...rowOf(cell).querySelectorAll(EDITABLE)];
    return cells[cells.indexOf(cell) + (step === "next" ? 1 : -1)] ?? cell;
  }
  const rows = [...document.querySelectorAll("tr[data-row][data-id]")];
  const row = rows[rows.indexOf(rowOf(cell)) + (step === "down" ? 1 : -1)];
  return row?.querySelector(`td[data-col="${CSS.escape(cell.dataset.col)}"]`) ?? cell;
}

function focus(cell, step = "") {
  if (!cell) return;
  cell.dispatchEvent(new CustomEvent("cell-focus", { bubbles: true }));
  cell.dispatchEvent(new CustomEvent("cell-edited", { bubbles: true, detail: { step } }));
}

function show(form) {
  const at = cellOf(form).getBoundingClientRect();
  form.showPopover();
  form.style.minWidth = `${at.width}px`;
  const { width, height } = form.getBoundingClientRect();
  form.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  form.style.top = `${Math.max(8, Math.min(at.top, innerHeight - height - 8))}px`;
  const field = form.querySelector("[aria-invalid=true]") ?? form.querySelector(".field :is(input:not([type=hidden]), select, textarea)");
  const chosen = form.querySelector(".field input:checked");
  (chosen ?? field)?.focus();
  if (field?.matches("input:not([type=radio], [type=checkbox]), textarea")) field.select?.();
  form.dataset.before = values(form);
}

function values(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function close(form) {
  const cell = cellOf(form);
  form.remove();
  focus(cell);
}

// Nothing typed, nothing sent: the keys still move on.
function save(form, step) {
  going = step;
  if (values(form) !== form.dataset.before || form.querySelector("[aria-invalid=true], [data-disputed]")) return form.requestSubmit();
  const cell = cellOf(form);
  form.remove();
  focus(step ? neighbour(cell, step) : cell, step);
}

document.addEventListener("cell-edit", (event) => open(event.target.closest("td")));

document.addEventListener("htmx:load", (event) => {
  const form = event.target.matches?.("form[data-cell-editor]") ? event.target : event.target.querySelector?.("form[data-cell-editor]");
  if (form && !form.matches(":popover-open")) show(form);
});

// Saved: the answer is the row, and takes the place of the one there is.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.target;
  if (!form.matches?.("form[data-cell-editor]") || event.detail.xhr.status !== 200) return;
  event.detail.target = rowOf(form);
  const cell = neighbour(cellOf(form), going);
  back = going ? place(cell) : place(cellOf(form));
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (!back || editor() || !event.target.closest?.("tbody, tr")) return;
  focus(cellAt(back), going);
  back = null;
  going = "";
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-cell-editor]");
  if (!form || event.defaultPrevented || event.isComposing) return;
  const lines = event.target.matches("textarea") && (event.altKey || event.shiftKey || event.ctrlKey);
  if (event.key === "Escape") close(form);
  else if (event.key === "Enter" && !lines && !event.target.matches("button")) save(form, event.shiftKey ? "up" : "down");
  else if (event.key === "Tab" && event.target.matches(TOUCHED)) save(form, event.shiftKey ? "previous" : "next");
  else return;
  event.preventDefault();
});

// A press beside it keeps what was typed, as spreadsheets do.
document.addEventListener("pointerdown", (event) => {
  const form = editor();
  if (!form || form.contains(event.target) || event.target.closest("ul.options, #toasts")) return;
  if (values(form) === form.dataset.before) form.remove();
  else save(form, "");
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-cell-cancel]")?.form;
  if (form) close(form);
});
