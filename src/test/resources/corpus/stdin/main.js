for (let line; (line = readLine()) !== null; ) console.log(line.toUpperCase());
