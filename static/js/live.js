// form[data-live] asks while somebody types, and its answer brings the field anew. An answer to
// what was typed before would take away the letters typed since; theirs is on its way.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, formData } = event.detail.requestConfig;
  if (!elt.matches("form[data-live]")) return;
  const field = elt.querySelector("input[type=search]");
  if (field.value !== formData.get(field.name)) event.detail.shouldSwap = false;
});

// What one types in one go is one step of the history: its first answer pushes the address, the next
// ones replace it, until Enter settles it. Whoever comes back to an entry gets a new page of it.
let isTyping = false;

document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { elt, triggeringEvent } = event.detail.requestConfig;
  const isLive = elt.matches("form[data-live]");
  if (isLive && isTyping) event.detail.history.type = "replace";
  isTyping = isLive && triggeringEvent?.type !== "submit";
});
