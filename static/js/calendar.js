// [data-calendar] holds [data-day] links in order: the arrow keys move from day to day and from
// week to week, Home and End to the ends of the year.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -Infinity, End: Infinity };

document.addEventListener("keydown", (event) => {
  const day = event.target.closest("[data-day]");
  const step = STEPS[event.key];
  if (!day || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  const days = [...day.closest("[data-calendar]").querySelectorAll("[data-day]")];
  const next = Math.min(Math.max(days.indexOf(day) + step, 0), days.length - 1);
  days[next].focus();
  event.preventDefault();
});
