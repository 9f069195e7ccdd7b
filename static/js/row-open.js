// A row on a phone, opened in its place: [data-row-open] of a tr[data-id] in [data-row-url] fetches the
// row with all its fields or closes it again; [data-cell-change] edits its cell ("cell-edit").
function turn(button) {
  const row = button.closest("tr[data-id]");
  const url = new URL(row.closest("[data-row-url]").dataset.rowUrl, location.href);
  const { id } = row.dataset;
  url.searchParams.set("id", id);
  if (!row.matches(".open")) url.searchParams.set("whole", "1");
  row.setAttribute("aria-busy", "true");
  htmx.ajax("GET", url.pathname + url.search, { source: document.body, target: row, swap: "outerHTML" })
    .then(() => document.querySelector(`tr[data-id="${CSS.escape(id)}"] [data-row-open]`)?.focus({ preventScroll: true }))
    .finally(() => row.removeAttribute("aria-busy"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-row-open]");
  const changer = event.target.closest("[data-cell-change]");
  if (opener) turn(opener);
  else if (changer) changer.dispatchEvent(new CustomEvent("cell-edit", { bubbles: true }));
});
