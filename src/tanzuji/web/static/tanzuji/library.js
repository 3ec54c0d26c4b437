// The library: copies a citation; while filters are being chosen, keeps them open and the focus where it was.

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}

let unfolded = false;
let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = document.querySelector("#found .fold")?.open ?? false;
  focused = document.activeElement?.id ?? "";
});
document.addEventListener("htmx:afterSettle", () => {
  const fold = document.querySelector("#found .fold");
  if (fold && unfolded) fold.open = true;
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
});
