// What the host calls: values and errors as text, the event loop's step.
((host) => {
  "use strict";
  // Script text has no name of its own, and TypeScript is reprinted: the host knows their places.
  const mapped = (file) => file === "eval_script" || /\.[mc]?tsx?$/.test(file);
  const own = (file) => file.startsWith("codebeaker:");
  const called = (name, place) => (name && name !== "<eval>" && name !== "<anonymous>" ? `    at ${name} (${place})` : `    at ${place}`);

  // The stack of an error, with a title as other engines write it and places in the user's own text.
  Error.prepareStackTrace = (error, sites) => {
    const frames = [];
    let asked = "";
    for (const site of sites) {
      const name = site.getFunctionName();
      const file = site.isNative() ? "native" : site.getFileName();
      if (!file || own(file)) continue;
      const place = file === "native" ? file : `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
      const asks = mapped(file);
      if (asks) asked += place + "\n";
      frames.push({ name, place, asks });
    }
    const answers = asked === "" ? [] : host.places(asked).split("\n");
    let text = host.title(error);
    for (const { name, place, asks } of frames) {
      const shown = asks ? answers.shift() : place;
      if (shown) text += "\n" + called(name, shown);
    }
    return text;
  };

  // An uncaught error: a letter for its kind, then what to print.
  host.describe = (error) => {
    let kind = "E";
    try {
      if (error instanceof InternalError && error.message === "out of memory") kind = "M";
      else if (error instanceof InternalError && error.message === "interrupted") kind = "I";
      else if (error instanceof RangeError && error.message === "Maximum call stack size exceeded") kind = "S";
    } catch {}
    let text;
    try { text = host.inspect(error); } catch { text = "an error that can not be shown"; }
    return `${kind}Uncaught ${text}\n`.toWellFormed();
  };
  delete globalThis.__host;
})(globalThis.__host);
