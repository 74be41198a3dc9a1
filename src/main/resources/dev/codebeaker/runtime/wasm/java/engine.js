// Runs programs and turns: evaluates their text, serves timers, and reports how they end.
((host) => {
  "use strict";
  delete globalThis.__engine;
  const { call, LEAVE } = host;
  const globalEval = eval;
  const AnyFunction = Function, SyntaxFailure = SyntaxError;
  const later = queueMicrotask;
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });

  // Places in the user's text; what the service put before its first line is not counted.
  const main = "main.js";
  let shift = 0;
  const tidy = (line) => {
    const found = /^ +at (?:(.+) )?\(?<input>:(\d+):(\d+)\)?$/.exec(line);
    if (found === null) return /^ +at .*(\(native\)|function\.mjs:\d)/.test(line) ? null : line;
    const [, name, row, column] = found;
    const place = `${main}:${row}:${row === "1" ? Math.max(1, column - shift) : column}`;
    return name && !name.startsWith("<") ? `    at ${name} (${place})` : `    at ${place}`;
  };
  host.tidied = (stack) => stack.split("\n").map(tidy).filter((line) => line !== null).join("\n");

  define("__import", async (name) => {
    const module = require(String(name));
    return typeof module === "object" || typeof module === "function" ? { ...module, default: module } : { default: module };
  });

  let turn = false, settled = true, failed = false, pumping = false;
  const fail = (error) => {
    settled = true;
    if (error === LEAVE) return;
    if (failed) return;
    failed = true;
    call("error", host.describe(error));
  };
  const succeed = (value) => {
    settled = true;
    if (!turn) return;
    const shown = host.show({ value });
    if (shown !== "") call("value", shown);
  };

  // Between two timers the reactions to promises have their turn.
  const HOPS = 12;
  const hop = (left) => later(left === 0 ? pump : () => hop(left - 1));
  const pump = () => {
    if (failed || (turn && settled)) { pumping = false; return; }
    let wait;
    try { wait = host.tick(); } catch (error) { fail(error); pumping = false; return; }
    if (wait < 0) { pumping = false; return; }
    if (wait > 0) call("sleep", String(wait));
    hop(HOPS);
  };
  const kick = () => { if (!pumping) { pumping = true; hop(HOPS); } };
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) {
    const plain = globalThis[name];
    define(name, Object.defineProperty((...values) => { const timer = plain(...values); kick(); return timer; }, "name", { value: name }));
  }

  const isAsync = (text) => {
    const form = call("form");
    if (form !== "maybe") return form === "async";
    try { AnyFunction(text); return false; } catch (error) { return error instanceof SyntaxFailure; }
  };
  const start = () => {
    turn = call("kind") === "turn";
    settled = failed = pumping = false;
    shift = 0;
    host.restart?.();
    kick();
    try {
      let text = call("source");
      const wrapped = isAsync(text);
      if (wrapped) { shift = Number(call("shift")); text = call("wrapped"); }
      const value = globalEval(text);
      if (wrapped) value.then(succeed, fail); else succeed(value);
    } catch (error) { fail(error); }
  };
  // Called behind the last reaction.
  const end = () => {
    if (!turn && !failed && settled) {
      try { process.emit("exit", host.exitCode()); } catch (error) { fail(error); }
    }
    call("end", `${settled ? "settled" : "waiting"} ${host.exitCode()}`);
  };
  Object.defineProperty(globalThis, "__codebeaker", { value: Object.freeze({ start, end }), enumerable: false });
})(globalThis.__engine);
