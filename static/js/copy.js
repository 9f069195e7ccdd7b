// data-copy="text": copies the text (empty: this page's address). data-copied holds what to say then.
async function copy(button) {
  const text = button.dataset.copy || location.href;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    prompt(button.textContent.trim(), text);
    return;
  }
  if (button.dataset.copied) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.copied, level: "success" } }));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
