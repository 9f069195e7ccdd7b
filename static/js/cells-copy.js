// Copying in a grid puts cells on the clipboard, as text with tabs and as a table: those chosen, else the
// ticked rows with their headings, else the cell under the cursor. A cell gives data-plain, the text
// an export has for it, where it shows another. Text that somebody marked is copied as ever.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const AS_TEXT = /^0\d|^\d{12,}$/;

const grid = () => document.getElementById("grid");
const cellsOf = (row) => [...row.querySelectorAll(":scope > [data-col]")];
const heading = (cell) => cell.dataset.label;

function plain(cell) {
  if (cell.dataset.plain !== undefined) return cell.dataset.plain;
  return cell.dataset.empty === undefined ? cell.textContent.trim() : "";
}

function chosenCells() {
  const lines = [...grid().querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("[aria-selected=true]")]);
  return lines.filter((line) => line.length);
}

function tickedRows() {
  return [...grid().querySelectorAll("[data-row]:has([data-select-row]:checked)")].map(cellsOf);
}

// What is to be copied, and what is said then.
function found() {
  const chosen = chosenCells();
  if (chosen.length) return { table: texts(chosen), said: sentence("sayCells", chosen.length, chosen[0].length) };
  const ticked = tickedRows();
  if (ticked.length) return { table: [ticked[0].map(heading), ...texts(ticked)], said: saidOf(ticked) };
  const cell = document.activeElement.closest("#grid [data-row] > [data-col]");
  return cell && { table: texts([[cell]]), said: grid().dataset.sayCell };
}

const texts = (lines) => lines.map((line) => line.map(plain));

function saidOf(ticked) {
  const bar = document.querySelector("[data-pick-bar]");
  const more = bar.querySelector("[data-pick-all]")?.value === "1" || bar.querySelector("[data-pick-elsewhere]:not([hidden])");
  return sentence(more ? "sayRowsOfPage" : ticked.length === 1 ? "sayRow" : "sayRows", ticked.length);
}

function sentence(name, rows, columns) {
  return grid().dataset[name].replace("{rows}", rows).replace("{columns}", columns);
}

const quoted = (text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const asTabs = (table) => table.map((line) => line.map(quoted).join("\t")).join("\n");

// Spreadsheets would take the zeros off a number that begins with them, and round a long one.
function asTable(table) {
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br>");
  const kept = (text) => (AS_TEXT.test(text) ? " style=\"mso-number-format:'\\@'\"" : "");
  const lines = table.map((line) => `<tr>${line.map((text) => `<td${kept(text)}>${escaped(text)}</td>`).join("")}</tr>`);
  return `<meta charset="utf-8"><table>${lines.join("")}</table>`;
}

document.addEventListener("copy", (event) => {
  if (!grid() || event.defaultPrevented || !getSelection().isCollapsed) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  const copied = found();
  if (!copied) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", asTabs(copied.table));
  event.clipboardData.setData("text/html", asTable(copied.table));
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: copied.said, level: "success" } }));
});
