// Pasting on a cell of a grid asks the server what would change: the text of the clipboard, the rows
// from the cursor down and the columns from it to the right go to [data-paste-url], and a sheet comes
// back. One value on several chosen cells is for each of them.
// Far more than the server takes to be checked; up to nine bytes of each go over the line.
const LONGEST = 500_000;
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const grid = () => document.getElementById("grid");
const cellOf = (element) => element?.closest?.("#grid [data-row][data-id] > [data-col]");
const rows = () => [...grid().querySelectorAll("[data-row][data-id]")];
const cellsOf = (row) => [...row.querySelectorAll(":scope > [data-col]")];

function chosen() {
  const lines = rows().filter((row) => row.querySelector("[aria-selected=true]"));
  return { lines, names: cellsOf(lines[0] ?? grid()).filter((cell) => cell.matches("[aria-selected=true]")).map((cell) => cell.dataset.col) };
}

function fromCursor(cell) {
  const row = cell.parentElement;
  const lines = rows().slice(rows().indexOf(row));
  const names = cellsOf(row).slice(cellsOf(row).indexOf(cell)).map((other) => other.dataset.col);
  return { lines, names };
}

const isOne = (text) => !/[\t\r\n]/.test(text);

function filled(text, { lines, names }) {
  return lines.map(() => names.map(() => text).join("\t")).join("\n");
}

function values(cell, text) {
  const one = text.replace(/\r?\n$/, "");
  const several = chosen();
  const fills = isOne(one) && several.lines.length > 0;
  const { lines, names } = fills ? several : fromCursor(first(cell, several));
  return { ids: lines.map((row) => row.dataset.id).join(","), cols: names.join(","), text: fills ? filled(one, several) : text };
}

// A range is pasted into from its corner, wherever in it the cursor is.
function first(cell, { lines }) {
  return lines[0]?.querySelector("[aria-selected=true]") ?? cell;
}

function say(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
}

function send(url, asked) {
  if (asked.text.length > LONGEST) say(grid().dataset.sayTooMuch);
  else htmx.ajax("POST", url, { target: "#dialog", values: asked });
}

document.addEventListener("paste", (event) => {
  const cell = cellOf(document.activeElement);
  if (!cell || event.defaultPrevented || event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain");
  const url = grid().dataset.pasteUrl;
  if (!url) say(grid().dataset.sayNoPaste);
  else if (!text.trim()) say(grid().dataset.sayNothing);
  else send(url, values(cell, text));
});
