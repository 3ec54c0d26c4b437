// Rows, small forms and threads of comments: loaded when somebody opens them, and gone when they close.

import * as choosing from "./choosing.js";
import { morph } from "./morph.js";
import { csrfToken } from "./pages.js";

// `busy(field)`: whether a field keeps its text; `failed()`: the server did not answer; `told()`: something was said.
export function unfolding({ data, busy, failed, told }) {
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
    try {
      const response = await fetch(address, { credentials: "same-origin", headers: { "X-Fragment": fragment } });
      if (!response.ok) return;
      morph(target, await response.text(), busy);
    } catch {
      return failed();
    }
    choosing.enhance(target);
    reveal();
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
    try {
      const response = await fetch(button.getAttribute("formaction") ?? around.dataset.action, { method: "POST", body,
        credentials: "same-origin", headers: { "X-Fragment": "thread", "X-CSRFToken": csrfToken } });
      target.innerHTML = await response.text();
    } catch {
      return failed(); // what was written stands there still
    }
    told();
  }

  // A finding leads to a field that may be folded away.
  function unfold(hash) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
    const search = target?.closest("[data-choose]")?.querySelector("[role=combobox]"); // it stands in the place of the list of ids
    (search ?? (target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea, a")))?.focus();
  }

  return { load, reopen, reveal, say, shut, unfold };
}
