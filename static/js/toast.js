// Short messages. The server's are in the page (#toasts) or in HX-Trigger: {"toasts": {"items": [...]}};
// scripts dispatch new CustomEvent("toast", {detail: {text, level, undo, link, remedy}}). Good news leaves by itself.
const SHORT = 5000;
const LONG = 12000;

function build({ text, level = "info", undo = "", link = "", remedy = {} }) {
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  toast.classList.add(level);
  if (level === "error") toast.setAttribute("role", "alert");
  toast.querySelector("[data-toast-text]").textContent = text;
  const form = toast.querySelector("[data-toast-undo]");
  form.hidden = !undo;
  if (undo) form.action = undo;
  const more = toast.querySelector("[data-toast-link]");
  more.hidden = !link;
  more.href = link;
  offer(toast.querySelector("[data-toast-remedy]"), remedy);
  return toast;
}

function offer(form, { url = "", label = "" }) {
  form.hidden = !url;
  if (!url) return;
  form.action = url;
  form.querySelector("button:not([type])").textContent = label;
}

function show(detail) {
  const toast = build(detail);
  const same = [...document.querySelectorAll("#toasts [data-toast-text]")].find((old) => old.textContent === detail.text);
  same?.closest("[data-toast]").remove();
  place().append(toast);
  leaveInTime(toast);
}

// A dialog in the top layer would cover the toasts, so they move into it.
function place() {
  const toasts = document.getElementById("toasts");
  const home = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (toasts.parentElement !== home) home.append(toasts);
  return toasts;
}

function leaveInTime(toast) {
  if (toast.matches(".error, .warning")) return;
  const offers = toast.querySelector(":is([data-toast-undo], [data-toast-link]):not([hidden])");
  setTimeout(() => leave(toast), offers ? LONG : SHORT);
}

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) {
    setTimeout(() => leave(toast), 1500);
    return;
  }
  toast.classList.add("leaving");
  setTimeout(() => toast.remove(), 200);
}

document.addEventListener("toast", (event) => show(event.detail));
document.addEventListener("toasts", (event) => event.detail.items.forEach(show));

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});

document.addEventListener("close", (event) => {
  const toasts = document.getElementById("toasts");
  if (event.target.contains(toasts)) document.body.append(toasts);
}, true);

for (const toast of document.querySelectorAll("#toasts [data-toast]")) leaveInTime(toast);
