// The modules a program may require or import: files, paths and a few more of Node's names.
((host) => {
  "use strict";
  const { define } = host;
  const fail = (code, message, call, path) => Object.assign(new Error(`${code}: ${message}, ${call} '${path}'`), { code, syscall: call, path });
  // A reply of the host is "+" and what it says, or "!" with a code and a message.
  const ask = (call, path, ...more) => {
    if (path instanceof URL) path = path.pathname;
    if (typeof path !== "string") throw new TypeError('The "path" argument must be of type string.');
    const reply = host.files(call, path, ...more);
    if (typeof reply !== "string") return reply;
    if (reply[0] === "+") return reply.slice(1);
    const [, code, message] = /^!(\w+) (.*)$/s.exec(reply);
    throw fail(code, message, call, path);
  };
  const encodingOf = (options) => (typeof options === "string" ? options : options?.encoding);
  const put = (call) => (path, data, options) => {
    const body = typeof data === "string" ? Buffer.from(data, encodingOf(options) ?? "utf8") : ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? host.bytesOf(data) : Buffer.from(String(data));
    ask(options?.flag?.startsWith?.("a") ? "append" : call, path, new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  };
  const kinds = { file: "isFile", directory: "isDirectory", link: "isSymbolicLink" };
  const kinded = (target, kind) => {
    for (const [name, test] of Object.entries(kinds)) target[test] = () => kind === name;
    return target;
  };
  const files = {
    readFileSync: (path, options) => {
      const encoding = encodingOf(options);
      if (path === 0 || path === "/dev/stdin") return encoding ? host.readStdin() : Buffer.from(host.readStdin());
      const bytes = ask("read", path);
      const buffer = new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return encoding && encoding !== "buffer" ? buffer.toString(encoding) : buffer;
    },
    writeFileSync: put("write"),
    appendFileSync: put("append"),
    existsSync: (path) => { try { ask("stat", path); return true; } catch { return false; } },
    accessSync: (path) => { ask("stat", path); },
    readdirSync: (path, options) => {
      const entries = JSON.parse(ask("list", path, options?.recursive === true ? "1" : ""));
      return options?.withFileTypes ? entries.map(({ name, kind }) => kinded({ name, parentPath: path, path }, kind)) : entries.map((entry) => entry.name);
    },
    mkdirSync: (path, options) => { ask("mkdir", path, options?.recursive === true ? "1" : ""); },
    rmSync: (path, options) => {
      try { ask("remove", path, options?.recursive === true ? "1" : ""); } catch (error) { if (!(options?.force === true && error.code === "ENOENT")) throw error; }
    },
    unlinkSync: (path) => { ask("unlink", path); },
    rmdirSync: (path, options) => { ask("rmdir", path, options?.recursive === true ? "1" : ""); },
    renameSync: (from, to) => { ask("rename", from, String(to)); },
    copyFileSync: (from, to) => { files.writeFileSync(to, files.readFileSync(from)); },
    statSync: (path, options) => {
      try {
        const { kind, size, modified } = JSON.parse(ask("stat", path));
        return kinded({ size, mtimeMs: modified, mtime: new Date(modified), mode: kind === "directory" ? 0o40755 : 0o100644 }, kind);
      } catch (error) { if (options?.throwIfNoEntry === false && error.code === "ENOENT") return undefined; throw error; }
    },
  };
  files.lstatSync = files.statSync;
  files.realpathSync = (path) => paths.resolve(path);
  const promises = {};
  for (const name of Object.keys(files)) {
    const short = name.slice(0, -4);
    if (short !== "exists") promises[short] = async (...values) => files[name](...values);
    files[short] = (...values) => {
      const done = values.pop();
      let result, failure = null;
      try { result = files[name](...values); } catch (error) { failure = error; }
      queueMicrotask(() => (short === "exists" ? done(result) : failure === null ? done(null, result) : done(failure)));
    };
  }
  files.promises = promises;

  const normal = (path) => {
    const parts = [];
    for (const part of path.split("/")) {
      if (part === "" || part === ".") continue;
      if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop(); else if (part !== ".." || !path.startsWith("/")) parts.push(part);
    }
    return (path.startsWith("/") ? "/" : "") + parts.join("/") + (path.endsWith("/") && parts.length > 0 ? "/" : "") || ".";
  };
  const paths = {
    sep: "/", delimiter: ":", normalize: normal,
    join: (...parts) => normal(parts.filter((part) => part !== "").join("/") || "."),
    resolve: (...parts) => {
      let path = "";
      for (const part of ["/workspace", ...parts]) path = part.startsWith("/") ? part : `${path}/${part}`;
      return normal(path).replace(/(.)\/$/, "$1");
    },
    isAbsolute: (path) => path.startsWith("/"),
    dirname: (path) => { const cut = path.replace(/\/+$/, "").lastIndexOf("/"); return cut < 0 ? "." : cut === 0 ? "/" : path.slice(0, cut); },
    basename: (path, end = "") => { const name = path.replace(/\/+$/, "").split("/").at(-1); return end !== "" && name !== end && name.endsWith(end) ? name.slice(0, -end.length) : name; },
    extname: (path) => { const name = paths.basename(path), dot = name.lastIndexOf("."); return dot <= 0 ? "" : name.slice(dot); },
    relative: (from, to) => {
      const a = paths.resolve(from).split("/").filter(Boolean), b = paths.resolve(to).split("/").filter(Boolean);
      let same = 0;
      while (same < a.length && a[same] === b[same]) same++;
      return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/");
    },
    parse: (path) => { const base = paths.basename(path), ext = paths.extname(path); return { root: path.startsWith("/") ? "/" : "", dir: path.includes("/") ? paths.dirname(path) : "", base, ext, name: ext === "" ? base : base.slice(0, -ext.length) }; },
    format: ({ dir, base, name = "", ext = "" }) => (dir ? dir + "/" : "") + (base ?? name + ext),
  };
  paths.posix = paths;

  class EventEmitter {
    constructor() { const own = {}; host.emitter(own); for (const key of Object.keys(own)) Object.defineProperty(this, key, { value: key === "emit" ? own.emit : (...values) => { own[key](...values); return this; }, writable: true, configurable: true }); }
  }
  EventEmitter.EventEmitter = EventEmitter;
  const createInterface = () => {
    const self = { close: () => { open = false; self.emit("close"); }, setPrompt() {}, prompt() {}, write() {} };
    let open = true;
    host.emitter(self);
    const next = () => {
      if (!open) return;
      const line = readLine();
      if (line === null) return self.close();
      self.emit("line", line);
      setImmediate(next);
    };
    const listen = self.on;
    let reading = false;
    self.on = self.addListener = (name, run) => { listen(name, run); if (name === "line" && !reading) { reading = true; setImmediate(next); } return self; };
    self.question = (text, options, done = options) => { process.stdout.write(text); setImmediate(() => done(readLine() ?? "")); };
    self[Symbol.asyncIterator] = async function* () { for (let line = readLine(); line !== null; line = readLine()) yield line; };
    return self;
  };
  const inherits = (child, parent) => Object.setPrototypeOf(child.prototype, parent.prototype);
  const promisify = (run) => (...values) => new Promise((resolve, reject) => run(...values, (error, value) => (error ? reject(error) : resolve(value))));
  const same = (a, b) => Object.is(a, b) || (typeof a === "object" && typeof b === "object" && a !== null && b !== null && Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && host.inspect(a, { depth: null }) === host.inspect(b, { depth: null }));
  class AssertionError extends Error { constructor(message) { super(message); this.name = "AssertionError"; this.code = "ERR_ASSERTION"; } }
  const must = (truth, message, otherwise) => { if (!truth) throw message instanceof Error ? message : new AssertionError(message ?? otherwise()); };
  const compare = (a, sign, b) => () => `${host.inspect(a)} ${sign} ${host.inspect(b)}`;
  const assert = Object.assign((value, message) => must(value, message, () => "The expression evaluated to a falsy value"), {
    AssertionError,
    equal: (a, b, message) => must(a == b, message, compare(a, "==", b)),
    notEqual: (a, b, message) => must(a != b, message, compare(a, "!=", b)),
    strictEqual: (a, b, message) => must(Object.is(a, b), message, compare(a, "===", b)),
    notStrictEqual: (a, b, message) => must(!Object.is(a, b), message, compare(a, "!==", b)),
    deepEqual: (a, b, message) => must(same(a, b), message, compare(a, "deepEqual", b)),
    deepStrictEqual: (a, b, message) => must(same(a, b), message, compare(a, "deepEqual", b)),
    notDeepStrictEqual: (a, b, message) => must(!same(a, b), message, compare(a, "notDeepEqual", b)),
    throws: (run, message) => { try { run(); } catch { return; } must(false, typeof message === "string" ? message : undefined, () => "Missing expected exception."); },
    fail: (message = "Failed") => must(false, message, () => message),
  });
  assert.ok = assert;
  assert.strict = assert;

  const builtins = {
    fs: () => files, "fs/promises": () => promises, path: () => paths, process: () => process, console: () => console, buffer: () => ({ Buffer }), assert: () => assert,
    events: () => EventEmitter, util: () => ({ inspect: host.inspect, format: host.format, promisify, inherits, isDeepStrictEqual: same, TextEncoder, TextDecoder, types: {} }),
    perf_hooks: () => ({ performance }), url: () => ({ URL, URLSearchParams, fileURLToPath: (url) => new URL(url).pathname }), crypto: () => ({ randomUUID: crypto.randomUUID, getRandomValues: crypto.getRandomValues, webcrypto: crypto, randomBytes: (n) => Buffer.from(host.entropy(n)), randomInt: (a, b) => (b === undefined ? Math.floor(Math.random() * a) : a + Math.floor(Math.random() * (b - a))) }),
    os: () => ({ EOL: "\n", platform: () => "wasi", tmpdir: () => "/tmp", homedir: () => "/workspace", cpus: () => [{}], hostname: () => "sandbox", arch: () => "wasm32" }),
    readline: () => ({ createInterface }), timers: () => ({ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate }), "timers/promises": () => ({ setTimeout: (ms, value) => new Promise((done) => setTimeout(done, ms, value)), setImmediate: (value) => new Promise((done) => setImmediate(done, value)) }),
    "readline/promises": () => ({ createInterface: () => { const self = createInterface(); const { question } = self; self.question = (text) => new Promise((done) => question(text, done)); return self; } }),
  };
  const made = new Map();
  const builtin = (name) => {
    const short = name.replace(/^node:/, "");
    if (!Object.hasOwn(builtins, short)) return undefined;
    if (!made.has(short)) made.set(short, builtins[short]());
    return made.get(short);
  };
  // The source of an ES module that stands for one of them, or undefined; asked by the host's loader.
  host.builtinSource = (name) => {
    const module = builtin(name);
    if (module === undefined) return undefined;
    const names = Object.keys(module).filter((key) => /^[A-Za-z_]\w*$/.test(key) && key !== "default");
    return `const m = require(${JSON.stringify(name)});\nexport default m;\n` + names.map((key) => `export const ${key} = m.${key};`).join("\n");
  };
  const loaded = new Map();
  const requireFrom = (folder) => (name) => {
    const known = builtin(name);
    if (known !== undefined) return known;
    const missing = () => Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
    if (!/^(\.{0,2}\/)/.test(name)) throw missing();
    const path = [name, name + ".js", name + ".json", name + "/index.js"].map((one) => paths.resolve(folder, one)).find((one) => files.statSync(one, { throwIfNoEntry: false })?.isFile());
    if (path === undefined) throw missing();
    if (loaded.has(path)) return loaded.get(path).exports;
    const module = { exports: {}, filename: path };
    loaded.set(path, module);
    const text = files.readFileSync(path, "utf8");
    if (path.endsWith(".json")) module.exports = JSON.parse(text);
    else new Function("module", "exports", "require", "__filename", "__dirname", text).call(module.exports, module, module.exports, requireFrom(paths.dirname(path)), path, paths.dirname(path));
    return module.exports;
  };
  define("require", requireFrom("/workspace"));
  define("global", globalThis);
})(globalThis.__host);
