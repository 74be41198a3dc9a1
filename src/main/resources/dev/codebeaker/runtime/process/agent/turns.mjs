// What an agent needs for the turns of a context, and a program does not.
const host = globalThis.__host;
delete globalThis.__host;
const { builtin, define, engine, freshInput, input, moreInput, own, prepare, provide, readFiles, request, settings, tell, tooDeep } = host;
const fs = builtin("fs"), module = builtin("module"), nodePath = builtin("path");
const stream = builtin("stream"), url = builtin("url"), util = builtin("util"), vm = builtin("vm");
host.inspect = (value) => util.inspect(value);

// ---- turns ----

const LEAVE = Object.freeze({ toString: () => "the turn has ended" });
const INTERRUPT = Object.freeze({ toString: () => "interrupted" });
const UNSETTLED = Object.freeze({ toString: () => "unsettled" });
const NEVER = "Warning: the turn ended while it awaited a promise that nothing can settle\n";
own.push(import.meta.url, url.fileURLToPath(import.meta.url));
let exitCode = 0;
let fail = () => {};

const loaded = async (name) => {
  const text = String(name);
  if (module.isBuiltin(text)) return import(text.startsWith("node:") ? text : `node:${text}`);
  if (/^\.{0,2}\//.test(text)) return import(url.pathToFileURL(nodePath.resolve(text)).href);
  try { return await import(url.pathToFileURL(require.resolve(text)).href); } catch { return import(text); }
};
const parses = (text) => { try { new vm.Script(text); return true; } catch { return false; } };
// In a static block an await is none of a function's: it does not parse.
const awaits = (script, wrapped) => wrapped !== "" && !parses(`class _ { static {${script}\n} }`);
const HEAD = "(async () => {";
const evaluate = (script, wrapped, filename, breakOnSigint = engine !== "deno") => {
  const async = awaits(script, wrapped);
  const text = async ? `${HEAD}${wrapped}\n})()` : script;
  const code = new vm.Script(text, { filename, columnOffset: async ? -HEAD.length : 0 });
  return { async, value: code.runInThisContext(breakOnSigint ? { displayErrors: false, breakOnSigint } : { displayErrors: false }) };
};
const pause = () => new Promise((done) => setImmediate(done));
const dueTimers = () => pause().then(pause); // the first may come before them
const outputs = new Set();
const drained = (output) => new Promise((done) => (output.writableLength > 0 ? output.write("", () => done()) : done()));
// To open a stream takes a while, and the engine's own console may do without.
const noteOutput = (name) => {
  const { get } = Object.getOwnPropertyDescriptor(process, name) ?? {};
  if (get === undefined) { outputs.add(process[name]); return; }
  Object.defineProperty(process, name, {
    get: () => { const output = get.call(process); outputs.add(output); return output; },
    configurable: true, enumerable: true,
  });
};
const interrupted = (error) => error === INTERRUPT || error?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";

const noise = (line) => /^ +at /.test(line) && (own.some((name) => line.includes(name)) || /\b(node:vm|node:internal\/|ext:|processTicksAndRejections|native:|unknown\b)/.test(line));
const described = (error, name) => {
  let text;
  try { text = util.inspect(error); } catch { text = "an error that can not be shown"; }
  const here = name.slice(name.lastIndexOf("/") + 1);
  return `Uncaught ${text.split("\n").filter((line) => !noise(line)).join("\n").replaceAll(name, here)}\n`;
};
const complain = (text) => fs.writeSync(2, text);
const failed = (error, name) => {
  if (error === LEAVE) return ["x", exitCode];
  if (interrupted(error)) return ["i", 130];
  complain(error === UNSETTLED ? NEVER : described(error, name));
  return error === UNSETTLED ? ["x", 13] : [tooDeep(error) ? "r" : "e", 1];
};
const shown = (value) => {
  const [text, json] = host.show({ value }).split("\0");
  if (text !== "") tell("V", "text/plain", text, ...(json === undefined ? [] : ["application/json", json]));
};
const turn = async (asked) => {
  const [name] = asked.take(1);
  prepare(name.slice(name.lastIndexOf("/") + 1), ...settings(asked));
  const [script, wrapped] = asked.fields;
  freshInput();
  freshStdin();
  process.exitCode = undefined;
  const trouble = new Promise((_, reject) => { fail = reject; });
  trouble.catch(() => {});
  try {
    await Promise.race([dueTimers(), trouble]);
    const { async, value } = evaluate(script, wrapped, name);
    const result = async ? await Promise.race([value, trouble]) : value;
    await Promise.race([pause(), trouble]);
    shown(result);
    return ["x", 0];
  } catch (error) {
    return failed(error, name);
  } finally {
    fail = () => {};
  }
};

// A stream would go on reading for the next turn: this one reads what it is asked for.
let stdin = null;
const freshStdin = () => { stdin?.destroy(); stdin = null; };
const openStdin = () => Object.assign(new stream.Readable({
  read() {
    setImmediate(() => {
      const more = input.held !== "" || moreInput();
      this.push(more ? input.held : null);
      input.held = "";
    });
  },
}), { fd: 0, isTTY: false });
const endTurn = (code) => {
  exitCode = Number(code ?? process.exitCode ?? 0) & 255;
  fail(LEAVE);
  throw LEAVE;
};
const listen = () => {
  noteOutput("stdout");
  noteOutput("stderr");
  Object.defineProperty(process, "stdin", { get: () => (stdin ??= openStdin()), configurable: true, enumerable: true });
  define(process, "exit", endTurn);
  if (engine === "deno") define(Deno, "exit", endTurn);
  process.on("uncaughtException", (error) => fail(error));
  process.on("unhandledRejection", (error) => fail(error));
  process.on("SIGINT", () => fail(INTERRUPT));
  process.on("beforeExit", () => fail(UNSETTLED));
  define(globalThis, "__import", loaded);
};

// ---- TypeScript ----

const readsTypes = engine === "bun" || typeof module.stripTypeScriptTypes === "function";
const quietly = (call) => {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try { return call(); } finally { process.emitWarning = emitWarning; }
};
const stripped = (text) => {
  if (engine === "bun") return new Bun.Transpiler({ loader: "ts", deadCodeElimination: false, inline: false }).transformSync(text);
  const strip = (mode) => quietly(() => module.stripTypeScriptTypes(text, { mode }));
  try { return strip("strip"); } catch (error) { if (error.code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") throw error; }
  return strip("transform");
};
// Bun tells the place; the others write it into their texts.
const placeOf = (error) => {
  if (error.position) return [error.position.line, error.position.column];
  const told = /stripTypeScriptTypes\.ts:(\d+):(\d+)/.exec(error.message);
  if (told !== null) return told.slice(1);
  const drawn = /^\S*:(\d+)\n[^]*?\n( *)\^/.exec(error.stack);
  return drawn === null ? [1, 1] : [drawn[1], drawn[2].length + 1];
};
const wrong = (error, name) => {
  const first = error.errors?.[0] ?? error;
  const message = first.message.split("\n")[0].replace(/^SyntaxError: /, "");
  return `Uncaught SyntaxError: ${message}\n    at ${name}:${placeOf(first).join(":")}\n`;
};
const strip = (asked) => {
  const [name, text] = asked.fields;
  if (!readsTypes) { tell("W", "this version of the interpreter does not read TypeScript\n"); return; }
  try { tell("J", stripped(text)); } catch (error) { tell("W", wrong(error, name)); }
};

export const context = async (first) => {
  readFiles();
  provide(process.cwd());
  listen();
  for (let asked = first; ; asked = request()) {
    if (asked.kind === "S") { strip(asked); continue; }
    const end = await turn(asked);
    for (const output of outputs) await drained(output);
    tell("E", ...end);
  }
};
const warmUpConsole = () => {
  void process.stdout; // not written to: gVisor has an error for nothing
  const nowhere = new stream.Writable({ write: (chunk, encoding, done) => done() });
  new (builtin("console").Console)(nowhere).log("warm-up");
};
// The first turn would find half of this cold.
export const warmUp = () => {
  parses(`class _ { static { ${evaluate("[1]", "", "warm-up", false).value[0]}; } }`);
  host.show({ value: [{ warm: "up" }] });
  if (engine === "node") warmUpConsole();
};
