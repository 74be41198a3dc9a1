// The agent of Bun, which may find its larger part compiled. A program that fails ends as the bare
// interpreter ends it only where a module waits for it.
const { ahead, begin, loadAhead } = import.meta.require("./bun.js");
