// Makes one piece of the page like another that the server drew, without touching what a person is doing:
// fields being typed in keep their text, unfolded parts stay open, focus and caret stay where they are.

const LEFT_ALONE = new Set(["hidden", "open", "aria-expanded", "aria-activedescendant", "data-text"]);

// `busy(field, drawn)` says whether a field must keep its text instead of the drawn one's; `html` is what the server drew for the inside of `element`.
export function morph(element, html, busy = () => false) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  const focused = document.activeElement;
  const at = element.contains(focused) ? { id: focused.id, caret: caretOf(focused) } : null;
  children(element, drawn.content, busy);
  if (at?.id && document.activeElement !== focused) {
    const again = document.getElementById(at.id);
    again?.focus({ preventScroll: true });
    if (again && at.caret) setCaret(again, at.caret);
  }
}

function children(from, to, busy) {
  if (from.classList?.contains("more") && !to.firstElementChild && from.firstElementChild) return; // an open row
  const wanted = [...to.childNodes];
  const known = new Map([...from.children].filter((child) => keyOf(child)).map((child) => [keyOf(child), child]));
  let next = from.firstChild;
  for (const node of wanted) {
    const key = keyOf(node);
    const match = key ? known.get(key) : alike(next, node) ? next : null;
    if (!match) {
      from.insertBefore(node, next);
    } else {
      if (match !== next) from.insertBefore(match, next);
      one(match, node, busy);
      next = match.nextSibling;
    }
  }
  while (next) {
    const rest = next.nextSibling;
    next.remove();
    next = rest;
  }
}

function one(from, to, busy) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  if (from.isEqualNode(to) && !isField(from)) return;
  if (isField(from) && busy(from, to)) return;
  attributes(from, to);
  if (isField(from)) text(from, to, busy);
  else children(from, to, busy);
}

function text(from, to, busy) {
  if (from instanceof HTMLSelectElement) children(from, to, busy);
  if (from instanceof HTMLTextAreaElement && from.value !== to.value) from.value = to.value;
  if (from instanceof HTMLSelectElement && from.value !== to.value) from.value = to.value;
  if (from instanceof HTMLInputElement) {
    if (from.type === "checkbox" || from.type === "radio") from.checked = to.checked;
    else if (from.type !== "file" && from.value !== to.value) from.value = to.value;
  }
}

function attributes(from, to) {
  for (const { name, value } of to.attributes) {
    if (!LEFT_ALONE.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!LEFT_ALONE.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

const isField = (node) =>
  node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset?.id || null : null);

const alike = (a, b) =>
  a && a.nodeType === b.nodeType && a.nodeName === b.nodeName && !keyOf(a) && (a.type ?? "") === (b.type ?? "");

const caretOf = (field) => {
  try {
    return [field.selectionStart, field.selectionEnd];
  } catch {
    return null; // a checkbox has no caret
  }
};

function setCaret(field, [start, end]) {
  try {
    if (start !== null) field.setSelectionRange(start, end);
  } catch {
    // numbers and lists have no caret to put back
  }
}
