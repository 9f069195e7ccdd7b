// form[data-live] asks while somebody types, and its answer brings the field anew. An answer to
// what was typed before would take away the letters typed since; theirs is on its way.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, formData } = event.detail.requestConfig;
  if (!elt.matches("form[data-live]")) return;
  const field = elt.querySelector("input[type=search]");
  if (field.value !== formData.get(field.name)) event.detail.shouldSwap = false;
});
