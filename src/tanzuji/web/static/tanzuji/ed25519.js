// Ed25519 signatures (RFC 8032) and SHA-2 (FIPS 180-4): the browser's own where it has them, else reckoned here.
// WebCrypto is there in secure contexts only, and Ed25519 in it from Chrome 137, Firefox 129, Safari 17 on.
// Only verification, and of public data: nothing here needs to run in constant time.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n); // a square root of −1
const BASE_Y = mod(4n * inverse(5n));
const BASE = [recover(BASE_Y, 0n), BASE_Y, 1n, 0n];
BASE[3] = mod(BASE[0] * BASE[1]);

function mod(a, m = P) {
  const rest = a % m;
  return rest < 0n ? rest + m : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * b);
    b = mod(b * b);
  }
  return result;
}

function inverse(a) {
  return power(a, P - 2n);
}

// The x of a point by its y and the sign of x (RFC 8032, 5.1.3); null where there is none.
function recover(y, sign) {
  if (y >= P) return null;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * ROOT);
  if (mod(x * x - square) !== 0n || (x === 0n && sign)) return null;
  return (x & 1n) === sign ? x : P - x;
}

// Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032, 5.1.4).
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let result = [0n, 1n, 1n, 0n];
  for (let s = scalar, doubled = point; s > 0n; s >>= 1n) {
    if (s & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

const same = ([x1, y1, z1], [x2, y2, z2]) => mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;

const little = (bytes) => bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);

function pointOf(bytes) {
  const number = little(bytes);
  const y = number & ((1n << 255n) - 1n);
  const x = recover(y, number >> 255n);
  return x === null ? null : [x, y, 1n, mod(x * y)];
}

// Whether the 64 bytes are that key's signature over the message, reckoned here (RFC 8032, 5.1.7).
export async function reckoned(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const [key, r, s] = [pointOf(publicKey), pointOf(signature.subarray(0, 32)), little(signature.subarray(32))];
  if (!key || !r || s >= L) return false;
  const hashed = await sha512(joined(signature.subarray(0, 32), publicKey, message));
  return same(times(s, BASE), add(r, times(mod(little(hashed), L), key)));
}

let own; // whether the browser has Ed25519 itself: asked once

export async function hasEd25519() {
  own ??= (async () => {
    try {
      await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1, 0, 1), "Ed25519", false, ["verify"]);
      return true;
    } catch {
      return false;
    }
  })();
  return own;
}

// Whether the 64 bytes are that key's signature over the message.
export async function signedBy(publicKey, message, signature) {
  if (!(await hasEd25519())) return reckoned(publicKey, message, signature);
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export async function sha256(bytes) {
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : hashed(bytes, 32);
}

async function sha512(bytes) {
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-512", bytes)) : hashed(bytes, 64);
}

// SHA-256 (`words` of 32 bits) or SHA-512 (64 bits), by the same steps with other widths (FIPS 180-4, 6.2 and 6.4).
export function hashed(bytes, size) {
  const width = BigInt(size);
  const mask = (1n << width) - 1n;
  const unit = size / 8; // bytes of a word
  const rounds = size === 32 ? 64 : 80;
  const turns = size === 32 ? [[2, 13, 22], [6, 11, 25], [7, 18, 3], [17, 19, 10]] : [[28, 34, 39], [14, 18, 41], [1, 8, 7], [19, 61, 6]];
  const turn = (x, by) => ((x >> BigInt(by)) | (x << (width - BigInt(by)))) & mask;
  const big = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ turn(x, c);
  const small = (x, [a, b, c]) => turn(x, a) ^ turn(x, b) ^ (x >> BigInt(c));
  const primes = firstPrimes(rounds);
  const k = primes.map((prime) => root(prime, 3n, width) & mask);
  let state = primes.slice(0, 8).map((prime) => root(prime, 2n, width) & mask);
  const block = 16 * unit;
  const padded = new Uint8Array(Math.ceil((bytes.length + 1 + 2 * unit) / block) * block);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < padded.length; at += block) {
    const w = [];
    for (let t = 0; t < rounds; t++) {
      if (t < 16) w[t] = padded.subarray(at + t * unit, at + (t + 1) * unit).reduce((n, byte) => (n << 8n) | BigInt(byte), 0n);
      else w[t] = (small(w[t - 2], turns[3]) + w[t - 7] + small(w[t - 15], turns[2]) + w[t - 16]) & mask;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < rounds; t++) {
      const first = h + big(e, turns[1]) + ((e & f) ^ (~e & mask & g)) + k[t] + w[t];
      const second = big(a, turns[0]) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
    }
    state = [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) & mask);
  }
  const out = new Uint8Array(8 * unit);
  state.forEach((word, i) => {
    for (let j = 0; j < unit; j++) out[i * unit + j] = Number((word >> BigInt(8 * (unit - 1 - j))) & 0xffn);
  });
  return out;
}

function firstPrimes(count) {
  const primes = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  return primes.map(BigInt);
}

// The first `width` bits behind the point of the square (degree 2) or cube root of a prime, whole part included.
function root(prime, degree, width) {
  const target = prime << (degree * width);
  let low = 0n;
  let high = 1n << (width + 5n);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= target) low = middle;
    else high = middle;
  }
  return low;
}
