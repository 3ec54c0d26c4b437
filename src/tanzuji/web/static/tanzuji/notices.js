// Errors at their fields and lines for the reader, in the language of the page.

const language = document.documentElement.lang.startsWith("en") ? "en" : "zh";

export const sentence = (problem) => `${problem.message[language]} ${problem.remedy[language]}`;

export function showError(field, problem) {
  clearError(field);
  const error = document.createElement("p");
  error.className = "error";
  error.id = `${field.id}-error`;
  error.innerHTML = '<svg class="i" aria-hidden="true"><use href="#i-error"/></svg><span></span>';
  error.lastElementChild.textContent = sentence(problem);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${(field.getAttribute("aria-describedby") ?? "").replace(error.id, "")} ${error.id}`.trim());
  (field.closest(".field, .pair > div, td") ?? field.parentElement).append(error);
}

export function clearError(field) {
  document.getElementById(`${field.id}-error`)?.remove();
  field.removeAttribute("aria-invalid");
}

// What became of a field while somebody stands in it: a line below it, until the field takes the value.
export function showNews(field, words) {
  const around = field.closest(".field, .pair > div, td") ?? field.parentElement;
  around.querySelector(":scope > .news")?.remove();
  const news = document.createElement("p");
  news.className = "caution news";
  news.setAttribute("role", "status");
  news.textContent = words;
  around.append(news);
}

// A line above the sheet, with a link where one helps; good news goes by itself.
export function note(words, kind = "now", link = null) {
  const notices = document.getElementById("notices");
  const line = document.createElement("p");
  line.className = `notice notice-${kind}`;
  line.innerHTML = `<svg class="i" aria-hidden="true"><use href="#i-${kind === "bad" ? "error" : "info"}"/></svg><span></span>`;
  line.lastElementChild.textContent = words;
  if (link) {
    const leads = document.createElement("a");
    Object.assign(leads, { href: link.address, textContent: link.words, target: "_blank" });
    line.lastElementChild.append(" ", leads);
  }
  notices.replaceChildren(line);
  if (kind !== "bad") setTimeout(() => line.remove(), 8000);
}
