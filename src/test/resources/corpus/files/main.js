const fs = require("fs");
fs.mkdirSync("/workspace/data");
fs.writeFileSync("data/note.txt", "kept\n");
process.stdout.write(fs.readFileSync("/workspace/data/note.txt", "utf8"));
