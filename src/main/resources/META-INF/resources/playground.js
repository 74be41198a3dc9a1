// The page that tries the service out. It uses the REST interface as any client does: a session for
// the chosen language and runtime, its commands with their output as server-sent events.

const EXAMPLES = {
  python: "import pandas\n\nn = range(5)\npandas.DataFrame({'n': n, 'square': [i * i for i in n]})",
  javascript: "const squares = [...Array(5).keys()].map(n => n * n);\nconsole.log(squares);",
  typescript: "const greet = (name: string): string => `Hello, ${name}`;\nconsole.log(greet('world'));",
};
const ANY = "";
const MOST_SHOWN = 1_000_000;
const AGAIN_MILLIS = 2000;
const GONE = [404, 410, 421];

const element = id => document.getElementById(id);
const [form, language, runtime, keep, code, stdin, run, stop, state, output] =
  ["form", "language", "runtime", "keep", "code", "stdin", "run", "stop", "state", "output"].map(element);

let languages = [];
let seen = ""; // the answer that the choices were made from
let session; // {id, language, runtime}
let shown = 0;
const pending = [];

class Refused extends Error {
  constructor(status, problem) {
    super([problem.detail ?? `the service answered ${status}`, problem.fix].filter(Boolean).join("\n"));
    this.status = status;
  }
}

// ---- the service ----

async function call(method, path, body, more = {}) {
  const headers = { "Content-Type": "application/json", ...more.headers };
  const token = element("token").value;
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(path, { ...more, method, headers, body: body && JSON.stringify(body) });
  if (answer.ok) return answer;
  if (answer.status === 401) element("admission").hidden = false;
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

async function* events(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = name => block.split("\n").filter(line => line.startsWith(`${name}:`))
        .map(line => line.slice(name.length + 1).replace(/^ /, "")).join("\n");
      if (field("data")) yield [field("event"), JSON.parse(field("data"))];
    }
  }
}

async function sessionFor(wanted) {
  if (session && session.language === wanted.language && session.runtime === wanted.runtime) return session;
  leave();
  const request = { language: wanted.language };
  if (wanted.runtime !== ANY) request.runtime = wanted.runtime;
  const made = await (await call("POST", "api/sessions", request)).json();
  session = { id: made.sessionId, ...wanted };
  return session;
}

function leave() {
  if (session) call("DELETE", `api/sessions/${session.id}`, undefined, { keepalive: true }).catch(() => {});
  session = undefined;
}

async function execute(again = true) {
  const { id } = await sessionFor({ language: language.value, runtime: runtime.value });
  const command = { type: "execute", code: code.value, stdin: stdin.value };
  if (keep.checked && !keep.disabled) command.context = "main";
  try {
    const headers = { Accept: "text/event-stream" };
    return await call("POST", `api/sessions/${id}/commands`, { command }, { headers });
  } catch (refused) {
    if (!again || !GONE.includes(refused.status)) throw refused;
    session = undefined; // it was closed meanwhile
    return execute(false);
  }
}

// ---- what is seen ----

// Pieces may come by the thousand: they are shown once a frame.
function append(piece) {
  if (!pending.length) requestAnimationFrame(flush);
  pending.push(piece);
}

function flush() {
  const atEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 8;
  output.append(...pending.splice(0));
  if (atEnd) output.scrollTop = output.scrollHeight;
}

function show(kind, text) {
  if (shown > MOST_SHOWN) return;
  shown += text.length;
  const more = shown > MOST_SHOWN ? "\n… (more than this page shows)" : text;
  const last = pending.at(-1);
  if (last?.className === kind) last.firstChild.appendData(more);
  else append(Object.assign(document.createElement("span"), { className: kind, textContent: more }));
}

function showRich({ bundle, value }) {
  const image = ["image/png", "image/jpeg", "image/svg+xml"].find(type => bundle[type]);
  if (image) {
    const picture = document.createElement("img");
    const encoded = image === "image/svg+xml" ? `;utf8,${encodeURIComponent(bundle[image])}` : `;base64,${bundle[image]}`;
    picture.src = `data:${image}${encoded}`;
    picture.alt = bundle["text/plain"] ?? "a picture";
    append(picture);
  } else if (bundle["text/html"]) {
    const frame = document.createElement("iframe");
    frame.sandbox = ""; // no scripts, no origin: it is a guest's
    frame.srcdoc = bundle["text/html"];
    frame.title = "what the code shows";
    append(frame);
  } else {
    show(value ? "value" : "stdout", `${Object.values(bundle)[0]}\n`);
  }
}

const megabytes = bytes => `${(bytes / 1048576).toFixed(0)} MB`;

function summary(end) {
  const how = { exited: `exit code ${end.exitCode}`, limit_exceeded: `stopped: limit ${end.limit}`,
    signalled: `ended by ${end.signal}` }[end.outcome] ?? [end.outcome, end.reason].filter(Boolean).join(": ");
  const usage = `${end.usage.wallMs.toFixed(1)} ms, ${end.usage.cpuMs.toFixed(1)} ms of CPU, ${megabytes(end.usage.peakMemoryBytes)}`;
  return `${how} — ${end.runtime}, ${usage}`;
}

const ON = {
  output: event => show(event.stream, event.encoding === "base64" ? `(${atob(event.data).length} bytes that are no text)` : event.data),
  display: showRich,
  dropped: event => show("trouble", `\n… ${event.bytes} bytes were dropped\n`),
  completed: event => { state.textContent = summary(event); },
  error: problem => { throw new Refused(problem.status, problem); },
};

async function go(event) {
  event?.preventDefault();
  if (run.disabled) return;
  [run.disabled, stop.disabled] = [true, false];
  [shown, state.textContent] = [0, "running …"];
  pending.length = 0;
  output.replaceChildren();
  try {
    for await (const [name, data] of events(await execute())) ON[name]?.(data);
  } catch (trouble) {
    state.textContent = "";
    show("trouble", trouble.message);
  } finally {
    [run.disabled, stop.disabled] = [false, true];
  }
}

// ---- what can be chosen ----

function option(value, label, disabled = false) {
  const made = new Option(label, value);
  made.disabled = disabled;
  return made;
}

function fillRuntimes() {
  const before = runtime.value;
  const known = languages.find(each => each.name === language.value)?.runtimes ?? [];
  runtime.replaceChildren(option(ANY, "the service chooses"),
    ...known.map(({ name, availability: { state: now } }) =>
      option(name, now === "available" ? name : `${name} (${now})`, now !== "available")));
  runtime.value = known.some(each => each.name === before) ? before : ANY;
}

function fillLanguages() {
  const before = language.value || "python";
  language.replaceChildren(...languages.map(({ name, displayName, available }) =>
    option(name, available ? displayName : `${displayName} (not available)`, !available)));
  language.value = before;
  if (!language.value) language.value = languages.find(each => each.available)?.name ?? "";
  fillRuntimes();
}

function chosen() {
  const isExample = !code.value.trim() || Object.values(EXAMPLES).includes(code.value);
  if (isExample) code.value = EXAMPLES[language.value] ?? "";
  keep.disabled = !(language.value in EXAMPLES);
}

async function lookAround() {
  try {
    const answer = await (await call("GET", "api/languages")).text();
    languages = JSON.parse(answer).languages;
    if (!seen) { fillLanguages(); chosen(); } else if (seen !== answer) fillLanguages();
    seen = answer;
    const preparing = languages.some(each => each.runtimes.some(on => on.availability.state === "preparing"));
    if (preparing) setTimeout(lookAround, AGAIN_MILLIS);
  } catch (trouble) {
    state.textContent = trouble.message;
    if (trouble.status !== 401) setTimeout(lookAround, AGAIN_MILLIS); // else when there is a token
  }
}

form.addEventListener("submit", go);
form.addEventListener("keydown", event => { if (event.ctrlKey && event.key === "Enter") go(event); });
language.addEventListener("change", () => { fillRuntimes(); chosen(); });
stop.addEventListener("click", () => session && call("POST", `api/sessions/${session.id}/cancel`, {}).catch(trouble => show("trouble", trouble.message)));
element("token").addEventListener("change", lookAround);
addEventListener("pagehide", leave);
lookAround();
