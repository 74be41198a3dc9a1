// Modules of the engine, by their names.
const builtin = (name) => require(name);
