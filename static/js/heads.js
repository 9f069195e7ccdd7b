// The menu of a heading: [data-head] asks for it into the popover [data-head-menu], which opens
// beside the heading as soon as it was swapped in. Arrows walk, Esc goes back to the heading.
// Shift on a sort mark adds it as a further key (data-further).
const ITEMS = "a[href], button:not(:disabled), input:not([type=hidden]), select";
const WALKS_ITSELF = "select, input[type=date], input[type=number]";
let opener = null;

const menu = () => document.querySelector("[data-head-menu]");

document.addEventListener("htmx:afterSwap", (event) => {
  const popover = menu();
  if (!popover || event.detail.target !== popover) return;
  opener = event.detail.requestConfig.elt;
  if (!popover.matches(":popover-open")) popover.showPopover();
  opener.setAttribute("aria-expanded", "true"); // whoever types fast is before the event that says so
  put(popover);
  popover.querySelector(ITEMS)?.focus();
});

function put(popover) {
  const anchor = opener?.closest("th") ?? opener;
  if (anchor?.isConnected) popover.dispatchEvent(new CustomEvent("place", { bubbles: true, detail: { anchor } }));
}

// What opens a dialog from the menu leaves it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "dialog" && menu()?.matches(":popover-open")) menu().hidePopover();
});

// The list of values comes later and makes the menu longer.
document.addEventListener("htmx:afterSettle", (event) => {
  const popover = menu();
  if (popover?.matches(":popover-open") && popover.contains(event.target)) put(popover);
});

document.addEventListener("toggle", (event) => {
  if (event.target !== menu()) return;
  const isOpen = event.newState === "open";
  opener?.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) return;
  const wasInside = event.target.contains(document.activeElement) || document.activeElement === document.body;
  if (wasInside) opener?.focus();
  event.target.replaceChildren();
}, true);

document.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  const popover = event.target.closest?.("[data-head-menu]");
  if (!popover || event.isComposing || !(event.key in steps) || event.target.matches(WALKS_ITSELF)) return;
  event.preventDefault();
  const items = [...popover.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const at = items.indexOf(document.activeElement);
  items[(at + steps[event.key] + items.length) % items.length]?.focus();
});

// From heading to heading by the arrows, as in a sheet.
document.addEventListener("keydown", (event) => {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  if (!(event.key in steps) || !event.target.matches?.("[data-head]") || event.altKey || event.shiftKey) return;
  event.preventDefault();
  const heads = [...event.target.closest("tr").querySelectorAll("[data-head]")];
  heads[heads.indexOf(event.target) + steps[event.key]]?.focus();
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest("a[data-further]");
  if (!mark || !event.shiftKey) return;
  event.preventDefault();
  location.assign(mark.dataset.further);
});
