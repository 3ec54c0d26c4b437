// Checks the proof bundle of a certificate, in the browser and without the network: the same steps, in the same order
// and with the same codes as the stand-alone verifier (verify.py).

import { joined, sha256, signedBy } from "./ed25519.js";

const LARGEST = 1 << 20;
const MOST = 64;
const LONGEST_PATH = 63;
const ED25519 = 1;
const COSIGNATURE = 4;
const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const NAME = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*(\/[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*)?$/;
const NUMBER = /^(0|[1-9][0-9]{0,18})$/;
const ENDED = /^#ended ([^ +]+)\+([0-9a-f]{8}) (0|[1-9][0-9]{0,18}) (retired|lost)$/;
const SAME = {
  number: "number", dataset: "dataset_digest", standard: "standard", rule: "rule", value: "value", unit: "unit",
  boundary: "boundary", valid_from: "issued_on", valid_until: "expires_on", holder: "holder", body: "body",
};

export class Refused extends Error {
  constructor(code, fields = {}) {
    super(code);
    Object.assign(this, { code, fields });
  }
}

// Bytes ------------------------------------------------------------------------------------------------------------

const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
const textOf = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes); // what is no UTF-8 becomes U+FFFD
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const latin = (bytes) => bytes.reduce((text, byte) => text + String.fromCharCode(byte), "");

// The bytes of base64 in its one spelling; null for anything else.
function exactBase64(text) {
  try {
    const raw = atob(text);
    return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

// The bytes of multibase base58btc text (`z…`); empty for anything else.
function base58(text) {
  if (typeof text !== "string" || !text.startsWith("z") || text.length > 256) return new Uint8Array();
  let number = 0n;
  for (const letter of text.slice(1)) {
    const digit = LETTERS.indexOf(letter);
    if (digit < 0) return new Uint8Array();
    number = number * 58n + BigInt(digit);
  }
  const zeros = text.slice(1).length - text.slice(1).replace(/^1+/, "").length;
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 0xffn));
  return new Uint8Array([...new Array(zeros).fill(0), ...bytes]);
}

// The file ---------------------------------------------------------------------------------------------------------

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => (bytes.reduce((crc, byte) => TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

// Numbers in little-endian order: pairs of value and bytes.
function numbers(...pairs) {
  const out = [];
  for (const [value, size] of pairs) for (let i = 0; i < size; i++) out.push(Math.floor(value / 256 ** i) & 0xff);
  return Uint8Array.from(out);
}

// The one ZIP file there is for these members: stored, in the order of their names, dated 1 January 1980.
export function packed(members) {
  const heads = [];
  const directory = [];
  let offset = 0;
  for (const name of [...members.keys()].sort()) {
    const data = members.get(name);
    const raw = utf8(name);
    const common = numbers([20, 2], [0, 2], [0, 2], [0, 2], [33, 2], [crc32(data), 4], [data.length, 4], [data.length, 4], [raw.length, 2], [0, 2]);
    heads.push(utf8("PK\x03\x04"), common, raw, data);
    directory.push(utf8("PK\x01\x02"), numbers([0x0314, 2]), common, numbers([0, 2], [0, 2], [0, 2], [0o100644 * 65536, 4], [offset, 4]), raw);
    offset += 4 + common.length + raw.length + data.length;
  }
  const listed = joined(...directory);
  const end = numbers([0, 2], [0, 2], [members.size, 2], [members.size, 2], [listed.length, 4], [offset, 4], [0, 2]);
  return joined(...heads, listed, utf8("PK\x05\x06"), end);
}

// The members by name. Bytes that `packed` would not write are refused.
export function unpacked(data) {
  const members = new Map();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 0;
  while (data.length <= 2 * LARGEST && data.length >= at + 30 && view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 22, true);
    const begin = at + 30 + view.getUint16(at + 26, true);
    members.set(latin(data.subarray(at + 30, begin)), data.subarray(begin, begin + size));
    at = begin + size;
  }
  const good = members.size && members.size <= MOST && [...members.keys()].every((name) => NAME.test(name));
  if (!good || !equal(packed(members), data)) throw new Refused("bundle");
  return members;
}

function member(members, name) {
  if (!members.has(name)) throw new Refused("member", { name });
  return members.get(name);
}

// Canonical JSON ---------------------------------------------------------------------------------------------------

// RFC 8785 of strings, whole numbers, true, false, null, lists and objects; fractions never occur in a bundle.
export function canonical(value) {
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new RangeError("half a character");
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new RangeError("no whole number");
  const names = Object.keys(value).sort(); // by UTF-16 code units
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

// The object of a member that is canonical JSON to the byte.
export function readObject(data, name) {
  let value = null;
  let same = false;
  try {
    value = JSON.parse(textOf(data));
    same = equal(utf8(canonical(value)), data);
  } catch {
    // no JSON, a fraction, or nested too deeply
  }
  if (!same || value === null || typeof value !== "object" || Array.isArray(value)) throw new Refused("json", { name });
  return value;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const inside = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : null);

// Keys and signed notes --------------------------------------------------------------------------------------------

// A verifier key `name+id+base64`: its name, its type, the public key, its ID and a fingerprint to be read out.
export async function readKey(text) {
  const [name, identity = "", ...rest] = text.split("+");
  const raw = exactBase64(rest.join("+")) ?? new Uint8Array();
  const id = (await sha256(joined(utf8(`${name}\n`), raw))).subarray(0, 4);
  const kind = raw[0];
  const publicKey = raw.subarray(1);
  const right = publicKey.length === 32 || (kind !== ED25519 && kind !== COSIGNATURE);
  if (!name || !raw.length || identity !== hex(id) || !right) throw new Refused("key", { text: text.slice(0, 100) });
  const fingerprint = hex(await sha256(publicKey)).slice(0, 32).match(/.{4}/g).join(" ");
  return { text, name, kind, publicKey, id: hex(id), fingerprint };
}

// Verifier keys, pinned keys by their owner's identifier, and ends of keys, from the lines of a keys file.
async function readKeys(text) {
  const keys = [];
  const pinned = new Map();
  const ends = new Map();
  for (const line of text.split(/\r?\n/).map((row) => row.trim())) {
    if (line.startsWith("#ended")) {
      const told = ENDED.exec(line);
      if (!told) throw new Refused("key", { text: line.slice(0, 100) }); // passed over, it would bring a lost key back
      addEnd(ends, `${told[1]} ${told[2]}`, BigInt(told[3]), told[4] === "lost");
    } else if (line.startsWith("did:")) {
      const [did, multibase = ""] = line.split(/ +/, 2);
      pinned.set(did, [...(pinned.get(did) ?? []), hex(ed25519Of(multibase))]);
    } else if (line && !line.startsWith("#")) {
      keys.push(await readKey(line));
    }
  }
  return { keys, pinned, ends };
}

const knownAs = (key) => `${key.name} ${key.id}`;

// The most entries that a checkpoint signed by a key may have, and whether the key was lost; nothing where it never ended.
const endOf = (ends, key) => ends.get(knownAs(key));
const isLate = (ends, key, size) => ends.has(knownAs(key)) && size > endOf(ends, key).size;

// Note the end of a key; of several the first counts, and a key that was ever lost is lost.
function addEnd(ends, key, size, lost) {
  const before = ends.get(key) ?? { size, lost };
  ends.set(key, { size: before.size < size ? before.size : size, lost: before.lost || lost });
}

// The 32 bytes of a key written as a Multikey (`z6Mk…`).
function ed25519Of(multibase) {
  const raw = base58(multibase);
  if (raw[0] !== 0xed || raw[1] !== 0x01 || raw.length !== 34) throw new Refused("key", { text: String(multibase).slice(0, 100) });
  return raw.subarray(2);
}

// What a log signed of itself, with its signature lines.
function readCheckpoint(note) {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const tail = note.slice(gap + 2);
  const lines = text.split("\n").slice(0, -1);
  const rows = tail.split("\n").slice(0, -1).map((row) => /^\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)$/.exec(row));
  const good = gap >= 0 && tail.endsWith("\n") && rows.length && rows.length <= 100 && rows.every(Boolean) && lines.length >= 3;
  const root = good ? exactBase64(lines[2]) : null;
  if (root?.length !== 32 || !NUMBER.test(lines[1])) throw new Refused("checkpoint");
  return { note, text, origin: lines[0], size: BigInt(lines[1]), root, rows };
}

// The time of a cosignature, in seconds since 1970, as it was signed.
const timeOf = (signature) => signature.subarray(0, 8).reduce((time, byte) => (time << 8n) | BigInt(byte), 0n);

async function lineHolds(key, text, signature) {
  if (key.kind === ED25519) return signedBy(key.publicKey, utf8(text), signature);
  if (key.kind !== COSIGNATURE) return true; // a kind not known here, such as SM2: nothing rests on it
  const time = timeOf(signature);
  return time < 1n << 36n && signedBy(key.publicKey, utf8(`cosignature/v1\ntime ${time}\n${text}`), signature.subarray(8));
}

// Who signed a checkpoint, every line verified. `trusted` keys are those that were given, `listed` those of the bundle.
async function signatures(checkpoint, trusted, listed, ends) {
  const own = trusted.filter((key) => key.kind === ED25519 && key.name === checkpoint.origin);
  if (!own.length && trusted.some((key) => key.kind === ED25519)) throw new Refused("other-log", { name: checkpoint.origin });
  const known = new Map(listed.map((key) => [knownAs(key), { key, given: false }]));
  for (const key of trusted) known.set(knownAs(key), { key, given: true });
  const found = { log: [], witnesses: [], others: [], ended: [], given: false };
  for (const [, name, encoded] of checkpoint.rows) {
    const raw = exactBase64(encoded) ?? new Uint8Array();
    const line = known.get(`${name} ${hex(raw.subarray(0, 4))}`);
    if (!line) throw new Refused("unknown-line", { name });
    const { key, given } = line;
    if (!(await lineHolds(key, checkpoint.text, raw.subarray(4)))) throw new Refused("signature", { name });
    if (key.kind === COSIGNATURE) {
      found.witnesses.push({ key, given, time: Number(timeOf(raw.subarray(4))) });
    } else if (key.kind !== ED25519) {
      found.others.push(key);
    } else if (key.name === checkpoint.origin && (given || !own.length)) {
      found.log.push(key);
      found.given ||= given;
    }
  }
  leaveOutEnded(found, checkpoint.size, ends);
  if (!found.log.length) throw uncounted(found, own, checkpoint.size, ends);
  return found;
}

// A key does not sign a tree that holds its own end. Below that size a lost key, which a thief may have, counts only for
// what a witness cosigned whose key was given: that signs one history of a log and no other.
function leaveOutEnded(found, size, ends) {
  const vouched = found.witnesses.some(({ given }) => given);
  const counts = (key) => !isLate(ends, key, size) && (vouched || !endOf(ends, key)?.lost);
  found.ended = found.log.filter((key) => !counts(key));
  found.log = found.log.filter(counts);
}

// Why no signature counts: the key that signed had ended, all that were given had, or neither signed at all.
function uncounted(found, own, size, ends) {
  const blamed = found.ended.length ? found.ended : own.every((key) => isLate(ends, key, size)) ? own : [];
  if (!blamed.length) return new Refused("unsigned");
  const key = blamed.at(-1);
  const end = endOf(ends, key);
  return new Refused(end.lost ? "lost" : "ended", { name: key.name, fingerprint: key.fingerprint, end: end.size, size });
}

// Entries of the log -----------------------------------------------------------------------------------------------

// The root that an entry and its path lead to (RFC 9162, 2.1.3.2); null where the path has another length.
async function rootFrom(index, size, leaf, path) {
  let [position, last] = [index, size - 1n];
  let root = await sha256(joined([0], leaf));
  for (const step of path) {
    if (last === 0n) return null;
    if (position & 1n || position === last) {
      root = await sha256(joined([1], step, root));
      while (!(position & 1n) && position) [position, last] = [position >> 1n, last >> 1n];
    } else {
      root = await sha256(joined([1], root, step));
    }
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n ? root : null;
}

// Index and checkpoint of the entry `name`, once its proof leads to the checkpoint's root.
async function included(members, name) {
  const proof = name === "leaf" ? "proof.tlog-proof" : name.replace(".leaf", ".tlog-proof");
  const leaf = member(members, name);
  const text = textOf(member(members, proof));
  const gap = text.indexOf("\n\n");
  const lines = (gap < 0 ? text : text.slice(0, gap)).split("\n");
  const place = lines[1]?.startsWith("index ") ? lines[1].slice(6) : "";
  const path = lines.slice(2).map(exactBase64).filter((step) => step?.length === 32);
  const right = lines[0] === "c2sp.org/tlog-proof@v1" && NUMBER.test(place);
  if (!right || path.length !== lines.length - 2 || path.length > LONGEST_PATH) throw new Refused("proof-form", { name: proof });
  const index = BigInt(place);
  const checkpoint = readCheckpoint(gap < 0 ? "" : text.slice(gap + 2));
  const root = index < checkpoint.size ? await rootFrom(index, checkpoint.size, leaf, path) : null;
  if (!root || !equal(root, checkpoint.root)) throw new Refused("proof", { name: proof });
  return { index, checkpoint };
}

// What an entry of that kind says.
function entryOf(members, name, kind) {
  const leaf = member(members, name);
  const at = leaf.indexOf(10);
  if (at < 0 || !equal(leaf.subarray(0, at), utf8(kind))) throw new Refused("kind", { name, kind });
  return readObject(leaf.subarray(at + 1), name);
}

// Credentials ------------------------------------------------------------------------------------------------------

const same = (a, b) => canonical(a ?? null) === canonical(b ?? null);

// The credential is issued by `did` and signed with one of its keys (W3C vc-di-eddsa, 3.3).
async function checkCredential(document, name, did, keys) {
  const { issuer, proof, ...rest } = document;
  if (did !== (isObject(issuer) ? issuer.id : issuer)) throw new Refused("issuer", { name });
  if (!isObject(proof) || ("@context" in proof && !same(proof["@context"], rest["@context"]))) throw new Refused("credential", { name });
  const kind = [proof.type, proof.cryptosuite, proof.proofPurpose];
  if (!same(kind.map((one) => one ?? null), ["DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"])) throw new Refused("credential", { name });
  const method = String(proof.verificationMethod);
  const cut = method.indexOf("#");
  const publicKey = ed25519Of(cut < 0 ? "" : method.slice(cut + 1));
  if ((cut < 0 ? method : method.slice(0, cut)) !== did || !keys.includes(hex(publicKey))) throw new Refused("credential-key", { name, did });
  const { proofValue, ...options } = proof;
  const parts = [options, { ...rest, issuer }].map((part) => sha256(utf8(canonical(part))));
  if (!(await signedBy(publicKey, joined(...(await Promise.all(parts))), base58(proofValue)))) throw new Refused("credential", { name });
}

// The bits of a status list, 131 072 at least and a mebibyte at most; empty for anything else.
async function unfolded(text) {
  const none = new Uint8Array();
  if (typeof text !== "string" || text[0] !== "u" || !/^[A-Za-z0-9_-]*$/.test(text.slice(1))) return none;
  const encoded = text.slice(1).replaceAll("-", "+").replaceAll("_", "/");
  const raw = exactBase64(encoded + "=".repeat((4 - (encoded.length % 4)) % 4));
  if (!raw) return none;
  if (typeof DecompressionStream === "undefined") throw new Refused("browser");
  const reader = new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts = [];
  try {
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
      if (size > LARGEST) {
        await reader.cancel();
        return none;
      }
    }
  } catch {
    return none;
  }
  const bits = joined(...parts);
  return bits.length >= 16384 ? bits : none;
}

// The certificate's bit in a list; `entry` is what its credential says of its place.
async function bitOf(listing, name, entry) {
  const subject = listing.credentialSubject;
  const index = String(inside(entry, "statusListIndex"));
  const right = same(listing.id, inside(entry, "statusListCredential")) && same(inside(subject, "statusPurpose"), inside(entry, "statusPurpose")) && NUMBER.test(index);
  const bits = right ? await unfolded(inside(subject, "encodedList")) : new Uint8Array();
  const place = right ? Number(index) : 0;
  if (place >= bits.length * 8) throw new Refused("list", { name });
  return Boolean(bits[Math.floor(place / 8)] & (0x80 >> place % 8));
}

// The whole --------------------------------------------------------------------------------------------------------

const didOf = (host, ...path) => ["did:web", host.replaceAll(":", "%3A"), ...path].join(":");
const asTime = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;

class Verification {
  constructor(members, { keys, pinned, ends }) {
    Object.assign(this, { members, trusted: keys, pinned, ends });
    this.report = { held: [["bundle", {}]], noted: [], certificate: {}, status: "", asOf: "", reason: "", online: "", ownKeys: true };
  }

  held(code, fields = {}) {
    this.report.held.push([code, fields]);
  }

  async run(today) {
    this.entry = entryOf(this.members, "leaf", "pcf-cert/v1");
    await this.checkCertificate();
    Object.assign(this, await included(this.members, "leaf"));
    const cut = this.checkpoint.origin.lastIndexOf("/");
    this.host = cut < 0 ? "" : this.checkpoint.origin.slice(0, cut);
    this.held("proof", { index: this.index, size: this.checkpoint.size });
    await this.checkSignatures();
    await this.checkHistory();
    await this.checkCredential();
    await this.checkLists();
    this.checkDays(today);
    return this.report;
  }

  async checkCertificate() {
    const raw = member(this.members, "certificate.json");
    const certificate = (this.report.certificate = readObject(raw, "certificate.json"));
    const wrong = Object.entries(SAME).filter(([name, other]) => !same(this.entry[name], certificate[other])).map(([name]) => name);
    if (this.entry.facts !== `sha256:${hex(await sha256(raw))}` || wrong.length) {
      throw new Refused("certificate", { what: wrong.join(", ") || "SHA-256" });
    }
    this.held("certificate");
  }

  async checkSignatures() {
    const listed = await readKeys(textOf(member(this.members, "keys.txt")));
    const ends = await this.endsTold();
    const found = await signatures(this.checkpoint, this.trusted, listed.keys, ends);
    this.report.ownKeys = !found.given;
    for (const { name, fingerprint } of found.log) this.held("signature", { name, fingerprint });
    for (const { key, given, time } of found.witnesses) this.held(given ? "witness" : "listed-witness", { name: key.name, time: asTime(time) });
    for (const { name } of found.others) this.report.noted.push(["other-signature", { name }]);
    const unheard = this.trusted.filter((key) => ends.has(knownAs(key)) && !this.ends.has(knownAs(key)));
    for (const key of new Map([...found.ended, ...unheard].map((one) => [knownAs(one), one])).values()) {
      this.report.noted.push(["ended", { name: key.name, fingerprint: key.fingerprint, end: endOf(ends, key).size }]);
    }
    const [{ name, fingerprint, text }] = found.log;
    if (!found.given) this.report.noted.push(["own-keys", { name, fingerprint, key: text }]);
    this.checkStamp();
  }

  // Where keys of the log ended: by the list that was given, and by entries in the bundle, each proven in the same log.
  async endsTold() {
    const [ends, { origin, note }] = [new Map(this.ends), this.checkpoint];
    for (const name of [...this.members.keys()].filter((one) => /^keys\/ended-[0-9]{4}\.leaf$/.test(one)).sort()) {
      const told = entryOf(this.members, name, "pcf-key/v1");
      const { index, checkpoint } = await included(this.members, name);
      const key = await readKey(String(told.vkey));
      const right = checkpoint.note === note && key.name === origin && told.name === origin;
      if (!right || !["retired", "lost"].includes(told.event)) throw new Refused("recorded", { name, key: origin });
      addEnd(ends, knownAs(key), index, told.event === "lost");
    }
    return ends;
  }

  // A time stamp comes with the text it is over; its digest and signature are left to openssl.
  checkStamp() {
    if (!this.members.has("checkpoint.tsr")) return;
    if (textOf(member(this.members, "checkpoint.txt")) !== this.checkpoint.text) throw new Refused("time-stamp");
    this.report.noted.push(["time-stamp", {}]);
  }

  // Earlier entries: about the same certificate, numbered from 1 on, in the same log before this one.
  async checkHistory() {
    const names = [...this.members.keys()].filter((name) => /^history\/[0-9]{4}\.leaf$/.test(name)).sort();
    let before = -1n;
    for (const [place, name] of names.entries()) {
      const told = entryOf(this.members, name, "pcf-cert/v1");
      const { index, checkpoint } = await included(this.members, name);
      const right = checkpoint.note === this.checkpoint.note && same(told.number, this.entry.number);
      if (!right || told.sequence !== place + 1 || !(before < index && index < this.index)) throw new Refused("history", { name });
      before = index;
    }
    if (this.entry.sequence !== names.length + 1) throw new Refused("gap");
    if (names.length) this.held("history", { count: names.length });
  }

  // The keys of an identifier: those that were pinned, else the one that the log recorded under that name.
  async keysOf(role, name, did) {
    if (this.pinned.has(did)) return this.pinned.get(did);
    const entry = entryOf(this.members, `keys/${role}.leaf`, "pcf-key/v1");
    const { checkpoint } = await included(this.members, `keys/${role}.leaf`);
    const key = await readKey(String(entry.vkey));
    const right = checkpoint.note === this.checkpoint.note && entry.name === name && entry.event === "made";
    if (!right || key.name !== name || key.kind !== ED25519) throw new Refused("recorded", { name: `keys/${role}.leaf`, key: name });
    return [hex(key.publicKey)];
  }

  places() {
    const found = this.credential.credentialStatus;
    return Array.isArray(found) ? found : [];
  }

  async checkCredential() {
    const [name, body, certificate] = ["credential.json", String(this.entry.body), this.report.certificate];
    const document = (this.credential = readObject(member(this.members, name), name));
    const did = didOf(this.host, "did", body);
    await checkCredential(document, name, did, await this.keysOf("issuer", `${this.host}/issuer/${body}`, did));
    const said = inside(document.credentialSubject, "footprint");
    const parts = ["number", "value", "unit", "boundary", "standard", "rule"];
    const days = [document.validFrom, document.validUntil].map((day) => String(day).slice(0, 10));
    const index = certificate.status_index;
    const agrees =
      parts.every((part) => same(inside(said, part), certificate[part])) &&
      same(inside(said, "digest"), this.entry.facts) &&
      same(days, [certificate.issued_on ?? null, certificate.expires_on ?? null]) &&
      Number.isSafeInteger(index) &&
      this.places().length > 0 &&
      this.places().every((one) => String(inside(one, "statusListIndex")) === String(index % 131072));
    if (!agrees) throw new Refused("agreement");
    this.report.online = String(document.id ?? "");
    this.held("credential");
  }

  // How the certificate stands: by its last entry, and by its bits in the lists.
  async checkLists() {
    const did = didOf(this.host);
    const keys = await this.keysOf("status", `${this.host}/status`, did);
    const bits = new Map();
    for (const name of [...this.members.keys()].filter((one) => one.startsWith("status-")).sort()) {
      const listing = readObject(this.members.get(name), name);
      await checkCredential(listing, name, did, keys);
      const purpose = inside(listing.credentialSubject, "statusPurpose");
      const mine = this.places().find((one) => same(inside(one, "statusPurpose"), purpose));
      bits.set(String(purpose), { asOf: String(listing.validFrom), set: await bitOf(listing, name, mine) });
    }
    if ([...bits.keys()].sort().join() !== "revocation,suspension") throw new Refused("no-list");
    const [report, told] = [this.report, String(this.entry.status)];
    report.asOf = [...bits.values()].map((bit) => bit.asOf).sort()[0];
    report.status = told;
    if (["valid", "suspended"].includes(told) && bits.get("revocation").set) report.status = "revoked";
    else if (told === "valid" && bits.get("suspension").set) report.status = "suspended";
    if (report.status === told && told !== "valid") report.reason = String(this.entry.reason ?? "");
    this.held("list", { time: report.asOf });
  }

  checkDays(today) {
    const { report } = this;
    if (report.status !== "valid") return;
    if (today > String(report.certificate.expires_on)) report.status = "expired";
    else if (today < String(report.certificate.issued_on)) report.status = "not-yet";
  }
}

// The report on a bundle's bytes; rejects with Refused for the first thing that does not hold. `keys`: the text of a
// keys file, empty for the bundle's own; `today`: a date as 2026-11-27.
export async function verify(data, keys, today) {
  const trusted = await readKeys(keys);
  return new Verification(unpacked(data), trusted).run(today);
}
