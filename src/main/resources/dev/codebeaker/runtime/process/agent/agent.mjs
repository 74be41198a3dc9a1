// Holds an interpreter ready inside a jail: one program that ends the process, or any number of
// turns of one context. Words behind its path are modules to be loaded before it says that it is
// ready, and then everything is loaded that turns need.
const define = (target, name, value) => Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
const version = { deno: () => Deno.version.deno, bun: () => Bun.version, node: () => process.version.slice(1) }[engine]();
const ahead = engine === "deno" ? Deno.args : process.argv.slice(2);

// ---- what programs and turns have in common ----

const prepare = (main, args, env) => {
  Object.assign(process.env, env);
  process.argv = [process.argv[0], main, ...args];
  if (engine === "deno") Object.defineProperty(Deno, "args", { value: Object.freeze([...args]), configurable: true, enumerable: true });
};
const settings = (asked) => {
  const args = asked.list(), pairs = asked.list(2);
  return [args, Object.fromEntries(pairs.filter((_, i) => i % 2 === 0).map((name, i) => [name, pairs[2 * i + 1]]))];
};
const defineWhenAsked = (target, name, make) => Object.defineProperty(target, name, {
  get() { const value = make(); define(target, name, value); return value; },
  set(value) { define(target, name, value); },
  configurable: true, enumerable: false,
});
const provide = (directory) => {
  define(globalThis, "readLine", readLine);
  define(globalThis, "readline", readLine);
  define(globalThis, "readStdin", readStdin);
  if (!("prompt" in globalThis)) { // to look at it makes Deno load it
    define(globalThis, "prompt", (message, otherwise = null) => {
      if (message !== undefined) process.stdout.write(`${message} `);
      return readLine() ?? otherwise;
    });
  }
  defineWhenAsked(globalThis, "require", () => builtin("module").createRequire(`${directory}/main.js`));
};
const tooDeep = (error) => { try { return error instanceof RangeError && error.message.startsWith("Maximum call stack size exceeded"); } catch { return false; } };

// ---- a program ----

const watch = () => {
  const note = (error) => { if (tooDeep(error)) tell("E", "r", 1); };
  if (engine === "deno") {
    addEventListener("error", (event) => note(event.error));
    addEventListener("unhandledrejection", (event) => note(event.reason));
  } else {
    process.on("uncaughtExceptionMonitor", note);
  }
};
// Deno loads what belongs to Node when it is touched, which doubles the time of its start.
const prepareProgram = (main, args, env) => {
  if (engine === "deno" && args.length === 0 && ahead.length === 0) {
    for (const name in env) Deno.env.set(name, env[name]);
  } else {
    prepare(main, args, env);
  }
};
// Answers what is left to do when this module has ended.
const program = (asked) => {
  const [path, directory] = asked.take(2);
  prepareProgram(path, ...settings(asked));
  (engine === "deno" ? Deno : process).chdir(directory);
  provide(directory);
  pipes.close();
  watch();
  switch (engine) {
    case "node": setImmediate(builtin("module").runMain, path); return null;
    case "bun": Bun.main = path; return path;
    default: return null; // Deno was started with the program's path, and now goes on to load it
  }
};

// ---- a context ----

const own = [import.meta.url, new URL(import.meta.url).pathname];
const host = { builtin, define, engine, freshInput, input, moreInput, own, prepare, provide, readFiles, request, settings, tell, tooDeep };
const turns = () => {
  globalThis.__host = host;
  return import(import.meta.url.replace(/agent\.mjs$/, "turns.mjs"));
};
if (ahead.length > 0) {
  const { warmUp } = await turns();
  for (const name of ahead) await import(name);
  warmUp();
  prepare("", [], {}); // these two only so that they are compiled
  provide("");
}
tell("A", version);
const asked = request();
const left = asked.kind === "P" ? program(asked) : await (await turns()).context(asked);
if (left !== null) await import(left);
