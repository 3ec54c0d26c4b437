// What every page needs: the CSRF token for htmx and fetch, and focus on the error summary.

export let csrfToken = document.querySelector('meta[name="csrf-token"]')?.content ?? "";

// Signing in again, in another tab, gives the browser another token.
export function renewToken(token) {
  csrfToken = token;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

document.addEventListener("htmx:configRequest", (event) => {
  if (csrfToken) event.detail.headers["X-CSRFToken"] = csrfToken;
});
document.getElementById("problems")?.focus();

// On a narrow screen tabs and processes scroll; the current one is brought into view, and the page stays where it is.
for (const current of document.querySelectorAll(".tabs [aria-current], .outline [aria-current]")) {
  const bar = current.closest(".tabs, .outline ul");
  const [outer, inner] = [bar.getBoundingClientRect(), current.getBoundingClientRect()];
  bar.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  bar.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}
