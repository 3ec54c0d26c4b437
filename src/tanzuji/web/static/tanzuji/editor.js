// The editor: what is typed is saved as it is typed, the number moves, and nothing typed is ever lost.

import * as choosing from "./choosing.js";
import { morph } from "./morph.js";
import { clearError, note, sentence, showError, showNews } from "./notices.js";
import { csrfToken, renewToken } from "./pages.js";
import { Saving } from "./saving.js";
import { unfolding } from "./unfolding.js";

const PAUSE = 250; // ms after the last key
const LOOK = 10000; // ms between two looks at what colleagues did

const editor = document.getElementById("editor");
const sheet = document.getElementById("sheet");
const data = editor.dataset;
const status = document.getElementById("saved");
const locked = data.locked === "1";
const timers = new Map();
const confirmed = new WeakMap(); // field → its text when the server confirmed it, and that text as it is written
const rest = new Map(); // place → what the server drew while the field had the focus

const here = () => ({ page: data.page, process: data.process, base: Number(data.revision), digest: data.digest });
const saving = new Saving({ address: data.edits, study: data.study, person: data.person, csrf: () => csrfToken, here, told });

const { load, reopen, reveal, say, shut, unfold } = unfolding({
  data,
  failed: (answered) => note(answered ? status.dataset.failing : status.dataset.retrying, "bad"),
  away: signedOut,
  busy: (field) => Boolean(field.dataset.place) && isBusy(field),
  told: () => look(true),
});

document.documentElement.classList.add("js");
choosing.enhance(document);
choosing.listen(document);

// ── fields ──

const fieldAt = (place) => document.querySelector(`[data-place="${CSS.escape(place)}"]`);
const was = (field) => JSON.parse(field.dataset.was ?? "null");
const isBusy = (field) => field === document.activeElement || saving.has(field.dataset.place) || timers.has(field.dataset.place);

function textOf(field) {
  if (field.dataset.checks) return [...field.querySelectorAll("input:checked")].map((box) => box.value).join("\n");
  return field.type === "checkbox" ? String(field.checked) : field.value;
}

function touched(field, pause) {
  const place = field.dataset.place;
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => leave(field), pause));
}

function leave(field) {
  const place = field.dataset.place;
  const text = textOf(field);
  clearTimeout(timers.get(place));
  timers.delete(place);
  const known = confirmed.get(field);
  if (known?.text === text && known.was === field.dataset.was && !saving.has(place)) return;
  if (saving.textOf(place) !== text) saving.put(place, text, was(field));
}

const flush = () => [...timers.keys()].forEach((place) => fieldAt(place) && leave(fieldAt(place)));

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-place]");
  if (!field || locked || event.isComposing) return;
  if (field.matches("input.num")) field.inputMode = field.value.startsWith("=") ? "text" : "decimal";
  touched(field, PAUSE);
});
document.addEventListener("compositionend", (event) => event.target.dataset?.place && touched(event.target, PAUSE));
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-place]");
  if (field && !locked) leave(field);
});
document.addEventListener("focusout", (event) => {
  const place = event.target.dataset?.place;
  if (place && timers.has(place)) leave(event.target);
  else if (place && rest.has(place) && !saving.has(place)) rest.get(place)(event.target);
  else if (place) tidy(event.target);
  rest.delete(place);
});

// An amount that was understood, such as `1 200`, stands as it is kept once nobody is typing in it.
function tidy(field) {
  const known = confirmed.get(field);
  if (known?.written === undefined || field === document.activeElement || textOf(field) !== known.text) return;
  field.value = known.text = known.written;
}

// ── what the server says ──

function told(event, detail) {
  const words = { conflict: "refused", failed: "refused" };
  const said = status.dataset[words[event] ?? event];
  if (event !== "saved" && !(event === "saving" && status.classList.contains("unsaved"))) status.textContent = said;
  if (event !== "saving") status.classList.toggle("unsaved", event !== "saved" || saving.held.size > 0);
  if (event === "saved") saved(detail);
  if (event === "refused") refused(detail);
  if (event === "conflict") merging(detail.answer);
  if (event === "failed") note(status.dataset.failing, "bad"), unkept(detail.places);
  if (event === "away") signedOut();
}

function unkept(places) {
  const failing = { zh: status.dataset.failing, en: status.dataset.failing };
  for (const field of places.map(fieldAt)) if (field) showError(field, { message: failing, remedy: { zh: "", en: "" } });
}

// ── signed out, and in again ──

function signedOut() {
  saving.stopped = true;
  const address = `${data.login}?${new URLSearchParams({ next: location.pathname + location.search })}`;
  note(status.dataset.away, "bad", { address, words: data.signIn });
}

// Whether the same person is signed in again, in another tab: then this page has their new token, and goes on.
async function signedIn() {
  try {
    const response = await fetch(location.pathname + location.search, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (page.getElementById("editor")?.dataset.person !== data.person) return;
    renewToken(page.querySelector('meta[name="csrf-token"]').content);
  } catch {
    return; // the next look comes soon
  }
  document.getElementById("notices").replaceChildren();
  saving.resume();
}

document.addEventListener("visibilitychange", () => !document.hidden && saving.stopped && signedIn());
window.addEventListener("focus", () => saving.stopped && signedIn());

function saved({ answer, places }) {
  for (const place of places) {
    const field = fieldAt(place);
    if (!field) continue;
    if (answer.values && place in answer.values) field.dataset.was = JSON.stringify(answer.values[place]);
    if (!saving.has(place)) {
      const written = field.matches("input.num") ? answer.texts?.[place] : undefined;
      confirmed.set(field, { text: textOf(field), was: field.dataset.was, written });
      tidy(field);
    }
    clearError(field);
  }
  apply(answer);
}

function apply(answer) {
  data.revision = answer.revision;
  data.digest = answer.digest;
  document.querySelectorAll("input[name=base]").forEach((input) => (input.value = answer.revision));
  if (!saving.held.size && !saving.pending) {
    status.textContent = `${answer.saved_at} ${status.dataset.saved}`;
    status.classList.remove("unsaved");
  }
  enable("undo", answer.undo);
  enable("redo", answer.redo);
  enable("make-version", answer.can_make);
  const checks = document.querySelector('.tabs a[href$="/checks/"]');
  if (checks) checks.textContent = checks.textContent.replace(/ \d+$/, "") + (answer.found ? ` ${answer.found}` : "");
  const state = document.querySelector("#study-meta .status");
  if (state && answer.state_code !== data.state) {
    if (answer.standing.change) note(answer.standing.change);
    data.state = answer.state_code;
  }
  if (state) state.outerHTML = answer.state;
  morph(document.getElementById("standing"), answer.standing.html);
  morph(document.getElementById("live"), answer.live);
  if (answer.outline) morph(document.getElementById("outline"), answer.outline);
  if (answer.sheet !== undefined) redraw(answer.sheet);
  for (const [anchor, cells] of Object.entries(answer.rows ?? {})) cellsOf(anchor, cells);
  for (const [place, text] of Object.entries(answer.computed ?? {})) {
    const shown = document.querySelector(`[data-computed="${CSS.escape(place)}"]`);
    if (shown) shown.textContent = text && `= ${text}`;
  }
}

function redraw(html) {
  const news = [];
  morph(sheet, html, (field, drawn) => {
    const place = field.dataset.place;
    if (place && field === document.activeElement && !saving.has(place) && !timers.has(place)) {
      rest.set(place, refresh);
      if (field.dataset.was !== drawn.dataset.was) news.push([field, shownText(drawn)]);
    }
    return Boolean(place) && isBusy(field);
  });
  for (const [field, text] of news) showNews(field, `${data.elsewhere}${text || data.empty}`);
  choosing.enhance(sheet);
  reveal();
  for (const open of sheet.querySelectorAll("[data-open]")) reopen(open);
}

const shownText = (field) => (field.matches("select") ? field.selectedOptions[0]?.text : field.type === "checkbox" ? "" : field.value);

// A field that had the focus while a colleague's value came: it takes the value when the focus leaves.
function refresh() {
  look(true);
}

function cellsOf(anchor, cells) {
  if (anchor === "") {
    const sum = document.getElementById("subtotal");
    if (sum) sum.textContent = cells.subtotal;
    return;
  }
  const row = document.getElementById(anchor);
  if (!row) return;
  const under = row.nextElementSibling;
  for (const [name, html] of Object.entries(cells)) {
    const cell = row.querySelector(`[data-cell="${name}"]`) ?? under.querySelector(`[data-cell="${name}"]`);
    if (cell) morph(cell, html);
  }
  row.classList.toggle("bad", cells.mark === "error");
  row.classList.toggle("odd", cells.mark === "warning");
  under.classList.toggle("bad", cells.mark === "error");
  reveal(under);
  if (under.querySelector("[data-open]")) reopen(under.querySelector("[data-open]"));
}

function enable(id, possible) {
  const button = document.getElementById(id);
  if (!button || possible === undefined || locked) return;
  if (possible) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

function refused({ answer, places }) {
  const problems = answer.problems ?? [];
  let placed = 0;
  for (const problem of problems) {
    const field = fieldAt(problem.path) ?? places.map(fieldAt).find(Boolean);
    if (field) showError(field, problem), (placed += 1);
  }
  if (!placed) problems.forEach((problem) => note(sentence(problem), "bad"));
}

// ── two people, one field ──

let again = null; // the button's request that met a conflict

// The page stays at the revision it has drawn, so that the next answer brings what else changed.
function merging(answer, action = null) {
  again = action;
  document.getElementById("merging").innerHTML = answer.merge; // an alert: it is read out, and takes no focus
}

document.getElementById("merging").addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep], [data-take]");
  if (!button) return;
  const row = button.closest("[data-conflict]");
  const place = row.dataset.conflict;
  if ("keep" in button.dataset) again ? again() : saving.insist(place);
  else {
    const field = fieldAt(place);
    saving.drop(place);
    if (field) {
      if (field.type === "checkbox") field.checked = row.dataset.theirs === "true";
      else if (!field.dataset.checks) field.value = row.dataset.theirs;
      field.dataset.was = row.dataset.value;
    }
    look(true);
  }
  const section = row.closest("section");
  row.remove();
  if (!section.querySelector("[data-conflict]")) section.remove();
});

// ── buttons ──

document.addEventListener("click", (event) => {
  const dead = event.target.closest('[aria-disabled="true"]');
  if (dead?.matches("button")) return event.preventDefault();
  const link = event.target.closest("[data-load]");
  // Who may not edit may comment; not in a sheet whose fields are off, but on the thread's own page.
  const elsewhere = event.ctrlKey || event.metaKey || (locked && link?.dataset.load === "remarks");
  if (link && !elsewhere) event.preventDefault(), load(link);
  const close = event.target.closest("[data-close]");
  if (close) event.preventDefault(), shut(close);
  const remark = !close && event.target.closest("[data-thread] button");
  if (remark) say(remark);
  const finding = event.target.closest("#live a[href*='#']");
  if (finding && finding.pathname === location.pathname && finding.search === location.search) unfold(finding.hash);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.matches(".sheet-form, [data-adding]")) event.preventDefault(), press(form, button);
  else if (form.id === "undo-form") event.preventDefault(), stepBack(button.id);
  else if (form.id === "version-form") event.preventDefault(), flush(), saving.alone(() => form.submit());
});

async function press(form, button) {
  flush();
  const action = button?.value ?? "";
  if (!action) return;
  const around = button.closest("[data-new]") ?? (form.matches("[data-adding]") ? form : null);
  const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const run = () => saving.alone(() => change(action, around, key, data.revision));
  if (!(await run())) note(status.dataset.retrying, "bad");
}

// `base`: the revision whose values its author has seen.
async function change(action, around, key, base) {
  const body = new URLSearchParams({ do: action, page: data.page, process: data.process, base,
    revision: data.revision, digest: data.digest, key });
  for (const field of around?.querySelectorAll("[name^='new.']") ?? []) {
    if (field.type !== "checkbox" || field.checked) body.append(field.name, field.value);
  }
  const response = await post(data.change, body);
  if (!response) return;
  if (response.status === 409) {
    return merging(response.answer, () => saving.alone(() => change(action, around, `${key}+`, response.answer.revision)));
  }
  if (response.status === 401) return signedOut();
  if (!response.ok) return faults(response.answer, around);
  around?.matches("[data-adding]") && around.remove();
  around?.closest("details")?.removeAttribute("open");
  around?.querySelectorAll(".input").forEach((field) => field.tagName === "INPUT" && (field.value = field.defaultValue));
  if (data.page === "inventory" && response.answer.process !== data.process) {
    location.search = new URLSearchParams({ process: response.answer.process });
    return;
  }
  apply(response.answer);
  const row = response.answer.opened && document.getElementById(`in-${response.answer.opened}`);
  if (row) row.scrollIntoView({ block: "nearest" }), (row.querySelector("input") ?? row.querySelector("a"))?.focus();
}

async function post(address, body, headers = {}) {
  try {
    const response = await fetch(address, { method: "POST", body, credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken, ...headers } });
    return { ok: response.ok, status: response.status, answer: await response.json() };
  } catch {
    note(status.dataset.retrying, "bad");
    return null;
  }
}

function faults(answer, around) {
  for (const problem of answer.problems ?? []) {
    const field = around?.querySelector(`[name="${CSS.escape(problem.path)}"], [name^="${CSS.escape(problem.path)}."]`);
    if (field) showError(field, problem), field.focus();
    else note(sentence(problem), "bad");
  }
}

async function stepBack(which) {
  flush();
  const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
  await saving.alone(async () => {
    const response = await post(data[which], JSON.stringify({ key, here: here() }), { "Content-Type": "application/json" });
    if (response?.ok) apply(response.answer);
    else if (response?.status === 401) signedOut();
    else (response?.answer.problems ?? []).forEach((problem) => note(sentence(problem), "bad"));
  });
}

document.addEventListener("keydown", (event) => {
  const around = event.key === "Enter" && event.target.matches("input") && event.target.closest("[data-thread]");
  if (around) return event.preventDefault(), say(around.querySelector("button"));
  if (!(event.ctrlKey || event.metaKey) || event.altKey || locked) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, [contenteditable]")) return; // the field's own undo
  const letter = event.key.toLowerCase();
  const redo = letter === "y" || (letter === "z" && event.shiftKey);
  if (letter === "z" || letter === "y") event.preventDefault(), stepBack(redo ? "redo" : "undo");
});

// ── colleagues ──

async function look(now = false) {
  saving.keep();
  if (saving.stopped) return signedIn();
  if (saving.pending || saving.busy || timers.size || (document.hidden && !now)) return;
  const since = now ? 0 : data.revision;
  let answer;
  try {
    const query = new URLSearchParams({ since, page: data.page, process: data.process });
    const response = await fetch(`${data.edits}?${query}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (response.status !== 200) return;
    answer = await response.json();
  } catch {
    return; // the next look comes soon
  }
  if (saving.pending || timers.size) return; // typed meanwhile: the answer to that brings the rest
  apply(answer);
  if (!now && answer.by?.length) note(answer.by.map((one) => `${one.who} ${one.when}`).join(", ") + data.by);
}

setInterval(() => {
  look();
  if (!saving.pending && !saving.held.size) recover();
}, LOOK);

function recover() {
  const found = saving.recover();
  for (const [place, entry] of found) {
    const field = fieldAt(place);
    if (field && !field.dataset.checks && field.type !== "checkbox") field.value = entry.text;
  }
  if (found.size) note(data.resent + found.size);
}

window.addEventListener("online", () => saving.hurry());
window.addEventListener("pagehide", () => (flush(), saving.last()));
window.addEventListener("pageshow", (event) => event.persisted && saving.hurry());
window.addEventListener("beforeunload", (event) => {
  flush();
  if (saving.pending || saving.held.size) event.preventDefault();
});

reveal();
if (!locked) recover();
// Words that matter only to who changes the fields they name.
for (const words of document.querySelectorAll("[data-beside]")) words.hidden = true;
document.addEventListener("focusin", (event) => {
  const words = event.target.dataset.place && document.querySelector(`[data-beside~="${CSS.escape(event.target.dataset.place)}"]`);
  if (words) words.hidden = false;
});
// When the page has loaded the browser jumps to the place, which would take the focus away again.
addEventListener("load", () => location.hash && unfold(location.hash));
