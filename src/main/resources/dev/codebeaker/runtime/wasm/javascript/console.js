// console, timers and what else the global scope of a program is expected to hold.
((host) => {
  "use strict";
  const { out, err } = host;
  const wellFormed = (text) => (text.isWellFormed() ? text : text.toWellFormed());
  host.write = (text) => out(wellFormed(text));
  host.complain = (text) => err(wellFormed(text));
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  host.define = define;

  let margin = "";
  const line = (write) => (...values) => {
    const text = host.format(...values);
    write((margin === "" ? text : margin + text.replaceAll("\n", "\n" + margin)) + "\n");
  };
  const log = line(host.write);
  const error = line(host.complain);
  const counts = new Map();
  const clocks = new Map();
  const elapsed = (label) => {
    const ms = performance.now() - clocks.get(label);
    return `${label}: ${ms < 1000 ? ms.toFixed(3) + "ms" : (ms / 1000).toFixed(3) + "s"}`;
  };
  const cells = (row) => (typeof row === "object" && row !== null ? Object.entries(row) : []);
  const table = (data) => {
    if (typeof data !== "object" || data === null) return log(data);
    const rows = (data instanceof Map ? [...data].map(([k, v]) => [host.inspect(k), v]) : Object.entries(data));
    const columns = [...new Set(rows.flatMap(([, row]) => cells(row).map(([key]) => key)))];
    const values = rows.some(([, row]) => typeof row !== "object" || row === null);
    const head = ["(index)", ...columns, ...(values ? ["Values"] : [])];
    const body = rows.map(([index, row]) => {
      const own = new Map(cells(row));
      const plain = typeof row !== "object" || row === null;
      return [index, ...columns.map((key) => (own.has(key) ? host.inspect(own.get(key), { depth: 0 }) : "")), ...(values ? [plain ? host.inspect(row) : ""] : [])];
    });
    const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i].length)) + 2);
    const rule = (left, middle, right) => left + widths.map((n) => "─".repeat(n)).join(middle) + right;
    const show = (row) => "│" + row.map((cell, i) => (" " + cell).padEnd(widths[i])).join("│") + "│";
    log([rule("┌", "┬", "┐"), show(head), rule("├", "┼", "┤"), ...body.map(show), rule("└", "┴", "┘")].join("\n"));
  };
  define("console", {
    log, info: log, debug: log, error, warn: error, table,
    dir: (value, options) => log(host.inspect(value, options)),
    trace: (...values) => error(`Trace: ${host.format(...values)}\n${new Error().stack.split("\n").slice(2).join("\n")}`),
    assert: (condition, ...values) => { if (!condition) error(values.length === 0 ? "Assertion failed" : `Assertion failed: ${host.format(...values)}`); },
    count: (label = "default") => { counts.set(label, (counts.get(label) ?? 0) + 1); log(`${label}: ${counts.get(label)}`); },
    countReset: (label = "default") => { counts.delete(label); },
    group: (...values) => { if (values.length > 0) log(...values); margin += "  "; },
    groupEnd: () => { margin = margin.slice(2); },
    time: (label = "default") => { clocks.set(label, performance.now()); },
    timeLog: (label = "default", ...values) => { if (clocks.has(label)) log(elapsed(label), ...values); },
    timeEnd: (label = "default") => { if (clocks.has(label)) { log(elapsed(label)); clocks.delete(label); } },
  });
  console.groupCollapsed = console.group;

  // The clock of a base stood still until it was forked: it counts from its first reading in the fork.
  const monotonic = performance.now.bind(performance);
  let origin;
  define("performance", {
    now: () => monotonic() - (origin ??= monotonic()),
    get timeOrigin() { return Date.now() - this.now(); },
  });

  // Forks of one base would share Math.random's state: this one asks for its seed when first used.
  let seed = null;
  const rotate = (x, k) => (x << k) | (x >>> (32 - k));
  const next = () => {
    seed ??= new Uint32Array(host.entropy(16).buffer);
    const result = Math.imul(rotate(Math.imul(seed[1], 5), 7), 9) >>> 0;
    const shifted = seed[1] << 9;
    seed[2] ^= seed[0]; seed[3] ^= seed[1]; seed[1] ^= seed[2]; seed[0] ^= seed[3];
    seed[2] ^= shifted;
    seed[3] = rotate(seed[3], 11);
    return result;
  };
  Object.defineProperty(Math, "random", { value: function random() { return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992; }, writable: true, configurable: true });

  const timers = new Map();
  let lastTimer = 0;
  class Timeout {
    constructor(id) { this.id = id; }
    ref() { return this; }
    unref() { return this; }
    hasRef() { return true; }
    close() { timers.delete(this.id); return this; }
    [Symbol.toPrimitive]() { return this.id; }
  }
  const add = (run, ms, every, values) => {
    if (typeof run !== "function") throw new TypeError('The "callback" argument must be of type function.');
    const delay = Math.max(1, Math.min(2147483647, Number(ms) || 1));
    timers.set(++lastTimer, { run, delay, at: monotonic() + delay, every, values });
    return new Timeout(lastTimer);
  };
  const cancel = (timer) => { timers.delete(typeof timer === "object" && timer !== null ? timer.id : Number(timer)); };
  define("setTimeout", (run, ms, ...values) => add(run, ms, false, values));
  define("setInterval", (run, ms, ...values) => add(run, ms, true, values));
  define("setImmediate", (run, ...values) => { const timer = add(run, 0, false, values); timers.get(timer.id).at = 0; return timer; });
  for (const name of ["clearTimeout", "clearInterval", "clearImmediate"]) define(name, cancel);

  // Runs the timer that has been due longest and answers 0; or how long until the next is; or -1: there is none.
  host.tick = () => {
    if (timers.size === 0) return -1;
    let first = null, due = Infinity;
    for (const [id, timer] of timers) if (timer.at < due) { first = id; due = timer.at; }
    const wait = due - monotonic();
    if (wait > 0) return wait;
    const timer = timers.get(first);
    if (timer.every) timer.at = monotonic() + timer.delay; else timers.delete(first);
    timer.run(...timer.values);
    return 0;
  };
})(globalThis.__host);
