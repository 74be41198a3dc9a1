declare function readLine(): string | null;
readLine();
