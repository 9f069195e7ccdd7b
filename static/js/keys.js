// data-key="c" on a link, button or field: the key clicks it (a field gets the focus).
// Inside the focused [data-row] wins over the page, and an open dialog hides both.
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function scopes() {
  const dialog = document.querySelector("dialog[open]");
  if (dialog) return [dialog];
  return [document.activeElement?.closest("[data-row]"), document].filter(Boolean);
}

function find(key) {
  for (const scope of scopes()) {
    const found = scope.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
    if (found) return found;
  }
  return null;
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
