// Two records side by side [data-sides]: in a row [data-side-row] the browser's own arrows left and
// right choose a side; up and down go to the row above or below, without choosing.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-side-row]");
  if (!row || !(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const rows = [...row.closest("[data-sides]").querySelectorAll("[data-side-row]")];
  rows[rows.indexOf(row) + STEPS[event.key]]?.querySelector("input:checked")?.focus();
});
