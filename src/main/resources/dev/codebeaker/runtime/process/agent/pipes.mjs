// @bun: nothing here is to be translated
// The service's pipes of an agent, descriptors 3 and 4, and what programs read from descriptor 0.
// An agent starts for every program: what takes long to load is loaded by those who need it.
const REQUESTS = 3, ANSWERS = 4;
const MOST_FRAME = 8 << 20;
const GATHER = 65_536;
const engine = "Deno" in globalThis ? "deno" : "Bun" in globalThis ? "bun" : "node";
const encoder = new TextEncoder(), decoder = new TextDecoder();
const builtin = engine === "deno" || process.getBuiltinModule
  ? (name) => process.getBuiltinModule(name)
  : (await import("node:module")).createRequire(import.meta.url);

const busy = (error) => error.code === "EAGAIN" || error.code === "EINTR";
let nap = null;
const patiently = (call) => {
  for (;;) {
    try { return call(); } catch (error) {
      if (!busy(error)) throw error;
      if (error.code === "EAGAIN") Atomics.wait(nap ??= new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
};
const filePipes = (fs = builtin("fs")) => ({
  read: (bytes) => patiently(() => fs.readSync(REQUESTS, bytes, 0, bytes.length, null)),
  write: (bytes) => patiently(() => fs.writeSync(ANSWERS, bytes, 0, bytes.length, null)),
  close: () => fs.closeSync(REQUESTS),
});

// Deno gives no file by its number, and in Bun to load what does takes as long as half its start.
// The C library does, by one function, because each takes its time to be found. In Deno nothing
// later may ask it.
const CALLS = { x64: { read: 0, write: 1, close: 3 }, arm64: { read: 63, write: 64, close: 57 } };
CALLS.x86_64 = CALLS.x64;
CALLS.aarch64 = CALLS.arm64;
const systemCall = {
  deno: () => {
    const { symbols } = Deno.dlopen("libc.so.6", { syscall: { parameters: ["i64", "i64", "buffer", "i64"], result: "i64" } });
    Deno.permissions.revokeSync({ name: "ffi" });
    return (call, descriptor, bytes, length) => Number(symbols.syscall(BigInt(call), BigInt(descriptor), bytes, BigInt(length)));
  },
  bun: () => {
    const { symbols } = Bun.FFI.dlopen("libc.so.6", { syscall: { args: ["i64", "i64", "buffer", "i64"], returns: "i64" } });
    return (call, descriptor, bytes, length) => Number(symbols.syscall(call, descriptor, bytes, length));
  },
};
const foreignPipes = () => {
  const calls = CALLS[engine === "deno" ? Deno.build.arch : process.arch];
  const call = systemCall[engine]();
  const none = new Uint8Array(1);
  const insisted = (number, descriptor) => (bytes) => {
    for (let tries = 0; tries < 100; tries++) {
      const count = call(number, descriptor, bytes, bytes.length);
      if (count >= 0) return count;
    }
    throw new Error("the service's pipe is gone");
  };
  const pipes = { read: insisted(calls.read, REQUESTS), write: insisted(calls.write, ANSWERS), close: () => call(calls.close, REQUESTS, none, 0) };
  pipes.write(none.subarray(1)); // fails where it does not work
  return pipes;
};
const openPipes = () => {
  if (engine === "node") return filePipes();
  try { return foreignPipes(); } catch (error) { if (engine === "deno") throw error; return filePipes(); }
};
let pipes = openPipes();
const readFiles = () => { if (engine === "bun") pipes = filePipes(); }; // which knows of errors
const leave = (code) => (engine === "deno" ? Deno.exit(code) : process.reallyExit(code));

const exactly = (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const count = pipes.read(bytes.subarray(at));
    if (count === 0) leave(0); // nobody is left to work for
    at += count;
  }
  return bytes;
};
const numberAt = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
const request = () => {
  const frame = exactly(numberAt(exactly(4), 0));
  const fields = [];
  for (let at = 1; at < frame.length; ) {
    const end = at + 4 + numberAt(frame, at);
    fields.push(decoder.decode(frame.subarray(at + 4, end)));
    at = end;
  }
  const take = (count) => fields.splice(0, count);
  const list = (width = 1) => take(width * Number(take(1)[0]));
  return { kind: String.fromCharCode(frame[0]), fields, take, list };
};
const tell = (kind, ...fields) => {
  const texts = fields.map((field) => encoder.encode(String(field)));
  const frame = new Uint8Array(texts.reduce((sum, text) => sum + 4 + text.length, 5));
  if (frame.length > MOST_FRAME) return;
  const view = new DataView(frame.buffer);
  view.setUint32(0, frame.length - 4);
  frame[4] = kind.charCodeAt(0);
  let at = 5;
  for (const text of texts) {
    view.setUint32(at, text.length);
    frame.set(text, at + 4);
    at += 4 + text.length;
  }
  for (let sent = 0; sent < frame.length; ) sent += pipes.write(frame.subarray(sent));
};

// Standard input by the line, as the service's other runtimes have it.
const input = { held: "", ended: false, decoder: new TextDecoder() };
const freshInput = () => Object.assign(input, { held: "", ended: false, decoder: new TextDecoder() });
const someInput = (bytes) => {
  if (engine === "deno") return Deno.stdin.readSync(bytes) ?? 0;
  try { return patiently(() => builtin("fs").readSync(0, bytes, 0, bytes.length, null)); } catch (error) { if (error.code === "EOF") return 0; throw error; }
};
const moreInput = () => {
  const bytes = new Uint8Array(GATHER);
  const count = input.ended ? 0 : someInput(bytes);
  input.ended ||= count === 0;
  input.held += input.decoder.decode(bytes.subarray(0, count), { stream: count > 0 });
  return count > 0;
};
const readLine = () => {
  let end;
  while ((end = input.held.indexOf("\n")) < 0 && moreInput());
  if (end < 0 && input.held === "") return null;
  const line = input.held.slice(0, end < 0 ? undefined : end);
  input.held = end < 0 ? "" : input.held.slice(end + 1);
  return line.endsWith("\r") ? line.slice(0, -1) : line;
};
const readStdin = () => {
  while (moreInput());
  const all = input.held;
  input.held = "";
  return all;
};
