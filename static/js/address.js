// [data-here] holds the one spelling of the list on the page: forms send empty fields and their own
// order of names, and the address is what people copy, keep and come back to.
function settle() {
  const here = document.querySelector("[data-here]")?.dataset.here;
  if (!here) return;
  const url = here === "?" ? location.pathname : location.pathname + here;
  if (url !== location.pathname + location.search) history.replaceState(history.state, "", url + location.hash);
}

settle();
// Not when htmx pushes the address: what stands on the page is then still the list before.
document.addEventListener("htmx:afterSwap", settle);
