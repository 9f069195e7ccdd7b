// [data-search]: a form with an input role=combobox and a role=listbox that htmx fills with links.
// Arrows walk the hits, Enter follows the chosen one (or opens the page of all results), Esc closes.
const options = (form) => [...form.querySelectorAll("[role=option]")];
const chosen = (form) => form.querySelector("[role=option][aria-selected=true]");

function choose(form, option) {
  chosen(form)?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  const input = form.querySelector("[role=combobox]");
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function walk(form, step) {
  const all = options(form);
  const at = all.indexOf(chosen(form)) + step;
  choose(form, all[(at + all.length + (chosen(form) || step > 0 ? 0 : 1)) % all.length]);
}

function close(form) {
  form.querySelector("[role=listbox]").replaceChildren();
  form.querySelector("[role=combobox]").setAttribute("aria-expanded", "false");
  choose(form, null);
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-search]");
  if (!form || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && options(form).length) {
    event.preventDefault();
    walk(form, steps[event.key]);
  } else if (event.key === "Enter" && chosen(form)) {
    event.preventDefault();
    chosen(form).click();
  } else if (event.key === "Escape") {
    close(form);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.target.closest?.("[data-search]");
  if (!form) return;
  form.querySelector("[role=combobox]").setAttribute("aria-expanded", String(options(form).length > 0));
  choose(form, null);
});

// A press would take the focus from the field, and with it the list, before the click arrives.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-search] .hits")) event.preventDefault();
});
