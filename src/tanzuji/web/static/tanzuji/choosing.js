// Choosing datasets: a search whose list opens in the flow, and the chosen ones, which add up.

const PAUSE = 200;
const KINDS = { inputs: "input", energy: "energy", transports: "transport", wastes: "waste" };

// Shows the search instead of the plain list of ids; safe to call again after the page changed.
export function enhance(root) {
  for (const box of root.querySelectorAll("[data-choose]")) {
    box.querySelector(".finder").hidden = false;
    box.querySelector("textarea.ids").classList.add("sr");
    box.querySelector("textarea.ids").tabIndex = -1;
    for (const button of box.querySelectorAll("[data-drop]")) button.hidden = false;
  }
}

export function listen(root) {
  let timer;
  root.addEventListener("input", (event) => {
    if (!isSearch(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(() => search(event.target), PAUSE);
  });
  root.addEventListener("keydown", (event) => isSearch(event.target) && key(event));
  root.addEventListener("focusout", (event) => {
    if (isSearch(event.target)) setTimeout(() => close(event.target), 200); // a click on an option comes first
  });
  root.addEventListener("mousedown", (event) => {
    const option = event.target.closest(".finder [role=option]");
    if (option) event.preventDefault(), choose(option);
  });
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drop]");
    if (button) drop(button);
  });
}

const isSearch = (node) => node instanceof HTMLInputElement && node.getAttribute("role") === "combobox" && node.closest("[data-choose]");
const listOf = (input) => input.closest(".finder").querySelector("[role=listbox]");
const options = (input) => [...listOf(input).querySelectorAll("[role=option]")];
const isOpen = (input) => input.getAttribute("aria-expanded") === "true";

async function search(input) {
  const box = input.closest("[data-choose]");
  const query = new URLSearchParams({ q: input.value, ...context(box) });
  let html;
  try {
    const response = await fetch(`${box.dataset.find}&${query}`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!response.ok) return;
    html = await response.text();
  } catch {
    return; // the next letter asks again
  }
  if (document.activeElement !== input) return;
  const list = listOf(input);
  list.innerHTML = html;
  const found = options(input);
  for (const [i, option] of found.entries()) option.id = `${list.id}-${i}`;
  const count = list.querySelector("[data-total]");
  box.querySelector("p[data-count]").textContent = count?.textContent.trim() ?? "";
  count?.remove();
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", String(found.length > 0));
  mark(input, -1); // nothing is chosen until its author goes there
}

// The unit and kind of the line that asks: what fits comes first.
function context(box) {
  const place = box.dataset.for;
  const list = place.match(/(inputs|energy|transports|wastes)(?:\[|\+)/)?.[1];
  const own = place.replace(/((grid|residual)_)?datasets$/, "unit");
  const unit = document.getElementsByName(own)[0]?.value ?? "";
  return { unit: list === "transports" ? "t*km" : unit, kind: KINDS[list] ?? "" };
}

function mark(input, index) {
  const found = options(input);
  found.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
  if (found[index]) {
    input.setAttribute("aria-activedescendant", found[index].id);
    found[index].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function key(event) {
  const input = event.target;
  const found = options(input);
  const at = found.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen(input)) return void search(input);
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark(input, at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length);
  } else if (event.key === "Enter") {
    event.preventDefault(); // never the form's button
    if (isOpen(input) && found[at]) choose(found[at]);
  } else if (event.key === "Escape" && isOpen(input)) {
    event.preventDefault();
    close(input);
  }
}

function close(input) {
  listOf(input).hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(option) {
  if (option.getAttribute("aria-disabled") === "true") return;
  const box = option.closest("[data-choose]");
  const input = box.querySelector("[role=combobox]");
  const adds = box.querySelector("[data-adds]")?.checked;
  const ids = adds ? chosen(box) : [];
  const id = option.dataset.dataset;
  if (!adds) box.querySelector(".chosen").replaceChildren();
  if (!ids.includes(id)) {
    ids.push(id);
    box.querySelector(".chosen").append(entry(id, option.querySelector("span").textContent, box));
  }
  const unit = document.getElementsByName(box.dataset.for.replace(/((grid|residual)_)?datasets$/, "unit"))[0];
  if (unit && !unit.value && option.dataset.unit) unit.value = option.dataset.unit;
  input.value = "";
  close(input);
  write(box, ids);
}

function drop(button) {
  const box = button.closest("[data-choose]");
  button.closest("li").remove();
  write(box, chosen(box).filter((id) => id !== button.dataset.drop));
  box.querySelector("[role=combobox]").focus();
}

const chosen = (box) => box.querySelector("textarea.ids").value.split("\n").filter(Boolean);

function write(box, ids) {
  const field = box.querySelector("textarea.ids");
  field.value = ids.join("\n");
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function entry(id, name, box) {
  const item = document.createElement("li");
  item.dataset.id = id;
  const words = document.createElement("span");
  words.textContent = name;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn-plain btn-s", textContent: "×" });
  button.dataset.drop = id;
  button.setAttribute("aria-label", `${box.dataset.remove} ${name}`);
  item.append(words, button);
  return item;
}
