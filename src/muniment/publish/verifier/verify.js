// Checks a publication in the reader's browser, from disk, with no network: hashes, signatures and proofs as
// docs/proof-format.md of Muniment describes them. What verify.py does, written once more.
"use strict";

const muniment = (() => {
  const PUBLICATION = "muniment publication 1";
  const SEAL = "muniment seal file 1";
  const PROOF = "muniment page proof 1";
  const PARTS = ["bytes", "place", "end", "text", "reading", "facts", "password", "words"];
  const STAMP = ["manifest.json.tsr", "manifest.json.pem", "manifest.json.stamp"];
  const FAULTS_LISTED = 1000;
  const LITTER = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|\._[^/]*)$/; // what computers leave in folders that they show

  /** Something does not fit; the message is the end of a sentence. */
  class Wrong extends Error {}

  // bytes ------------------------------------------------------------------------------------------------------------

  const encoder = new TextEncoder();

  function utf8(text) {
    if (typeof text !== "string" || /[\ud800-\udfff]/u.test(text)) throw new TypeError("no text");
    return encoder.encode(text);
  }

  const textOf = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

  function joined(...parts) {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");

  function unhex(text, length = 32) {
    if (typeof text !== "string" || (length !== null && text.length !== 2 * length) || !/^(?:[0-9a-f]{2})*$/.test(text)) {
      throw new Wrong("holds something else where hexadecimal digits should stand");
    }
    return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
  }

  function whole(number, least = 0) {
    if (!Number.isSafeInteger(number) || number < least) {
      throw new Wrong("holds something else where a number should stand");
    }
    return number;
  }

  // SHA-256, SHA-512, HMAC (FIPS 180-4, RFC 2104): a page opened from disk is not given the browser's own everywhere ----

  function primes(count) {
    const found = [];
    for (let one = 2; found.length < count; one += 1) {
      if (found.every((prime) => one % prime)) found.push(one);
    }
    return found;
  }

  /** The first 64 bits behind the point of the square or cube root of a prime. */
  function fraction(prime, power) {
    const wanted = BigInt(prime) << BigInt(64 * power);
    let low = 0n;
    let high = 1n << 70n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(power) <= wanted) low = middle;
      else high = middle;
    }
    return low & 0xffffffffffffffffn;
  }

  const K512 = primes(80).map((prime) => fraction(prime, 3));
  const H512 = primes(8).map((prime) => fraction(prime, 2));
  const K256 = Uint32Array.from(K512.slice(0, 64), (one) => Number(one >> 32n));
  const H256 = Uint32Array.from(H512, (one) => Number(one >> 32n));

  function padded(data, block) {
    const all = new Uint8Array(Math.ceil((data.length + 1 + block / 8) / block) * block);
    all.set(data);
    all[data.length] = 0x80;
    const view = new DataView(all.buffer);
    view.setUint32(all.length - 8, Math.floor(data.length / 2 ** 29));
    view.setUint32(all.length - 4, (data.length * 8) >>> 0);
    return view;
  }

  function sha256(...parts) {
    const view = padded(parts.length === 1 ? parts[0] : joined(...parts), 64);
    const state = H256.slice();
    const w = new Uint32Array(64);
    const turned = (one, by) => (one >>> by) | (one << (32 - by));
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(at + 4 * i);
      for (let i = 16; i < 64; i += 1) {
        const s0 = turned(w[i - 15], 7) ^ turned(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turned(w[i - 2], 17) ^ turned(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
        const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((one, i) => {
        state[i] += one;
      });
    }
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((one, i) => out.setUint32(4 * i, one));
    return new Uint8Array(out.buffer);
  }

  function sha512(data) {
    const view = padded(data, 128);
    const state = H512.slice();
    const cut = (one) => BigInt.asUintN(64, one);
    const turned = (one, by) => cut((one >> by) | (one << (64n - by)));
    for (let at = 0; at < view.byteLength; at += 128) {
      const w = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i));
      for (let i = 16; i < 80; i += 1) {
        const s0 = turned(w[i - 15], 1n) ^ turned(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
        const s1 = turned(w[i - 2], 19n) ^ turned(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
        w.push(cut(w[i - 16] + s0 + w[i - 7] + s1));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 80; i += 1) {
        const s1 = turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n);
        const t1 = h + s1 + ((e & f) ^ (cut(~e) & g)) + K512[i] + w[i];
        const s0 = turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n);
        const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + t1), c, b, a, cut(t1 + t2)];
      }
      [a, b, c, d, e, f, g, h].forEach((one, i) => {
        state[i] = cut(state[i] + one);
      });
    }
    const out = new DataView(new ArrayBuffer(64));
    state.forEach((one, i) => out.setBigUint64(8 * i, one));
    return new Uint8Array(out.buffer);
  }

  /** The same, but by the browser where it offers that: faster for pictures. */
  async function hashOfFile(data) {
    const own = globalThis.crypto?.subtle;
    return own && data.length > 1 << 20 ? new Uint8Array(await own.digest("SHA-256", data)) : sha256(data);
  }

  /** HMAC-SHA-256 of a name under a salt of 32 bytes. */
  function derived(salt, name) {
    const key = new Uint8Array(64);
    key.set(salt);
    const inner = sha256(key.map((one) => one ^ 0x36), utf8(name));
    return sha256(key.map((one) => one ^ 0x5c), inner);
  }

  // Ed25519 (RFC 8032, section 5.1.7) ----------------------------------------------------------------------------------

  const P = 2n ** 255n - 19n;
  const Q = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (one) => ((one % P) + P) % P;

  function power(base, exponent) {
    let found = 1n;
    for (let one = base, left = exponent; left; left >>= 1n, one = mod(one * one)) {
      if (left & 1n) found = mod(found * one);
    }
    return found;
  }

  const D = mod(-121665n * power(121666n, P - 2n));
  const ROOT = power(2n, (P - 1n) / 4n);

  function add(one, other) {
    const a = mod((one[1] - one[0]) * (other[1] - other[0]));
    const b = mod((one[1] + one[0]) * (other[1] + other[0]));
    const c = mod(2n * one[3] * mod(other[3] * D));
    const d = mod(2n * one[2] * other[2]);
    return [mod((b - a) * (d - c)), mod((d + c) * (b + a)), mod((d - c) * (d + c)), mod((b - a) * (b + a))];
  }

  function times(number, point) {
    let found = [0n, 1n, 1n, 0n];
    for (let left = number, one = point; left; left >>= 1n, one = add(one, one)) {
      if (left & 1n) found = add(found, one);
    }
    return found;
  }

  const numberOf = (bytes) => bytes.reduceRight((sum, one) => (sum << 8n) | BigInt(one), 0n);

  function pointOf(bytes) {
    const number = numberOf(bytes);
    const y = number & (2n ** 255n - 1n);
    const square = mod((y * y - 1n) * power(mod(D * y * y + 1n), P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x) !== square) x = mod(x * ROOT);
    const sign = number >> 255n;
    if (y >= P || mod(x * x) !== square || (x === 0n && sign)) throw new TypeError("no point");
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  }

  const BASE = pointOf(Uint8Array.from({ length: 32 }, (_, at) => (at ? 0x66 : 0x58)));

  /** Whether the signature (64 bytes) over the message is that of the public key (32 bytes). */
  function isSigned(message, signature, key) {
    let open;
    try {
      open = pointOf(key);
    } catch {
      return false;
    }
    const s = numberOf(signature.subarray(32));
    if (signature.length !== 64 || s >= Q) return false;
    const k = numberOf(sha512(joined(signature.subarray(0, 32), key, message))) % Q;
    const sum = add(times(s, BASE), times(k, [P - open[0], open[1], 1n, P - open[3]]));
    const inverse = power(sum[2], P - 2n);
    const number = mod(sum[1] * inverse) | ((mod(sum[0] * inverse) & 1n) << 255n);
    return numberOf(signature.subarray(0, 32)) === number;
  }

  // Merkle trees and words ---------------------------------------------------------------------------------------------

  const leafHash = (data) => sha256(Uint8Array.of(0), data);
  const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

  /** The root of a tree (RFC 9162) of which some leaves are shown (a Map); the cover stands for the rest, in order. */
  function coveredRoot(size, shown, cover) {
    const rest = cover.map((one) => unhex(one));
    let used = 0;
    const root = (start, end, among) => {
      if (!among.length) {
        if (used >= rest.length) throw new Wrong("lacks a hash");
        used += 1;
        return rest[used - 1];
      }
      if (end - start === 1) return shown.get(start);
      let half = 1;
      while (half * 2 < end - start) half *= 2;
      const middle = start + half;
      const left = root(start, middle, among.filter((one) => one < middle));
      return nodeHash(left, root(middle, end, among.filter((one) => one >= middle)));
    };
    const among = [...shown.keys()].sort((one, other) => one - other);
    if (!among.length || among[0] < 0 || among[among.length - 1] >= size) {
      throw new Wrong("shows something outside of what was sealed");
    }
    const found = root(0, size, among);
    if (used !== rest.length) throw new Wrong("has a hash too many");
    return found;
  }

  function stretchHash(one) {
    const all = "words" in one;
    const before = all ? one.words : one.before;
    const after = all ? one.words : one.after;
    const names = all ? ["forwards", "backwards", "count"] : ["behind", "ahead", "more"];
    let [behind, ahead, more] = names.map((name) => (all ? derived(unhex(one.salt), name) : unhex(one[name])));
    for (const word of [...before].reverse()) behind = sha256(Uint8Array.of(2), behind, utf8(word));
    for (const word of after) ahead = sha256(Uint8Array.of(2), ahead, utf8(word));
    const shown = all ? before.length : before.length + after.length;
    for (let count = 0; count < shown; count += 1) more = sha256(Uint8Array.of(3), more);
    return sha256(Uint8Array.of(4), behind, ahead, more);
  }

  // what the pages show ------------------------------------------------------------------------------------------------

  /** Text without what HTML does not keep: runs of white space are one space, control characters are nothing. */
  const plain = (text) =>
    text
      .replace(/[\0-\x08\x0b\x0e-\x1f\x7f]/g, "")
      .replace(/[ \t\n\f\r]+/g, " ")
      .replace(/^ | $/g, "");

  function shownIn(source) {
    const pages = [];
    const quotes = [];
    const enter = (node, around) => {
      const roles = new Map(
        Array.from(node.attributes, (one) => [one.name, one.value])
          .filter(([name]) => name.startsWith("data-"))
          .map(([name, value]) => [name.slice(5), value]),
      );
      const within = new Set([...around, ...roles.keys()]);
      const inPage = within.has("page");
      if (roles.has("page")) {
        if (around.has("page")) throw new Wrong("has a page within a page");
        pages.push({ name: roles.get("page"), stretches: [], stray: "" });
      }
      const page = pages[pages.length - 1];
      if (roles.has("stretch") && inPage) {
        if (around.has("stretch")) throw new Wrong("has a stretch of words within another");
        page.stretches.push([roles.get("stretch"), [""]]);
      }
      if (roles.has("withheld") && inPage && within.has("stretch") && !around.has("withheld")) {
        page.stretches[page.stretches.length - 1][1].push("");
      }
      if (roles.has("quote")) quotes.push([roles.get("quote"), ""]);
      for (const child of node.childNodes) {
        if (child.nodeType === Node.ELEMENT_NODE) enter(child, within);
        else if (child.nodeType === Node.TEXT_NODE) take(child.data, within);
      }
    };
    const take = (text, roles) => {
      if (roles.has("withheld")) return;
      if (roles.has("quote") && !roles.has("note")) quotes[quotes.length - 1][1] += text;
      const page = pages[pages.length - 1];
      if (roles.has("stretch") && roles.has("page")) {
        const texts = page.stretches[page.stretches.length - 1][1];
        texts[texts.length - 1] += text;
      } else if (roles.has("page") && !roles.has("note")) page.stray += text;
    };
    enter(new DOMParser().parseFromString(source, "text/html").documentElement, new Set());
    return { pages, quotes };
  }

  // the checks ---------------------------------------------------------------------------------------------------------

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /** One look at a publication: files is a Map from path to {size, bytes()}. Faults are {kind, file, says}. */
  class Check {
    constructor(files, { key = "", former = "", show = () => {} } = {}) {
      Object.assign(this, { files, key: key.toLowerCase(), former: former.toLowerCase(), show });
      this.faults = [];
      this.notes = [];
      this.counts = { files: 0, seals: 0, pages: 0, words: 0, quotes: 0 };
      this.manifest = null;
      this.manifestHash = "";
      this.seals = new Map();
      this.proofs = new Map();
    }

    fault(kind, file, says) {
      if (this.faults.length < FAULTS_LISTED) this.faults.push({ kind, file, says });
    }

    async run() {
      if (!(await this.readManifest())) return this;
      const good = await this.checkFiles();
      for (const path of good.filter((one) => one.startsWith("seals/"))) {
        await this.within("seal", path, () => this.checkSeal(path));
      }
      for (const path of good.filter((one) => one.startsWith("proofs/"))) {
        await this.within("proof", path, () => this.checkProof(path));
      }
      for (const path of good.filter((one) => one.endsWith(".html") && one !== "verify.html")) {
        await this.within("page", path, () => this.checkHtml(path));
      }
      await this.checkEditions(new Set(good));
      await this.checkStamp(this.files, "", this.manifest);
      return this;
    }

    async within(kind, path, check) {
      try {
        await check();
      } catch (error) {
        const says = error instanceof Wrong ? error.message : "is not of the form it should have";
        this.fault(kind, path, `${path} ${says}.`);
      }
    }

    read(path) {
      return this.files.get(path).bytes();
    }

    async json(path, form) {
      const value = JSON.parse(textOf(await this.read(path)));
      if (value.format !== form) throw new Wrong("is written in a form that is not known here");
      return value;
    }

    async readManifest() {
      if (!this.files.has("manifest.json")) {
        this.fault("missing", "manifest.json", "manifest.json, the list of what belongs here, is missing.");
        return false;
      }
      this.manifestHash = hex(sha256(await this.read("manifest.json")));
      await this.within("manifest", "manifest.json", () => this.checkManifest());
      if (!this.manifest) return false;
      if (!this.files.has("manifest.sig")) {
        this.fault("missing", "manifest.sig", "manifest.sig, the signature, is missing.");
      } else {
        await this.within("signature", "manifest.sig", () => this.checkSignature("", this.manifest.public_key));
      }
      if (this.key && this.key !== this.manifest.public_key) {
        this.fault("key", "manifest.json", "manifest.json was not signed with the key that you gave.");
      }
      return true;
    }

    async checkManifest() {
      const manifest = await this.json("manifest.json", PUBLICATION);
      unhex(manifest.public_key);
      const paths = manifest.files.map((one) => one.path);
      if (!same(paths, [...new Set(paths)].sort())) throw new Wrong("does not list its files in order, each once");
      for (const one of manifest.files) {
        unhex(one.sha256);
        whole(one.size);
      }
      for (const one of manifest.corrections) {
        if (![one.made, one.what, one.why].every((text) => typeof text === "string")) {
          throw new Wrong("holds a correction that says nothing");
        }
      }
      whole(manifest.edition, 1);
      if (typeof manifest.case !== "string" || typeof manifest.publication !== "string") {
        throw new Wrong("does not say what it lists");
      }
      this.manifest = manifest;
      const leaves = manifest.files.map((one) => leafHash(utf8(`${one.sha256} ${one.size} ${one.path}`)));
      const root = leaves.length ? coveredRoot(leaves.length, new Map(leaves.entries()), []) : sha256(new Uint8Array());
      if (manifest.root !== hex(root)) throw new Wrong("has a root that is not that of the files it lists");
    }

    async checkSignature(prefix, key) {
      const written = textOf(await this.read(`${prefix}manifest.sig`));
      const message = await this.read(`${prefix}manifest.json`);
      if (!written.endsWith("\n") || !isSigned(message, unhex(written.slice(0, -1), 64), unhex(key))) {
        throw new Wrong("is no signature of manifest.json by the key named there: one of the two was changed");
      }
    }

    async checkFiles() {
      const listed = new Map(this.manifest.files.map((one) => [one.path, one]));
      const good = [];
      for (const [path, one] of listed) {
        this.show(good.length, listed.size);
        if (!this.files.has(path)) this.fault("missing", path, `${path} is missing.`);
        else if (!(await this.isAsListed(path, one))) this.fault("changed", path, `${path} was changed.`);
        else good.push(path);
      }
      this.counts.files = good.length;
      for (const path of [...this.files.keys()].sort()) {
        if (listed.has(path) || path === "manifest.json" || path === "manifest.sig" || STAMP.includes(path)) continue;
        if (LITTER.test(path)) {
          this.notes.push(`${path} was left here by a computer that showed the folder; it is no part of it.`);
        } else this.fault("added", path, `${path} does not belong here: it was added.`);
      }
      return good;
    }

    /** The timestamp on a manifest, if there is one, as far as a page can check it. */
    async checkStamp(there, prefix, manifest) {
      const paths = STAMP.map((name) => prefix + name);
      const missing = paths.filter((path) => !there.has(path));
      if (missing.length < paths.length) {
        for (const path of missing) this.fault("missing", path, `${path}, a part of a timestamp, is missing.`);
      }
      if (missing.length) return;
      const faults = this.faults.length;
      await this.within("signature", paths[2], () => this.checkStampLine(prefix, manifest.public_key));
      if (this.faults.length > faults) return;
      const imprint = `0420${hex(sha256(await this.read(`${prefix}manifest.json`)))}`;
      if (!hex(await this.read(paths[0])).includes(imprint)) {
        this.fault("timestamp", paths[0], `${paths[0]} is a timestamp that is about something else.`);
      } else {
        this.notes.push(
          `${paths[0]}: a timestamp names edition ${manifest.edition}. Whether the authority signed it is not checked ` +
            "here; muniment check and openssl ts can.",
        );
      }
    }

    async checkStampLine(prefix, key) {
      const written = textOf(await this.read(prefix + STAMP[2]));
      const hashes = written.slice(0, -1).split(" ");
      const signature = hashes.pop();
      if (!written.endsWith("\n") || !isSigned(utf8(hashes.join(" ")), unhex(signature, 64), unhex(key))) {
        throw new Wrong("is no signature by the key that signed the manifest");
      }
      for (const [at, name] of ["manifest.json", STAMP[0], STAMP[1]].entries()) {
        if (hex(sha256(await this.read(prefix + name))) !== hashes[at]) {
          this.fault("changed", prefix + name, `${prefix}${name} is not what was stamped.`);
        }
      }
    }

    async isAsListed(path, one) {
      return this.files.get(path).size === one.size && hex(await hashOfFile(await this.read(path))) === one.sha256;
    }

    async checkSeal(path) {
      const seal = await this.json(path, SEAL);
      const text = utf8(seal.statement);
      const statement = JSON.parse(seal.statement);
      if (!isSigned(text, unhex(seal.signature, 64), unhex(statement.public_key))) {
        throw new Wrong("holds a seal whose signature does not hold");
      }
      if (!this.manifest.keys.includes(statement.public_key)) {
        throw new Wrong("holds a seal by a key that the publication does not name");
      }
      if (statement.case !== this.manifest.case) throw new Wrong("holds a seal of another case");
      if (path !== `seals/${whole(statement.seal)}.json`) throw new Wrong("holds another seal than its name says");
      whole(statement.leaves, 1);
      unhex(statement.root);
      const imprint = `0420${hex(sha256(text))}`;
      for (const one of seal.timestamps) {
        unhex(one.response, null);
        if (!one.response.includes(imprint)) {
          this.fault("timestamp", path, `${path} holds a timestamp that is about something else.`);
        } else {
          this.notes.push(
            `${path}: a timestamp names this seal. Whether the authority signed it is not checked here; ` +
              "muniment check and openssl ts can.",
          );
        }
      }
      this.seals.set(statement.seal, statement);
      this.counts.seals += 1;
    }

    async checkProof(path) {
      const proof = await this.json(path, PROOF);
      if (path !== `proofs/${proof.name}.json`) throw new Wrong("proves another page than its name says");
      if (!this.seals.has(proof.seal)) throw new Wrong("belongs to a seal that is not here");
      const stretches = this.checkWords(proof, this.seals.get(proof.seal));
      const quotes = new Map();
      for (const quote of proof.quotes) {
        await this.within("quote", path, () => this.checkQuote(quote, stretches, quotes));
      }
      this.proofs.set(proof.name, { stretches, quotes });
      this.counts.pages += 1;
    }

    /** The stretches that the proof opens: number -> the texts shown of it, one, or two with a gap between. */
    checkWords(proof, statement) {
      const { leaf, page } = proof;
      const commitments = leaf.commitments.map((one) => unhex(one));
      const leaves = new Map([[whole(leaf.index), leafHash(joined(...commitments))]]);
      const sealed = hex(coveredRoot(statement.leaves, leaves, leaf.cover));
      if (commitments.length !== PARTS.length || sealed !== statement.root) {
        throw new Wrong("belongs to a file that is not under the seal");
      }
      for (const [part, one] of Object.entries(proof.opened)) {
        if (hex(sha256(unhex(one.salt), utf8(one.written))) !== hex(commitments[PARTS.indexOf(part)])) {
          throw new Wrong(`does not open what was sealed as “${part}”`);
        }
      }
      const head = JSON.parse(page.head);
      const shown = new Map([[0, leafHash(utf8(page.head))]]);
      const stretches = new Map();
      let last = -1;
      for (const one of page.stretches) {
        last = whole(one.at, last + 1);
        shown.set(last + 1, stretchHash(one));
        const texts = "words" in one ? [one.words] : [one.before, one.after];
        stretches.set(last, texts.map((words) => words.join("")));
        this.counts.words += texts.flat().length;
      }
      const root = coveredRoot(whole(head.stretches) + 1, shown, page.cover);
      const reading = coveredRoot(whole(page.of, 1), new Map([[whole(page.at), leafHash(root)]]), page.pages);
      if (hex(reading) !== JSON.parse(proof.opened.words.written).root.hex) {
        throw new Wrong("shows words that are not those under the seal, or not all of them, or elsewhere");
      }
      return stretches;
    }

    checkQuote(quote, stretches, quotes) {
      const lengthOf = (text) => Array.from(text).length;
      let exact = "";
      let position = -1;
      let following = null;
      for (const [at, part, start, end] of quote.pieces) {
        const texts = stretches.get(whole(at));
        const letters = Array.from(texts[whole(part)]);
        if (whole(start) >= whole(end) || end > letters.length || (following && !same([at, part, start], following))) {
          throw new Wrong(`quotes words (${quote.id}) that do not stand where it says`);
        }
        const before = Array.from({ length: at }, (_, number) => stretches.get(number) ?? []);
        if (!exact && !part && before.every((one) => one.length === 1)) {
          position = before.reduce((sum, one) => sum + lengthOf(one[0]), 0) + start;
        }
        following = end === letters.length && part === texts.length - 1 ? [at + 1, 0, 0] : [null];
        exact += letters.slice(start, end).join("");
      }
      if (!exact || exact !== quote.exact) {
        throw new Wrong(`has a quote (${quote.id}) with other words than the page shows there`);
      }
      const stands = position >= 0 && quote.start === position && quote.end === position + lengthOf(exact);
      if ("start" in quote && !stands) throw new Wrong(`has a quote (${quote.id}) that does not stand where it says`);
      quotes.set(quote.id, exact);
      this.counts.quotes += 1;
    }

    async checkHtml(path) {
      const shown = shownIn(textOf(await this.read(path)));
      for (const page of shown.pages) await this.within("page", path, () => this.checkPage(page));
      for (const [names, text] of shown.quotes) {
        await this.within("quote", path, () => this.checkShownQuote(names, text));
      }
    }

    checkPage({ name, stretches, stray }) {
      if (!this.proofs.has(name)) throw new Wrong(`shows the page “${name}”, for which there is no proof that holds`);
      const proved = [...this.proofs.get(name).stretches].map(([at, texts]) => [String(at), texts.map(plain)]);
      stretches.slice(0, proved.length).forEach(([at, texts], number) => {
        if (!same([at, texts.map(plain)], proved[number])) {
          throw new Wrong(`shows other words in stretch ${at} of the page “${name}” than were proved`);
        }
      });
      if (stretches.length !== proved.length) throw new Wrong(`shows more or less of the page “${name}” than was proved`);
      if (plain(stray)) throw new Wrong(`shows words on the page “${name}” that no proof covers`);
    }

    checkShownQuote(names, text) {
      let exact = "";
      for (const one of names.split(/\s+/).filter(Boolean)) {
        const [name, quote] = one.split("#");
        const found = this.proofs.get(name)?.quotes.get(quote);
        if (found === undefined) throw new Wrong(`shows the quote “${one}”, for which there is no proof that holds`);
        exact += found;
      }
      if (plain(exact) !== plain(text)) throw new Wrong(`shows the quote “${names}” in other words than were proved`);
    }

    /** Follow the chain of editions back to the first. */
    async checkEditions(good) {
      const known = new Set([this.manifestHash]);
      let later = this.manifest;
      for (let number = this.manifest.edition - 1; number > 0; number -= 1) {
        const prefix = `editions/${number}/`;
        const path = `${prefix}manifest.json`;
        if (!good.has(path) || !good.has(`${prefix}manifest.sig`)) {
          this.fault("corrections", "manifest.json", `Edition ${number}, which came before, is not kept here.`);
          return;
        }
        const faults = this.faults.length;
        await this.within("corrections", path, () => this.checkEdition(prefix, later));
        if (this.faults.length > faults) return;
        const data = await this.read(path);
        known.add(hex(sha256(data)));
        later = JSON.parse(textOf(data));
        await this.checkStamp(good, prefix, later);
      }
      if (later.former || later.corrections.length) {
        this.fault("corrections", "manifest.json", "The first edition names one before it.");
      }
      if (this.former && !known.has(this.former)) {
        this.fault("corrections", "manifest.json", "This does not come after the edition that you noted.");
      }
    }

    async checkEdition(prefix, later) {
      const former = await this.json(`${prefix}manifest.json`, PUBLICATION);
      if (hex(sha256(await this.read(`${prefix}manifest.json`))) !== later.former) {
        throw new Wrong("is not the edition that the one after it names");
      }
      if (former.edition !== later.edition - 1 || former.publication !== later.publication) {
        throw new Wrong("is an edition of something else");
      }
      await this.checkSignature(prefix, former.public_key);
      const kept = former.corrections.length;
      if (!same(later.corrections.slice(0, kept), former.corrections)) {
        throw new Wrong("lists a correction that a later edition dropped or changed");
      }
      if (later.corrections.length <= kept) {
        throw new Wrong("was followed by an edition that does not say what it corrects");
      }
    }
  }

  return { Check, hashOfFile, hex, isSigned, sha256, sha512, unhex, utf8 };
})();

// the page ---------------------------------------------------------------------------------------------------------------

(() => {
  const place = (id) => document.getElementById(id);
  if (!place("verdict")) return;

  function line(list, text) {
    const item = document.createElement("li");
    item.dir = "auto";
    item.textContent = text;
    place(list).append(item);
  }

  function say(verdict, state) {
    place("verdict").textContent = verdict;
    place("verdict").dataset.state = state;
  }

  async function look(files) {
    for (const id of ["faults", "facts"]) place(id).replaceChildren();
    say("Looking at it …", "busy");
    const options = { key: place("key").value.replace(/\s/g, ""), former: place("former").value.replace(/\s/g, "") };
    const show = (done, all) => {
      place("verdict").textContent = `Looking at it: ${done} of ${all} files`;
    };
    const check = await new muniment.Check(files, { ...options, show }).run();
    for (const { kind, says } of check.faults) line("faults", `${kind}: ${says}`);
    for (const note of check.notes) line("facts", note);
    if (check.manifest) {
      line("facts", `Publication ${check.manifest.publication}, edition ${check.manifest.edition}`);
      line("facts", `Signed with the key ${check.manifest.public_key}`);
      line("facts", `SHA-256 of its manifest: ${check.manifestHash}`);
      const counts = Object.entries(check.counts).map(([what, count]) => `${count} ${count === 1 ? what.slice(0, -1) : what}`);
      line("facts", `Checked: ${counts.join(", ")}`);
    }
    if (check.faults.length) say(`Not as it was: ${check.faults.length} faults.`, "bad");
    else say("Nothing was changed, and the words shown are those that were sealed.", "good");
    if (!check.faults.length && !options.key) {
      line("facts", "Compare the key with one that you have from elsewhere: anybody can sign with a key of their own.");
    }
  }

  function start(files) {
    look(files).catch((error) => say(`It could not be looked at: ${error.message}`, "bad"));
  }

  const asEntry = (file) => ({ size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) });

  /** Files by their paths below the folder that was chosen. */
  const below = (pairs) => new Map(pairs.map(([path, file]) => [path.split("/").slice(1).join("/"), asEntry(file)]));

  async function within(entry) {
    if (entry.isFile) return [[entry.fullPath.slice(1), await new Promise((good, bad) => entry.file(good, bad))]];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((good, bad) => reader.readEntries(good, bad));
      if (!some.length) return found;
      for (const one of some) found.push(...(await within(one)));
    }
  }

  place("folder").addEventListener("change", (event) => {
    const files = Array.from(event.target.files, (file) => [file.webkitRelativePath, file]);
    event.target.value = ""; // so that the same folder can be chosen once more
    start(below(files));
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entry = event.dataTransfer.items[0]?.webkitGetAsEntry();
    if (entry?.isDirectory) start(below(await within(entry)));
    else say("Drop the whole folder of the publication here.", "bad");
  });
  say("Nothing has been checked yet.", "waiting");
})();
