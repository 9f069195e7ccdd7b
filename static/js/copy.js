// data-copy="text": copies the text (empty: this page's address). data-copied holds what to say then.
// data-copy-from="url": POSTs data-copy-query there as `query` and copies the answer.
async function textFrom(button) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams({ query: button.dataset.copyQuery });
  const answer = await fetch(button.dataset.copyFrom, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

// The text may still be on its way: some browsers let a click copy only what is promised at once.
function write(text) {
  if (typeof text === "string") return navigator.clipboard.writeText(text);
  const promised = text.then((found) => new Blob([found], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": promised })]);
}

function say(text, level) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level } }));
}

async function copy(button) {
  const { copyFrom, copyFailed, copied } = button.dataset;
  const text = copyFrom ? textFrom(button) : button.dataset.copy || location.href;
  try {
    await write(text);
  } catch {
    await offer(button, text).catch(() => say(copyFailed, "error"));
    return;
  }
  if (copied) say(copied, "success");
}

async function offer(button, text) {
  prompt(button.getAttribute("aria-label") ?? button.textContent.trim(), await text);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button) copy(button);
});
