// Puts a popover beside its button or field, inside the window. On a phone the stylesheet
// makes a sheet at the bottom of it instead. Modules ask by an event, not by an import: the
// manifest of static files does not rewrite names inside scripts.
//
//   popover.dispatchEvent(new CustomEvent("place", {bubbles: true, detail: {anchor, end, match}}))
//
// end: line up the right edges; match: be at least as wide as the anchor.
const GAP = 4;
const EDGE = 8;

function place(popover, { anchor, end = false, match = false }) {
  const at = anchor.getBoundingClientRect();
  if (match) popover.style.minWidth = `${at.width}px`;
  const { width, height } = popover.getBoundingClientRect();
  const left = end ? at.right - width : at.left;
  const below = at.bottom + GAP + height <= innerHeight - EDGE || at.top < innerHeight - at.bottom;
  popover.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  popover.style.top = `${below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height)}px`;
}

document.addEventListener("place", (event) => place(event.target, event.detail));
