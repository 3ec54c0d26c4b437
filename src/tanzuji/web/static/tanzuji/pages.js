// What every page needs: the CSRF token for htmx and fetch, focus on the error summary, a history one can go back in.

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

// The answer to a form that was sent back is no page of its own: its place in the history becomes that of the page the
// form stood on. Going back there shows that page, where the browser would else ask whether to send the form again (no
// answer to somebody who is signed in is kept). Forms and links on it lead where they led.
const from = document.referrer && new URL(document.referrer);
if ("posted" in document.documentElement.dataset && from && from.origin === location.origin) {
  for (const form of document.querySelectorAll("form:not([action])")) form.setAttribute("action", location.href);
  for (const link of document.querySelectorAll('a[href^="?"]')) link.setAttribute("href", link.href);
  history.replaceState(null, "", from);
}

// On a narrow screen tabs and processes scroll; the current one is brought into view, and the page stays where it is.
for (const current of document.querySelectorAll(".tabs [aria-current], .outline [aria-current]")) {
  const bar = current.closest(".tabs, .outline ul");
  const [outer, inner] = [bar.getBoundingClientRect(), current.getBoundingClientRect()];
  bar.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  bar.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}
