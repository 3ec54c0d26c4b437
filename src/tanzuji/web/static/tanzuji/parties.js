// People, tokens and sign-in: copy a secret with one click; say so when a security key does not answer.

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // only served over HTTPS or from this machine
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.classList.add("copied");
  });
}

document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("key-failed");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});
