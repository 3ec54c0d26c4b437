// The rule editor: a click on “line 12” puts the cursor there. The list of problems says the line in words as well.

const text = document.getElementById("text");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link || !text) return;
  event.preventDefault();
  const lines = text.value.split("\n");
  const line = Math.min(Number(link.dataset.line), lines.length);
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + lines[line - 1].length);
  text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 6);
});
