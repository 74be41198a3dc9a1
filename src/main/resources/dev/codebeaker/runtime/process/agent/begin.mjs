if (ahead.length > 0) await loadAhead(import.meta.url);
const left = await begin(import.meta.url);
if (left !== null) await import(left);
