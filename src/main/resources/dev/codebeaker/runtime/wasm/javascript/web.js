// What programs know from browsers: encoders, random bytes, clones, addresses.
((host) => {
  "use strict";
  const { define, encode, decode, entropy } = host;
  const bytesOf = (source) => {
    if (source === undefined) return new Uint8Array(0);
    if (source instanceof ArrayBuffer) return new Uint8Array(source);
    if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    throw new TypeError("an ArrayBuffer or a view of one is needed");
  };
  host.bytesOf = bytesOf;

  define("TextEncoder", class TextEncoder {
    get encoding() { return "utf-8"; }
    encode(text = "") { return encode(String(text).toWellFormed()); }
    encodeInto(text, target) {
      const bytes = this.encode(text).subarray(0, target.length);
      target.set(bytes);
      return { read: text.length, written: bytes.length };
    }
  });
  define("TextDecoder", class TextDecoder {
    #fatal;
    constructor(label = "utf-8", options = {}) {
      if (!/^(utf-?8|unicode-1-1-utf-8)$/i.test(label)) throw new RangeError(`The "${label}" encoding is not supported`);
      this.#fatal = options.fatal === true;
    }
    get encoding() { return "utf-8"; }
    get fatal() { return this.#fatal; }
    decode(source) {
      const text = decode(bytesOf(source));
      if (this.#fatal && text.includes("\ufffd")) throw new TypeError("The encoded data was not valid for encoding utf-8");
      return text.startsWith("\ufeff") ? text.slice(1) : text;
    }
  });

  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  define("crypto", {
    getRandomValues(view) {
      if (view.byteLength > 65536) throw new RangeError("no more than 65536 bytes at a time");
      const bytes = bytesOf(view);
      bytes.set(entropy(bytes.length));
      return view;
    },
    randomUUID() {
      const bytes = entropy(16);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    },
  });

  const clone = (value, seen) => {
    if (typeof value === "function" || typeof value === "symbol") throw new DOMException(`${String(value)} could not be cloned.`, "DataCloneError");
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy) => { seen.set(value, copy); return copy; };
    if (value instanceof Date) return keep(new Date(value));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) return keep(new value.constructor(clone(value.buffer, seen), value.byteOffset, value.length));
    if (value instanceof Map) { const copy = keep(new Map()); for (const [k, v] of value) copy.set(clone(k, seen), clone(v, seen)); return copy; }
    if (value instanceof Set) { const copy = keep(new Set()); for (const v of value) copy.add(clone(v, seen)); return copy; }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : value instanceof Error ? Object.create(Object.getPrototypeOf(value)) : {});
    if (value instanceof Error) for (const key of ["name", "message", "stack", "cause"]) if (Object.hasOwn(value, key)) Object.defineProperty(copy, key, { value: clone(value[key], seen), writable: true, configurable: true });
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  };
  define("structuredClone", (value) => clone(value, new Map()));

  const escape = (text) => encodeURIComponent(text).replace(/%20/g, "+").replace(/[!'()~]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
  const unescape = (text) => { try { return decodeURIComponent(text.replaceAll("+", " ")); } catch { return text; } };
  class URLSearchParams {
    #list = [];
    #changed = () => {};
    constructor(source = "", changed) {
      if (changed !== undefined) this.#changed = changed;
      if (typeof source === "string") {
        for (const pair of source.replace(/^\?/, "").split("&")) {
          if (pair === "") continue;
          const at = pair.indexOf("=");
          this.#list.push(at < 0 ? [unescape(pair), ""] : [unescape(pair.slice(0, at)), unescape(pair.slice(at + 1))]);
        }
      } else {
        const pairs = typeof source[Symbol.iterator] === "function" ? source : Object.entries(source);
        for (const [key, value] of pairs) this.#list.push([String(key), String(value)]);
      }
    }
    get size() { return this.#list.length; }
    get(name) { return this.#list.find(([key]) => key === name)?.[1] ?? null; }
    getAll(name) { return this.#list.filter(([key]) => key === name).map(([, value]) => value); }
    has(name) { return this.#list.some(([key]) => key === name); }
    append(name, value) { this.#list.push([String(name), String(value)]); this.#changed(); }
    delete(name) { this.#list = this.#list.filter(([key]) => key !== name); this.#changed(); }
    set(name, value) {
      const at = this.#list.findIndex(([key]) => key === name);
      if (at < 0) return this.append(name, value);
      this.#list = this.#list.filter(([key], i) => key !== name || i === at);
      this.#list[at][1] = String(value);
      this.#changed();
    }
    sort() { this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); this.#changed(); }
    forEach(each) { for (const [key, value] of this.#list) each(value, key, this); }
    *keys() { for (const [key] of this.#list) yield key; }
    *values() { for (const [, value] of this.#list) yield value; }
    *entries() { for (const [key, value] of this.#list) yield [key, value]; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#list.map(([key, value]) => `${escape(key)}=${escape(value)}`).join("&"); }
    [host.custom]() { return `URLSearchParams { ${this.#list.map(([k, v]) => `${host.inspect(k)} => ${host.inspect(v)}`).join(", ")} }`; }
  }
  define("URLSearchParams", URLSearchParams);

  const ports = { "http:": "80", "https:": "443", "ws:": "80", "wss:": "443", "ftp:": "21" };
  const address = /^([a-zA-Z][a-zA-Z0-9+.-]*:)(?:\/\/(?:([^:@\/?#]*)(?::([^@\/?#]*))?@)?(\[[^\]]*\]|[^:\/?#]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/s;
  const tidy = (path) => {
    const parts = [];
    for (const part of path.split("/").slice(1)) {
      if (part === "..") parts.pop(); else if (part !== ".") parts.push(part);
    }
    if (/\/\.{1,2}$/.test(path)) parts.push("");
    return "/" + parts.join("/");
  };
  const resolve = (text, base) => {
    if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text)) return text;
    if (text.startsWith("//")) return base.protocol + text;
    const root = base.origin === "null" ? base.protocol + "//" + base.host : base.origin;
    if (text.startsWith("/")) return root + text;
    if (text.startsWith("?")) return root + base.pathname + text;
    if (text.startsWith("#") || text === "") return root + base.pathname + base.search + text;
    return root + base.pathname.replace(/[^/]*$/, "") + text;
  };
  define("URL", class URL {
    constructor(text, base) {
      const full = base === undefined ? String(text).trim() : resolve(String(text).trim(), new URL(String(base)));
      const found = address.exec(full);
      if (found === null || (found[1].toLowerCase() in ports && !found[4])) {
        const error = new TypeError("Invalid URL");
        error.code = "ERR_INVALID_URL";
        error.input = String(text);
        throw error;
      }
      const [, protocol, username = "", password = "", hostname = "", port = "", path, search = "", hash = ""] = found;
      const hierarchical = full.slice(protocol.length).startsWith("//");
      Object.assign(this, { protocol: protocol.toLowerCase(), username, password, hostname: hostname.toLowerCase() });
      this.port = port === ports[this.protocol] ? "" : port;
      this.pathname = hierarchical ? encodeURI(decodeURI(tidy(path || "/"))) : path;
      this.search = search === "?" ? "" : encodeURI(search).replace(/%25/g, "%");
      this.hash = hash === "#" ? "" : hash;
      const params = new URLSearchParams(this.search, () => { const query = params.toString(); this.search = query === "" ? "" : "?" + query; });
      Object.defineProperty(this, "searchParams", { value: params, enumerable: true });
      Object.defineProperty(this, "slashes", { value: hierarchical, enumerable: false });
    }
    static canParse(text, base) { try { new URL(text, base); return true; } catch { return false; } }
    get host() { return this.port === "" ? this.hostname : `${this.hostname}:${this.port}`; }
    get origin() { return this.protocol in ports ? `${this.protocol}//${this.host}` : "null"; }
    get href() {
      const user = this.username === "" ? "" : `${this.username}${this.password === "" ? "" : ":" + this.password}@`;
      return `${this.protocol}${this.slashes ? "//" : ""}${user}${this.host}${this.pathname}${this.search}${this.hash}`;
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  });
})(globalThis.__host);
