// The page that checks a proof bundle: a file is chosen or dropped, and what was found is written below it.

import { hasEd25519 } from "./ed25519.js";
import { Refused, verify } from "./proof.js";

const form = document.getElementById("checking");
const found = document.getElementById("found");
const words = JSON.parse(form.dataset.words);
const labels = form.dataset;
const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
let file = null;

const filled = (sentence, fields) => sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
const spoken = (text) => (text && typeof text === "object" ? (text[language] ?? text.zh ?? text.en ?? "") : String(text ?? ""));

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

const verdict = (tone, symbol, strong, more) =>
  element("div", `verdict ${tone}`.trim(), icon(symbol), element("div", "", element("strong", "", strong), element("span", "", more)));

const line = (severity, symbol, text) => element("li", severity, icon(symbol), element("span", "", text));

function facts(pairs) {
  const list = element("dl", "facts section-gap");
  for (const [name, value] of pairs) list.append(element("dt", "", name), element("dd", "", value));
  return list;
}

async function show(report) {
  const one = report.certificate;
  const good = report.status === "valid";
  const status = words.status[report.status] ?? report.status;
  const tone = !good ? "verdict-bad" : report.ownKeys ? "verdict-warn" : "";
  const said = good ? (report.ownKeys ? labels.validOwn : labels.valid) : filled(labels.invalid, { status });
  found.replaceChildren(
    verdict(tone, good ? (report.ownKeys ? "warn" : "seal") : "error", said, `${filled(labels.asOf, { time: report.asOf })}${report.reason ? ` ${report.reason}` : ""}`),
    facts([
      [labels.number, one.number],
      [labels.product, `${spoken(one.product)} · ${spoken(one.maker)}`],
      ...(one.holder_name ? [[labels.holder, spoken(one.holder_name)]] : []),
      [labels.value, `${one.value} ${String(one.unit).replace("CO2e", "CO₂e")} · ${spoken(one.unit_words)} · ${words.bounds[one.boundary] ?? one.boundary}`],
      [labels.term, `${one.issued_on} – ${one.expires_on}`],
    ].map(([name, value]) => [name, String(value)])),
    element("ul", "findings section-gap",
      ...report.held.map(([code, fields]) => line("sev-pass", "ok", filled(words.held[code], fields))),
      ...report.noted.map(([code, fields]) => line("sev-warning", "warn", filled(words.noted[code], fields))),
      line("", "info", (await hasEd25519()) ? labels.browser : labels.reckoned)),
  );
  const link = element("a", "", report.online);
  if (report.online.startsWith("https://") || report.online.startsWith("http://")) link.href = report.online;
  found.append(element("p", "small muted section-gap", `${labels.since} `, link));
}

function showRefusal(error) {
  const text = error instanceof Refused ? (words.failed[error.code] ?? labels.old) : labels.failed;
  found.replaceChildren(verdict("verdict-bad", "error", labels.refused, filled(text, error.fields ?? {})));
}

async function check() {
  if (!file) return;
  found.setAttribute("aria-busy", "true");
  try {
    const data = new Uint8Array(await file.slice(0, 2_097_153).arrayBuffer());
    const own = form.elements.whose.value === "own";
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    await show(await verify(data, own ? form.elements.keys.value : labels.published, today));
  } catch (error) {
    showRefusal(error);
  }
  found.removeAttribute("aria-busy");
}

form.addEventListener("change", (event) => {
  if (event.target.type === "file") file = event.target.files[0] ?? null;
  if (event.target === form.elements.keys && event.target.value.trim()) form.elements.whose.value = "own";
  check();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  [file] = event.dataTransfer.files;
  check();
});
form.hidden = false;
