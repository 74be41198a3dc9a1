// For bun.mjs. Only what awaits nothing while it is loaded can be compiled.
module.exports = { ahead, begin, loadAhead };
