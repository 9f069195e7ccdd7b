// A menu is <button popovertarget="id"> and <div class="menu" id="id" popover>; the browser opens and
// closes it. Here: its place, the arrow keys, and closing once something in it was chosen.
// data-menu-end lines it up with the button's right edge.
const ITEMS = "a[href], button:not(:disabled), input:not([type=hidden])";
const opened = new WeakMap();

const placeOf = (menu) => {
  const { top, left } = button(menu)?.getBoundingClientRect() ?? {};
  return `${top} ${left}`;
};

function button(menu) {
  return document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
}

function isMenu(element) {
  return element instanceof HTMLElement && element.matches(".menu[popover]");
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!isMenu(menu)) return;
  button(menu)?.setAttribute("aria-expanded", String(event.newState === "open"));
  opened.delete(menu);
  if (event.newState !== "open") return;
  opened.set(menu, placeOf(menu));
  const detail = { anchor: button(menu), end: "menuEnd" in menu.dataset };
  menu.dispatchEvent(new CustomEvent("place", { bubbles: true, detail }));
  menu.querySelector("[autofocus]")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  const menu = document.querySelector(".menu:popover-open");
  if (!menu || !(event.key in steps) || event.target.matches("select, textarea")) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(ITEMS)];
  const at = items.indexOf(document.activeElement);
  items[(at + steps[event.key] + items.length) % items.length]?.focus();
});

document.addEventListener("click", (event) => {
  const menu = event.target.closest(".menu:popover-open");
  if (menu && event.target.closest("a[href], [hx-get], [hx-post], [data-dialog-open]")) menu.hidePopover();
});

// A menu stays where it was opened; scrolling its button away would leave it hanging. What was scrolled
// before it opened is told late, and moves nothing.
addEventListener("scroll", () => {
  const menu = document.querySelector(".menu:popover-open");
  if (opened.has(menu) && opened.get(menu) !== placeOf(menu)) menu.hidePopover();
}, { capture: true, passive: true });
