// What the prelude asks of its host, over the one function the interpreter has for that: text in, text out.
(() => {
  "use strict";
  const invoke = java_invoke;
  const encoder = new TextEncoder(), decoder = new TextDecoder();
  const { fromCharCode } = String;
  const call = (name, text = "") => invoke("", name, text);
  for (const name of ["java_invoke", "plugin", "Javy"]) delete globalThis[name];

  // Bytes travel as characters below 256.
  const PIECE = 16_384;
  const toText = (bytes) => {
    let text = "";
    for (let i = 0; i < bytes.length; i += PIECE) text += fromCharCode.apply(null, bytes.subarray(i, i + PIECE));
    return text;
  };
  const toBytes = (text) => {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  };

  // Thrown to leave a turn whose output is full, or that called process.exit.
  const LEAVE = Object.freeze({ toString: () => "the execution has ended" });
  const leaveIfTold = (reply) => { if (reply === "!") throw LEAVE; };
  const writer = (name) => (text) => {
    for (let from = 0; from < text.length; ) {
      let to = Math.min(text.length, from + PIECE);
      const last = text.charCodeAt(to - 1);
      if (to < text.length && last >= 0xd800 && last < 0xdc00) to++;
      leaveIfTold(call(name, text.slice(from, to)));
      from = to;
    }
  };

  const files = (action, path, option = "", data) => {
    if (option instanceof Uint8Array) { data = option; option = ""; }
    const reply = call("files", [action, path, option, data === undefined ? "" : toText(data)].join("\0"));
    return reply[0] === "=" ? toBytes(reply.slice(1)) : reply;
  };

  const host = {
    call, LEAVE, files,
    out: writer("out"),
    err: writer("err"),
    line: () => { const reply = call("line"); return reply === "" ? "" : reply; },
    config: () => call("config"),
    exit: (code) => leaveIfTold(call("exit", String(code))),
    memory: () => Number(call("memory")),
    entropy: (count) => toBytes(call("entropy", String(count))),
    encode: (text) => encoder.encode(text),
    decode: (bytes) => decoder.decode(bytes),
  };

  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  define("performance", { now: () => Number(call("now")) / 1e6 });
  define("DOMException", class DOMException extends Error {
    constructor(message = "", name = "Error") { super(message); Object.defineProperty(this, "name", { value: name, configurable: true }); }
  });
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  define("btoa", (text) => {
    const bytes = Array.from(String(text), (c) => c.charCodeAt(0));
    if (bytes.some((b) => b > 255)) throw new DOMException("Invalid character", "InvalidCharacterError");
    let encoded = "";
    for (let i = 0; i < bytes.length; i += 3) {
      const n = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      encoded += alphabet[n >> 18] + alphabet[(n >> 12) & 63] + (i + 1 < bytes.length ? alphabet[(n >> 6) & 63] : "=") + (i + 2 < bytes.length ? alphabet[n & 63] : "=");
    }
    return encoded;
  });
  define("atob", (text) => {
    const digits = String(text).replace(/[\t\n\f\r ]/g, "").replace(/={1,2}$/, "");
    let decoded = "", bits = 0, held = 0;
    for (const c of digits) {
      const value = alphabet.indexOf(c);
      if (value < 0) throw new DOMException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
      held = ((held << 6) | value) & 0xffffff;
      bits += 6;
      if (bits >= 8) { bits -= 8; decoded += fromCharCode((held >> bits) & 255); }
    }
    return decoded;
  });
  globalThis.__host = host;
  globalThis.__engine = host;
})();
