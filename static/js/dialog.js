// Sheets over the page. hx-target="#dialog" opens the shared one as soon as something was swapped in;
// data-dialog-open="id" opens a dialog that is already in the page; data-dialog-close closes, and
// on a page of its own goes back. The server closes it by HX-Trigger: dialog-close.
const FIELDS = ".sheet-body :is(input:not([type=hidden]), select:not([data-question]), textarea)";

const shared = () => document.getElementById("dialog");

function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function close(dialog) {
  if (dialog?.open && dialog.dispatchEvent(new CustomEvent("leave", { bubbles: true, cancelable: true }))) dialog.close();
}

document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = shared();
  if (event.detail.target !== dialog || !dialog.hasChildNodes()) return;
  open(dialog);
  begin(dialog);
});

// On a touch screen the keyboard would cover the sheet before it was read.
function begin(dialog) {
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(FIELDS);
  if (wrong) wrong.focus();
  else if (matchMedia("(hover: hover)").matches) first?.focus();
}

// Nothing of a form that was left may come back, nor a slow answer open it again.
document.addEventListener("close", (event) => {
  if (event.target === shared()) shared().replaceChildren();
}, true);

document.addEventListener("dialog-close", () => shared()?.close());

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog")) return;
  event.preventDefault();
  close(event.target);
}, true);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.dialogOpen));
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (!closer) return;
  const dialog = closer.closest("dialog");
  if (dialog) close(dialog);
  else if (closer.matches("button")) history.back();
});

// What a form[data-download] answers with is a file: the page stays, and the sheet has done its work.
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.matches("form[data-download]")) setTimeout(() => event.target.closest("dialog")?.close());
});

// A press that begins and ends on the backdrop closes; selecting text out of the dialog does not.
let pressed = null;
document.addEventListener("pointerdown", (event) => { pressed = event.target; });
document.addEventListener("click", (event) => {
  if (event.target === pressed && event.target.matches("dialog[open]")) close(event.target);
});
