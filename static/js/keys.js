// data-key="c" on a link, button or field: the key clicks it (a field gets the focus).
// data-row-key works in the focused [data-row] only, and wins there, as do the keys of a part
// [data-keys] that has the focus; an open dialog hides them all.
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

// What is still being loaded does not know yet what a click on it means.
const ready = (value) => `[data-key="${value}"]:not(:disabled, [aria-busy=true] *)`;

function find(key) {
  const value = CSS.escape(key);
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return dialog.querySelector(`[data-key="${value}"]`);
  const row = document.activeElement?.closest("[data-row]");
  const part = document.activeElement?.closest("[data-keys]");
  return row?.querySelector(`[data-row-key="${value}"]`) ?? part?.querySelector(ready(value)) ?? document.querySelector(ready(value));
}

function use(element) {
  if (!element.matches(TYPING)) return element.click();
  element.focus();
  element.select?.();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPING)) return;
  const element = find(event.key);
  if (!element) return;
  event.preventDefault();
  use(element);
});

// Escape leaves the field, so that the single keys work again.
document.addEventListener("keydown", (event) => {
  const leaves = event.key === "Escape" && !event.isComposing && !event.defaultPrevented;
  if (leaves && event.target.closest(TYPING) && !event.target.closest("dialog")) event.target.blur();
});
