// process, standard input, Buffer.
((host) => {
  "use strict";
  const { define, write, complain } = host;

  // What this program was started with, asked for when first needed: most programs never do.
  let started = null;
  host.settings = () => (started ??= JSON.parse(host.config()));
  // A new turn has settings of its own.
  host.restart = () => { started = null; process.exitCode = undefined; };

  const stopped = () => { for (;;); };
  const checked = (reply) => (reply === null ? stopped() : reply);
  // One line of standard input without its end, or null at its end; waits.
  const readLine = () => {
    const reply = checked(host.line());
    return reply === "" ? null : reply.endsWith("\n") ? reply.slice(0, reply.endsWith("\r\n") ? -2 : -1) : reply;
  };
  const readStdin = () => {
    let text = "";
    for (let line = checked(host.line()); line !== ""; line = checked(host.line())) text += line;
    return text;
  };
  define("readLine", readLine);
  define("readline", readLine);
  define("readStdin", readStdin);
  define("prompt", (message, otherwise = null) => {
    if (message !== undefined) write(`${message} `);
    return readLine() ?? otherwise;
  });
  host.readStdin = readStdin;

  const emitter = (target) => {
    const listeners = new Map();
    const on = (name, run) => { listeners.set(name, [...(listeners.get(name) ?? []), run]); return target; };
    const off = (name, run) => { listeners.set(name, (listeners.get(name) ?? []).filter((x) => x !== run)); return target; };
    const once = (name, run) => { const first = (...values) => { off(name, first); run.apply(target, values); }; return on(name, first); };
    const emit = (name, ...values) => { const all = listeners.get(name) ?? []; for (const run of all) run.apply(target, values); return all.length > 0; };
    Object.assign(target, { on, addListener: on, off, removeListener: off, once, emit, removeAllListeners: () => { listeners.clear(); return target; } });
    return listeners;
  };
  const lines = async function* () {
    for (let line = checked(host.line()); line !== ""; line = checked(host.line())) yield line;
  };
  const stdin = { fd: 0, isTTY: false, setEncoding: () => stdin, resume: () => stdin, pause: () => stdin, unref: () => stdin, ref: () => stdin, [Symbol.asyncIterator]: lines };
  emitter(stdin);
  const { on: listen } = stdin;
  let pumping = false;
  const pump = () => {
    const line = checked(host.line());
    if (line === "") { stdin.emit("end"); stdin.emit("close"); return; }
    stdin.emit("data", line);
    setImmediate(pump);
  };
  stdin.on = stdin.addListener = (name, run) => {
    listen(name, run);
    if (!pumping && (name === "data" || name === "end")) { pumping = true; setImmediate(pump); }
    return stdin;
  };

  const stream = (fd, put) => {
    const self = {
      fd, isTTY: false, writable: true, columns: 80,
      write: (data, encoding, done) => {
        put(typeof data === "string" ? data : host.decode(host.bytesOf(data)));
        const after = typeof encoding === "function" ? encoding : done;
        if (typeof after === "function") queueMicrotask(after);
        return true;
      },
      end: (data) => { if (data !== undefined) self.write(data); },
    };
    emitter(self);
    return self;
  };

  const process = {
    title: "quickjs", platform: "wasi", arch: "wasm32", pid: 1, version: "v22.0.0", versions: { quickjs: "ng" }, release: { name: "quickjs" }, execArgv: [], execPath: "quickjs", exitCode: undefined,
    get argv() { return (host.settings().argv ??= ["quickjs", host.settings().main, ...host.settings().args]); },
    set argv(value) { host.settings().argv = value; },
    get env() { return host.settings().env; },
    set env(value) { host.settings().env = value; },
    stdin, stdout: stream(1, write), stderr: stream(2, complain),
    cwd: () => "/workspace",
    chdir: () => { throw new Error("the working directory is always /workspace"); },
    exit: (code) => { process.emit("exit", Number(code ?? process.exitCode ?? 0)); host.exit(Number(code ?? process.exitCode ?? 0) | 0); stopped(); },
    nextTick: (run, ...values) => queueMicrotask(() => run(...values)),
    uptime: () => performance.now() / 1000,
    hrtime: Object.assign((since = [0, 0]) => {
      const ns = process.hrtime.bigint() - (BigInt(since[0]) * 1000000000n + BigInt(since[1]));
      return [Number(ns / 1000000000n), Number(ns % 1000000000n)];
    }, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }),
    memoryUsage: () => { const used = host.memory(); return { rss: used, heapTotal: used, heapUsed: used, external: 0, arrayBuffers: 0 }; },
    emitWarning: (warning) => complain(`Warning: ${warning}\n`),
  };
  emitter(process);
  // Asked for when a program has come to its end.
  host.exitCode = () => { process.emit("exit", Number(process.exitCode ?? 0)); return Number(process.exitCode ?? 0) | 0; };
  define("process", process);

  const { encode, decode } = host;
  const binary = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0) & 255);
  const latin = (bytes) => { let text = ""; for (const b of bytes) text += String.fromCharCode(b); return text; };
  class Buffer extends Uint8Array {
    static from(source, encoding = "utf8") {
      if (typeof source !== "string") return source instanceof ArrayBuffer ? new Buffer(source, encoding === "utf8" ? 0 : encoding) : super.from(source?.type === "Buffer" ? source.data : source);
      switch (encoding.toLowerCase()) {
        case "hex": return super.from(source.match(/[0-9a-fA-F]{2}/g) ?? [], (pair) => parseInt(pair, 16));
        case "base64": case "base64url": return Buffer.from(binary(atob(source.replaceAll("-", "+").replaceAll("_", "/").replace(/[^A-Za-z0-9+/]/g, ""))));
        case "latin1": case "binary": case "ascii": return Buffer.from(binary(source));
        default: { const bytes = encode(source.toWellFormed()); return new Buffer(bytes.buffer, bytes.byteOffset, bytes.length); }
      }
    }
    static alloc(size, fill = 0) { return new Buffer(size).fill(fill); }
    static allocUnsafe(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static byteLength(value, encoding) { return typeof value === "string" ? Buffer.from(value, encoding).length : value.byteLength; }
    static concat(list, length = list.reduce((sum, part) => sum + part.length, 0)) {
      const all = Buffer.alloc(length);
      let at = 0;
      for (const part of list) { all.set(part.subarray(0, length - at), at); at += part.length; }
      return all;
    }
    toString(encoding = "utf8", start = 0, end = this.length) {
      const part = new Uint8Array(this.buffer, this.byteOffset, this.length).subarray(start, end);
      switch (encoding.toLowerCase()) {
        case "hex": return Array.from(part, (b) => b.toString(16).padStart(2, "0")).join("");
        case "base64": return btoa(latin(part));
        case "base64url": return btoa(latin(part)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
        case "latin1": case "binary": case "ascii": return latin(part);
        default: return decode(part);
      }
    }
    toJSON() { return { type: "Buffer", data: Array.from(this) }; }
    equals(other) { return this.length === other.length && this.every((b, i) => b === other[i]); }
    slice(start, end) { return this.subarray(start, end); }
    write(text, offset = 0) { const bytes = Buffer.from(text).subarray(0, this.length - offset); this.set(bytes, offset); return bytes.length; }
    [host.custom]() { return `<Buffer${this.length > 0 ? " " : ""}${Array.from(this.subarray(0, 50), (b) => b.toString(16).padStart(2, "0")).join(" ")}${this.length > 50 ? ` ... ${this.length - 50} more bytes` : ""}>`; }
  }
  host.emitter = emitter;
  define("Buffer", Buffer);
})(globalThis.__host);
