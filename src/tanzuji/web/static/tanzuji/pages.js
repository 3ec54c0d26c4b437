// What every page needs: the CSRF token for htmx and fetch, and focus on the error summary.

export const csrfToken = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  if (csrfToken) event.detail.headers["X-CSRFToken"] = csrfToken;
});
document.getElementById("problems")?.focus();
