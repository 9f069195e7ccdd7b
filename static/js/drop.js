// .drop[data-drop]: a zone around input[type=file]. Shows the chosen file's name and size in
// [data-drop-name]; data-drop-submit sends the form at once.
function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step > 1 ? 1 : 0)} ${units[step]}`;
}

const zone = (event) => event.target.closest?.("[data-drop]");

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => zone(event)?.classList.add("over"));
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => zone(event)?.classList.remove("over"));
}

document.addEventListener("change", (event) => {
  const drop = zone(event);
  const file = event.target.files?.[0];
  if (!drop || !file) return;
  drop.classList.add("full");
  const name = drop.querySelector("[data-drop-name]");
  if (name) name.textContent = `${file.name} · ${size(file.size)}`;
  if ("dropSubmit" in drop.dataset) event.target.form.requestSubmit();
});
