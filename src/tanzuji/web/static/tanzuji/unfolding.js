// Rows, small forms and threads of comments: loaded when somebody opens them, and gone when they close.

import * as choosing from "./choosing.js";
import { morph } from "./morph.js";
import { csrfToken } from "./pages.js";

// `busy(field)`: whether a field keeps its text; `failed(answered)`: the server gave no answer, or none that helps;
// `away()`: nobody is signed in any more; `told()`: something was said.
export function unfolding({ data, busy, failed, away, told }) {
  const remarks = `tanzuji.remark.${data.study}.${data.person}.`; // remarks in writing, kept on this device until they are said

  function reveal(...rows) {
    for (const under of rows.length ? rows : document.querySelectorAll("tr.under")) {
      const open = Boolean(under.querySelector(".more")?.firstElementChild);
      under.hidden = !open && !under.querySelector(".notes")?.firstElementChild;
      under.previousElementSibling?.querySelector("a.opens")?.setAttribute("aria-expanded", String(open));
    }
  }

  async function load(link) {
    const kind = link.dataset.load;
    const target = kind === "add" ? document.getElementById("adding") : moreOf(link);
    const open = target.querySelector(kind === "row" ? "[data-open]" : kind === "remarks" ? ".thread" : "[data-never]");
    if (open) return target.replaceChildren(), reveal();
    await fill(target, addressOf(link), kind === "remarks" ? "thread" : kind);
    target.querySelector("input:not([type=hidden]):not([tabindex='-1']), textarea:not([tabindex='-1'])")?.focus({ preventScroll: kind === "row" });
    if (kind === "add") target.scrollIntoView({ block: "nearest" });
  }

  const moreOf = (node) => node.closest(".more") ?? node.closest("tr").nextElementSibling.querySelector(".more");

  function addressOf(link) {
    if (link.dataset.load === "row") return `row/?${new URLSearchParams({ place: link.dataset.row })}`;
    if (link.dataset.load === "add") return `adding/?${new URLSearchParams({ process: data.process, add: link.dataset.add })}`;
    return link.href;
  }

  async function fill(target, address, fragment) {
    const answer = await asked(address, fragment);
    if (!answer) return;
    morph(target, answer.html, busy);
    choosing.enhance(target);
    if (fragment === "thread") unsaid(target);
    reveal();
  }

  // The piece of the page at an address; null where the server gave anything else, such as the page to sign in.
  async function asked(address, fragment, more = {}) {
    try {
      const headers = { "X-Fragment": fragment, "X-CSRFToken": csrfToken };
      const response = await fetch(address, { credentials: "same-origin", headers, ...more });
      if (response.headers.get("X-Fragment") === fragment) return { ok: response.ok, html: await response.text() };
      if (response.redirected || [401, 403].includes(response.status)) away();
      else failed(true);
    } catch {
      failed(false);
    }
    return null;
  }

  const reopen = (open) => fill(open.closest(".more"), `row/?${new URLSearchParams({ place: open.dataset.open })}`, "row");

  function shut(button) {
    const target = button.closest("#adding") ?? button.closest(".more");
    target?.replaceChildren();
    reveal();
  }

  async function say(button) {
    const around = button.closest("[data-thread]");
    const target = button.closest(".more");
    const body = new URLSearchParams([...around.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
    const name = nameOf(around);
    const answer = await asked(button.getAttribute("formaction") ?? around.dataset.action, "thread", { method: "POST", body });
    if (!answer) return; // what was written stands there still
    if (answer.ok) localStorage.removeItem(name);
    target.innerHTML = answer.html;
    unsaid(target);
    told();
  }

  const nameOf = (around) => `${remarks}${around.dataset.action}#${around.querySelector("[name=place]").value}`;

  // What was being written here when the page was left, or the session ended.
  function unsaid(target) {
    for (const around of target.querySelectorAll("[data-thread]")) {
      const text = around.querySelector("[name=text]");
      text.value ||= localStorage.getItem(nameOf(around)) ?? "";
    }
  }

  document.addEventListener("input", (event) => {
    const around = event.target.name === "text" && event.target.closest("[data-thread]");
    if (!around) return;
    try {
      if (event.target.value) localStorage.setItem(nameOf(around), event.target.value);
      else localStorage.removeItem(nameOf(around));
    } catch {
      // a full or forbidden store: the text stands on the page alone
    }
  });

  // A finding leads to a field that may be folded away.
  function unfold(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    const search = target?.closest("[data-choose]")?.querySelector("[role=combobox]"); // it stands in the place of the list of ids
    (search ?? (target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea, a")))?.focus();
  }

  return { load, reopen, reveal, say, shut, unfold };
}
