// Values as text, and as JSON where they are plain data.
((host) => {
  "use strict";
  const MOST_TEXT = 1 << 20;
  const MOST_JSON = 1 << 20;
  const plain = (value, depth) => {
    if (value === null) return true;
    switch (typeof value) {
      case "string": case "boolean": return true;
      case "number": return Number.isFinite(value);
      case "object": {
        if (depth > 20) return false;
        if (Array.isArray(value)) return value.length <= 10_000 && value.every((x) => plain(x, depth + 1));
        return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, "toJSON") && Object.values(value).every((x) => plain(x, depth + 1));
      }
      default: return false;
    }
  };
  // The value of a turn: how it looks, and behind a zero character as JSON if it is plain data.
  host.show = (envelope) => {
    const value = envelope.value;
    if (value === undefined) return "";
    let text = host.inspect(value).replaceAll("\0", "\\x00").toWellFormed();
    if (text.length > MOST_TEXT) text = text.slice(0, MOST_TEXT).toWellFormed() + "…";
    let json = "";
    try { if (typeof value === "object" && value !== null && plain(value, 0)) json = JSON.stringify(value); } catch {}
    return json === "" || json.length > MOST_JSON ? text : `${text}\0${json.toWellFormed()}`;
  };
})(globalThis.__host);
