// A form on its way is not sent twice: the pressed button turns and further presses are dropped.
const LONGEST = 8000;

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.hasAttribute("data-download")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  // An answer that is a download leaves the page standing.
  setTimeout(() => release(form), LONGEST);
});

addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
