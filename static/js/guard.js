// form[data-guard]: leaving the page or closing the dialog with unsaved changes asks first.
// data-guard holds the question for a dialog; the browser asks its own for the page.
const changed = new WeakSet();

const dirty = (root) => [...root.querySelectorAll("form[data-guard]")].find((form) => changed.has(form));

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form ?? event.target.closest("form");
    if (form?.matches("[data-guard]") && event.isTrusted) changed.add(form);
  });
}

document.addEventListener("submit", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  if (dirty(document)) event.preventDefault();
});

document.addEventListener("leave", (event) => {
  const form = dirty(event.target);
  if (form?.dataset.guard && !confirm(form.dataset.guard)) event.preventDefault();
});
