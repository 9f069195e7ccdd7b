// What an htmx request could not do is said, never swallowed. The sentences stand in #toasts as data-fault-*.
function sentence(code) {
  const words = document.getElementById("toasts").dataset;
  return words[`fault-${code}`] ?? words[`fault${code}`] ?? words[code >= 500 ? "fault-500" : "fault-400"];
}

function say(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "error" } }));
}

// What asks by itself, every minute, is not missed when it fails.
function asksByItself(event) {
  return event.detail.elt.matches("[data-asks-by-itself]");
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (asksByItself(event)) return;
  // The server has already said it in its own words.
  if (xhr.getResponseHeader("HX-Trigger")?.includes('"toasts"')) return;
  say(sentence(xhr.status));
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => asksByItself(event) || say(sentence("Network")));
}
