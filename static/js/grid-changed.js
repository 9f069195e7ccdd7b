// The server's event "grid-changed" draws the list anew where it stands, scrolled as it was. The Undo of
// a toast that belongs to a list is sent from the page, which stays.
function redraw() {
  const grid = document.getElementById("grid");
  if (!grid) return;
  const { scrollTop = 0, scrollLeft = 0 } = grid.querySelector(".scroll") ?? {};
  htmx.ajax("GET", location.pathname + location.search, { target: grid, swap: "outerHTML" })
    .then(() => document.querySelector("#grid .scroll")?.scrollTo(scrollLeft, scrollTop));
}

document.addEventListener("grid-changed", redraw);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const ofAList = form.matches("[data-toast-undo]") && new URL(form.action).pathname.startsWith("/grids/");
  if (!ofAList || !document.getElementById("grid")) return;
  event.preventDefault();
  event.stopPropagation();
  form.closest("[data-toast]").remove();
  htmx.ajax("POST", form.action, { source: document.body, swap: "none" });
}, true);
