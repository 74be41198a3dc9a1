interface Unused {
  gone: boolean }
throw new TypeError("broken" as string);
