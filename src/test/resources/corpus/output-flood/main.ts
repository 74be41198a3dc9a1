// Slow enough to be read, so that what ends it is its output and not what waits in its memory.
for (;;) {
  console.log("x".repeat(1000));
  for (const until = Date.now() + 1; Date.now() < until; );
}
