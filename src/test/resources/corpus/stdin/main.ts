declare function readLine(): string | null;
for (let line: string | null; (line = readLine()) !== null; ) console.log(line.toUpperCase());
