const fs = require("fs");
try {
  for (let i = 0; i < 64; i++) fs.appendFileSync("/workspace/big", "x".repeat(1 << 16));
  console.log("written");
} catch {
  console.log("refused");
}
