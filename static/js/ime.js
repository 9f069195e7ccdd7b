// While an input method composes (pinyin on its way to Chinese), a live field stays quiet:
// searching for the letters in between would only flicker.
document.addEventListener("input", (event) => {
  if (event.isComposing && event.target.closest("[hx-trigger], [data-combobox]")) {
    event.stopImmediatePropagation();
  }
}, true);

document.addEventListener("compositionend", (event) => {
  // Deferred: browsers disagree whether the last input event comes before or after this one.
  setTimeout(() => event.target.dispatchEvent(new InputEvent("input", { bubbles: true })));
});
