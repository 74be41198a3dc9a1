// How values look: the layout of Node's util.inspect.
((host) => {
  "use strict";
  const WIDTH = 80;
  const MAX_ITEMS = 100;
  const MAX_STRING = 10_000;
  const COMPACT = 3;
  const custom = Symbol.for("nodejs.util.inspect.custom");
  const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
  const escapes = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };
  const TypedArray = Object.getPrototypeOf(Uint8Array);
  const { toString: functionSource } = Function.prototype;

  const quote = (text) => {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes("`") ? "`" : "'";
    const body = text.replace(/[\x00-\x1f\x7f\\]|[\ud800-\udfff]/gu, (c) =>
      escapes[c] ?? (c.length > 1 ? c : "\\x" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")));
    return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
  };
  const number = (value) => (Object.is(value, -0) ? "-0" : String(value));

  const primitive = (ctx, value, nested) => {
    switch (typeof value) {
      case "string": {
        if (value.length <= MAX_STRING) return quote(value);
        return quote(value.slice(0, MAX_STRING)) + `... ${value.length - MAX_STRING} more characters`;
      }
      case "number": return number(value);
      case "bigint": return value + "n";
      case "symbol": return value.toString();
      default: return String(value);
    }
  };

  const constructorName = (value) => {
    for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
      const found = Object.getOwnPropertyDescriptor(at, "constructor");
      if (found !== undefined && typeof found.value === "function" && found.value.name !== "" && value instanceof found.value) return found.value.name;
    }
    return null;
  };
  const prefix = (name, tag, fallback, size = "") => {
    const own = name === null ? `[${fallback}${size}: null prototype]` : name + size;
    return tag !== "" && tag !== name ? `${own} [${tag}] ` : own + " ";
  };
  const keysOf = (value, skipIndexes) => {
    let keys = Object.keys(value);
    if (skipIndexes) keys = keys.filter((key) => !/^(0|[1-9][0-9]*)$/.test(key));
    const symbols = Object.getOwnPropertySymbols(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
    return symbols.length === 0 ? keys : keys.concat(symbols);
  };

  const functionBase = (value, name, tag) => {
    if (/^class[\s{]/.test(functionSource.call(value))) {
      const parent = Object.getPrototypeOf(value)?.name;
      return `[class ${value.name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}]`;
    }
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    return `[${kind}${value.name ? `: ${value.name}` : " (anonymous)"}]`;
  };
  const errorBase = (value) => {
    const title = host.title(value);
    // Where the engine can not be told how to write a stack, the host tidies it.
    const stack = typeof value.stack === "string" ? (host.tidied?.(value.stack) ?? value.stack).trimEnd() : "";
    if (stack === "") return `[${title}]`;
    if (stack.startsWith(title)) return stack;
    const frames = stack.search(/^ {4}at /m);
    return frames < 0 ? title : `${title}\n${stack.slice(frames)}`;
  };

  const property = (ctx, object, key, level, list) => {
    const descriptor = Object.getOwnPropertyDescriptor(object, key) ?? { value: object[key], enumerable: true };
    let text;
    if ("value" in descriptor) {
      ctx.indent += 2;
      text = format(ctx, descriptor.value, level);
      ctx.indent -= 2;
    } else {
      text = descriptor.get === undefined ? "[Setter]" : descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
    }
    if (list) return text;
    const name = typeof key === "symbol" ? `[${key.toString()}]` : identifier.test(key) ? key : quote(key);
    return `${descriptor.enumerable ? name : `[${name}]`}: ${text}`;
  };
  const more = (count) => `... ${count} more item${count > 1 ? "s" : ""}`;

  const arrayItems = (ctx, value, level) => {
    const items = [];
    let index = 0;
    while (index < value.length && items.length < MAX_ITEMS) {
      if (Object.hasOwn(value, index)) {
        items.push(property(ctx, value, String(index++), level, true));
      } else {
        const start = index;
        while (index < value.length && !Object.hasOwn(value, index)) index++;
        items.push(`<${index - start} empty item${index - start > 1 ? "s" : ""}>`);
      }
    }
    if (index < value.length) items.push(more(value.length - index));
    return items;
  };
  const typedItems = (value) => {
    const items = Array.from(value.subarray(0, MAX_ITEMS), (x) => (typeof x === "bigint" ? x + "n" : number(x)));
    if (value.length > MAX_ITEMS) items.push(more(value.length - MAX_ITEMS));
    return items;
  };
  const collectionItems = (ctx, value, level, one) => {
    const items = [];
    ctx.indent += 2;
    for (const entry of value) {
      if (items.length === MAX_ITEMS) { items.push(more(value.size - MAX_ITEMS)); break; }
      items.push(one(entry, level));
    }
    ctx.indent -= 2;
    return items;
  };

  // The parts of an object: what stands before its brackets, the brackets, its items.
  const partsOf = (ctx, value, level) => {
    const name = constructorName(value);
    let tag = "";
    try { const own = value[Symbol.toStringTag]; if (typeof own === "string") tag = own; } catch {}
    const braces = (open, close, items, list = false, keys = keysOf(value)) => ({ base: "", open, close, items, list, keys });
    const based = (base) => ({ base, open: "{", close: "}", items: [], list: false, keys: keysOf(value) });
    if (Array.isArray(value)) {
      const open = name === "Array" && tag === "" ? "[" : prefix(name, tag, "Array", `(${value.length})`) + "[";
      return braces(open, "]", arrayItems(ctx, value, level), true, keysOf(value, true));
    }
    if (value instanceof TypedArray) return braces(prefix(name, name === tag || host.isBuffer?.(value) ? "" : tag, tag, `(${value.length})`) + "[", "]", typedItems(value), true, keysOf(value, true));
    if (value instanceof Set) return braces(prefix(name, tag, "Set", `(${value.size})`) + "{", "}", collectionItems(ctx, value, level, (x, l) => format(ctx, x, l)));
    if (value instanceof Map) return braces(prefix(name, tag, "Map", `(${value.size})`) + "{", "}", collectionItems(ctx, value, level, ([k, v], l) => `${format(ctx, k, l)} => ${format(ctx, v, l)}`));
    if (typeof value === "function") return based(functionBase(value, name, tag));
    if (value instanceof RegExp) return based(RegExp.prototype.toString.call(value));
    if (value instanceof Date) return based(Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString());
    if (value instanceof Error) {
      const parts = based(errorBase(value));
      parts.keys = parts.keys.filter((key) => key !== "stack" && key !== "message" && !(key === "name" && parts.base.startsWith(String(value.name))));
      if (Object.hasOwn(value, "cause") && !parts.keys.includes("cause")) parts.keys.push("cause");
      if (Array.isArray(value.errors) && !parts.keys.includes("errors")) parts.keys.push("errors");
      return parts;
    }
    if (value instanceof ArrayBuffer) {
      const bytes = Array.from(new Uint8Array(value, 0, Math.min(50, value.byteLength)), (b) => b.toString(16).padStart(2, "0"));
      return braces(prefix(name, "", "ArrayBuffer") + "{", "}", [`[Uint8Contents]: <${bytes.join(" ")}${value.byteLength > 50 ? ` ... ${value.byteLength - 50} more bytes` : ""}>`, `byteLength: ${value.byteLength}`]);
    }
    if (value instanceof Promise) return braces(prefix(name, tag, "Promise") + "{", "}", [host.promiseState(ctx, value, level)]);
    if (value instanceof WeakMap || value instanceof WeakSet) return braces(prefix(name, tag, "WeakMap") + "{", "}", ["<items unknown>"]);
    for (const Box of [String, Number, Boolean, BigInt, Symbol]) {
      if (value instanceof Box) return { ...based(`[${Box.name}: ${primitive(ctx, value.valueOf())}]`), keys: keysOf(value, Box === String) };
    }
    if (name === "Object" && tag === "") return braces("{", "}", []);
    if (Object.prototype.toString.call(value) === "[object Arguments]") return braces("[Arguments] [", "]", arrayItems(ctx, value, level), true, keysOf(value, true));
    return braces(prefix(name, tag, "Object") + "{", "}", []);
  };
  host.promiseState = () => "<pending>";

  const group = (ctx, items, value) => {
    let total = 0, longest = 0, count = items.length;
    if (value !== undefined && value.length > MAX_ITEMS && items.length > MAX_ITEMS) count--;
    const lengths = [];
    for (let i = 0; i < count; i++) {
      lengths.push(items[i].length);
      total += items[i].length + 2;
      longest = Math.max(longest, items[i].length);
    }
    const widest = longest + 2;
    if (widest * 3 + ctx.indent >= WIDTH || !(total / widest > 5 || longest <= 6)) return items;
    const biased = Math.max(widest - 3 - Math.sqrt(widest - total / items.length), 1);
    const columns = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased), Math.floor((WIDTH - ctx.indent) / widest), COMPACT * 4, 15);
    if (columns <= 1) return items;
    const widths = [];
    for (let i = 0; i < columns; i++) {
      let line = 0;
      for (let j = i; j < count; j += columns) line = Math.max(line, lengths[j]);
      widths.push(line + 2);
    }
    const right = value !== undefined && value.every?.((x) => typeof x === "number" || typeof x === "bigint");
    const rows = [];
    for (let i = 0; i < count; i += columns) {
      const end = Math.min(i + columns, count);
      let row = "";
      for (let j = i; j < end - 1; j++) row += right ? `${items[j]}, `.padStart(widths[j - i]) : `${items[j]}, `.padEnd(widths[j - i]);
      row += right ? items[end - 1].padStart(widths[end - 1 - i] - 2) : items[end - 1];
      rows.push(row);
    }
    if (count < items.length) rows.push(items[count]);
    return rows;
  };

  const join = (ctx, parts, items, level, value) => {
    const entries = items.length;
    if (parts.list && entries > 6) items = group(ctx, items, value);
    const head = parts.base === "" ? "" : parts.base + " ";
    if (ctx.deepest - level < COMPACT && entries === items.length) {
      const start = items.length + ctx.indent + parts.open.length + parts.base.length + 10;
      const length = items.reduce((sum, item) => sum + item.length, items.length + start);
      const text = items.join(", ");
      if (length <= WIDTH && !text.includes("\n") && !parts.base.includes("\n")) return `${head}${parts.open} ${text} ${parts.close}`;
    }
    const line = "\n" + " ".repeat(ctx.indent);
    return `${head}${parts.open}${line}  ${items.join(`,${line}  `)}${line}${parts.close}`;
  };

  const object = (ctx, value, level) => {
    ctx.deepest = level;
    const parts = partsOf(ctx, value, level + 1);
    const items = parts.items;
    for (const key of parts.keys) items.push(property(ctx, value, key, level + 1, false));
    if (parts.base !== "" && items.length === 0) return parts.base.includes("\n") && ctx.indent > 0 ? parts.base.replaceAll("\n", "\n" + " ".repeat(ctx.indent)) : parts.base;
    if (items.length === 0) return parts.open + parts.close;
    return join(ctx, parts, items, level, Array.isArray(value) || value instanceof TypedArray ? value : undefined);
  };

  const format = (ctx, value, level) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return primitive(ctx, value);
    if (typeof value[custom] === "function" && value[custom] !== inspect) {
      const shown = value[custom](ctx.depth - level, ctx, inspect);
      if (shown !== value) return typeof shown === "string" ? shown.replaceAll("\n", "\n" + " ".repeat(ctx.indent)) : format(ctx, shown, level);
    }
    if (ctx.open.includes(value)) {
      if (!ctx.circular.has(value)) ctx.circular.set(value, ctx.circular.size + 1);
      return `[Circular *${ctx.circular.get(value)}]`;
    }
    if (level > ctx.depth && Object.keys(value).length > 0) return Array.isArray(value) ? "[Array]" : `[${constructorName(value) ?? "Object: null prototype"}]`;
    ctx.open.push(value);
    const text = object(ctx, value, level);
    ctx.open.pop();
    const reference = ctx.circular.get(value);
    return reference === undefined ? text : `<ref *${reference}> ${text}`;
  };

  const inspect = (value, options) => {
    const depth = options?.depth === null ? Infinity : options?.depth ?? 2;
    return format({ depth, indent: 0, deepest: 0, open: [], circular: new Map() }, value, 0);
  };
  inspect.custom = custom;
  host.inspect = inspect;
  host.custom = custom;

  // "Name: message" of an error, and never a throw.
  host.title = (error) => {
    try {
      const name = error.name === undefined ? "Error" : String(error.name);
      const message = error.message === undefined ? "" : String(error.message);
      return name === "" ? message : message === "" ? name : `${name}: ${message}`;
    } catch { return "Error"; }
  };

  const directives = {
    s: (x) => (typeof x === "string" ? x : typeof x === "bigint" ? x + "n" : Object.is(x, -0) ? "-0" : typeof x === "object" && x !== null && !(x instanceof Error) ? inspect(x, { depth: 0 }) : String(x)),
    d: (x) => (typeof x === "bigint" ? x + "n" : typeof x === "symbol" ? "NaN" : number(Number(x))),
    i: (x) => (typeof x === "bigint" ? x + "n" : number(parseInt(x))),
    f: (x) => (typeof x === "symbol" ? "NaN" : number(parseFloat(x))),
    j: (x) => { try { return JSON.stringify(x); } catch { return "[Circular]"; } },
    o: (x) => inspect(x, { depth: 4 }),
    O: (x) => inspect(x),
    c: () => "",
  };
  host.format = (...values) => {
    let from = 0, text = "";
    if (typeof values[0] === "string") {
      from = 1;
      text = values.length === 1 || !values[0].includes("%") ? values[0] : values[0].replace(/%([sdifjoOc%])/g, (all, kind) => (kind === "%" ? "%" : from < values.length ? directives[kind](values[from++]) : all));
    } else if (values.length > 0) {
      from = 1;
      text = inspect(values[0]);
    }
    for (; from < values.length; from++) text += " " + (typeof values[from] === "string" ? values[from] : inspect(values[from]));
    return text;
  };
})(globalThis.__host);
