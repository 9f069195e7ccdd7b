// A passkey that was refused, cancelled or is not supported is said on the page, not in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const fault = document.getElementById("passkey-fault");
  fault.hidden = false;
  fault.scrollIntoView({ block: "nearest" });
});
