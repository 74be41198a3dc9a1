// Modules of the engine, by their names. The oldest have no other way to them than this one.
const builtin = "Deno" in globalThis || process.getBuiltinModule
  ? (name) => process.getBuiltinModule(name)
  : (await import("node:module")).createRequire(import.meta.url);
