// What was typed, on its way to the server: one request at a time, in order, the newest text of each field only.
// Everything is kept on this device until the server has it, so that a closed lid or a dead network loses nothing.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const TRIES = 5; // times the server may fail at the same entries before they are sent apart
const ABANDONED = 30000; // after so long without a sign of life, another window's entries are taken over

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

export class Saving {
  // `told(event, detail)` hears: saving, saved, retrying, refused, failed, conflict, away. `here()` tells where the
  // page is, `csrf()` its token.
  constructor({ address, study, person, csrf, here, told }) {
    Object.assign(this, { address, csrf, here, told });
    this.waiting = new Map(); // place → {text, was}
    this.held = new Map(); // refused or in conflict, until its author changes or decides it
    this.forced = new Map(); // in conflict, and its author's text is to stay
    this.parts = []; // entries the server failed at together, on their way by halves: [{edits, force}]
    this.flying = null; // {key, edits, force, failures}
    this.busy = false; // a button's own request is on its way
    this.wait = 0;
    this.stopped = false;
    this.prefix = `tanzuji.unsaved.${study}.${person}.`;
    this.window = newKey(); // of this page alone: a duplicated tab copies the store of its session
  }

  get pending() {
    return this.waiting.size + this.forced.size + this.parts.length + (this.flying?.edits.size ?? 0);
  }

  has(place) {
    return this.all().some((entries) => entries.has(place));
  }

  // The newest text of a field that the server does not have yet.
  textOf(place) {
    return this.all().find((entries) => entries.has(place))?.get(place).text;
  }

  // Everything the server does not have, the newest first.
  all() {
    const parts = this.parts.map((part) => part.edits);
    return [this.waiting, this.forced, ...parts, this.flying?.edits ?? new Map(), this.held];
  }

  // A field holds `text` now; `was` is what the server last confirmed for it.
  put(place, text, was) {
    this.held.delete(place);
    this.forced.delete(place);
    this.waiting.set(place, { text, was: this.waiting.get(place)?.was ?? was });
    this.keep();
    this.send();
  }

  drop(place) {
    this.held.delete(place);
    this.forced.delete(place);
    this.waiting.delete(place);
    this.keep();
  }

  // My text stays although somebody else changed the place: sent again, and this time it wins.
  insist(place) {
    const entry = this.held.get(place);
    if (!entry) return;
    this.held.delete(place);
    this.forced.set(place, entry);
    this.keep();
    this.send();
  }

  async send() {
    if (this.flying || this.busy || this.stopped) return;
    const next = this.parts.shift() ?? this.next();
    if (!next) return;
    this.flying = { key: newKey(), failures: 0, ...next };
    this.keep();
    await this.fly();
  }

  next() {
    const force = this.forced.size > 0;
    const edits = force ? this.forced : this.waiting;
    if (force) this.forced = new Map();
    else this.waiting = new Map();
    return edits.size ? { edits, force } : null;
  }

  async fly() {
    this.told("saving");
    let response;
    try {
      response = await fetch(this.address, this.request(this.flying));
    } catch {
      return this.later();
    }
    if (response.status === 500 && (this.flying.failures += 1) >= TRIES) return this.apart();
    if (response.status >= 500 || response.status === 429) return this.later();
    let answer = {};
    try {
      answer = await response.json();
    } catch {
      if (response.ok) return this.later(); // cut off on the way: the same key makes it the same edit
    }
    const landed = this.flying;
    this.flying = null;
    this.wait = 0;
    if (response.ok) this.landed(landed, answer);
    else if (response.status === 401 || answer.problems?.[0]?.code === "web.csrf") this.away(landed);
    else this.refused(landed, answer, response.status);
    this.keep();
    this.send();
  }

  request({ key, edits, force }) {
    const operations = [...edits].map(([place, { text, was }]) => ({ kind: "typed", place, text, was }));
    return {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf() },
      body: JSON.stringify({ key, force, here: this.here(), operations }),
    };
  }

  later() {
    this.wait = Math.min(this.wait ? this.wait * 2 : FIRST_WAIT, LONGEST_WAIT);
    this.told("retrying");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fly(), this.wait);
  }

  // The server fails at these entries each time. Halves go alone, down to the one that it fails at; that one is held,
  // so that the rest arrives.
  apart() {
    const { edits, force } = this.flying;
    const entries = [...edits];
    const middle = entries.length >> 1;
    this.flying = null;
    this.wait = 0;
    if (middle) {
      const halves = [entries.slice(0, middle), entries.slice(middle)];
      this.parts.unshift(...halves.map((half) => ({ edits: new Map(half), force, failures: TRIES - 2 })));
    } else {
      const [[place, entry]] = entries;
      if (!this.waiting.has(place)) this.held.set(place, entry);
      this.told("failed", { places: [place] });
    }
    this.keep();
    this.send();
  }

  // The network is back, or somebody presses a button: no need to wait longer.
  hurry() {
    if (!this.wait || !this.flying) return;
    clearTimeout(this.timer);
    this.fly();
  }

  landed({ edits }, answer) {
    for (const place of edits.keys()) {
      const typed = this.waiting.get(place);
      if (typed && answer.values && place in answer.values) typed.was = answer.values[place];
    }
    this.told("saved", { answer, places: [...edits.keys()] });
  }

  away({ edits, force }) {
    this.stopped = true;
    if (force) this.forced = new Map([...edits, ...this.forced]);
    else this.back(edits);
    this.told("away");
  }

  // Signed in again: what waited goes.
  resume() {
    this.stopped = false;
    this.send();
  }

  refused({ edits, force }, answer, status) {
    const named = status === 409 ? (answer.conflicts ?? []).map((c) => c.place) : (answer.problems ?? []).map((p) => p.path);
    const meant = [...edits.keys()].filter((place) => named.some((other) => touches(place, other)));
    const blamed = new Set(meant.length && status !== 403 ? meant : edits.keys());
    for (const place of blamed) if (!this.waiting.has(place)) this.held.set(place, edits.get(place));
    const rest = new Map([...edits].filter(([place]) => !blamed.has(place)));
    if (force) this.forced = new Map([...rest, ...this.forced]);
    else this.back(rest);
    this.told(status === 409 ? "conflict" : "refused", { answer, places: [...blamed] });
  }

  // Entries that were not stored stand before those typed meanwhile; a newer text of the same field wins.
  back(edits) {
    const merged = new Map(edits);
    for (const [place, entry] of this.waiting) merged.set(place, { ...entry, was: edits.get(place)?.was ?? entry.was });
    this.waiting = merged;
  }

  // Runs a button's own request when everything typed before it has arrived.
  async alone(request) {
    this.hurry();
    const until = Date.now() + 8000;
    while (this.pending || this.busy) {
      if (this.stopped || Date.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    this.busy = true;
    try {
      await request();
    } finally {
      this.busy = false;
      this.send();
    }
    return true;
  }

  // ── kept on this device ──

  keep(gone = false) {
    const entries = [this.held, ...this.parts.map((part) => part.edits), this.forced, this.waiting].flatMap((m) => [...m]);
    const name = this.prefix + this.window;
    try {
      if (!entries.length && !this.flying) return localStorage.removeItem(name);
      const flying = this.flying && { ...this.flying, edits: [...this.flying.edits] };
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), gone, entries, flying }));
    } catch {
      // a full or forbidden store: the page still warns before it is left
    }
  }

  // What an earlier visit, or a window that is gone, could not send: place → {text, was}.
  recover() {
    const found = new Map();
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(this.prefix))) {
      let kept;
      try {
        kept = JSON.parse(localStorage.getItem(name));
      } catch {
        continue;
      }
      const own = name === this.prefix + this.window;
      if (!kept || (!own && !kept.gone && Date.now() - kept.at < ABANDONED)) continue;
      if (own && (this.pending || this.held.size)) continue;
      for (const [place, entry] of [...(kept.flying?.edits ?? []), ...kept.entries]) {
        found.set(place, { text: entry.text, was: found.get(place)?.was ?? entry.was });
      }
      localStorage.removeItem(name);
    }
    for (const [place, entry] of found) if (!this.waiting.has(place)) this.waiting.set(place, entry);
    this.keep();
    this.send();
    return found;
  }

  // The page goes: what is left goes with it, and stays here until it is known to have arrived.
  last() {
    const next = this.flying || this.stopped ? null : (this.parts.shift() ?? this.next());
    if (next) this.flying = { key: newKey(), failures: 0, ...next };
    if (this.flying && !this.stopped) fetch(this.address, { ...this.request(this.flying), keepalive: true }).catch(() => {});
    this.keep(true);
  }
}

// Whether one place holds the other.
function touches(a, b) {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long === short || (short !== "" && long.startsWith(short) && ".[".includes(long[short.length]));
}
