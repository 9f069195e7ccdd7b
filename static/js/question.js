// Several questions before one input: [data-question] chooses, and [data-answer] beside it is named
// after the chosen one and typed as it needs. "Is empty" needs none.
document.addEventListener("change", (event) => {
  const question = event.target.closest?.("[data-question]");
  const answer = question?.parentElement.querySelector("[data-answer]");
  if (!answer) return;
  const { type } = question.selectedOptions[0].dataset;
  if (answer.type !== "hidden") answer.dataset.typed = answer.value;
  answer.name = question.value;
  answer.type = type;
  answer.step = "any";
  answer.value = type === "hidden" ? "1" : answer.dataset.typed ?? "";
});
