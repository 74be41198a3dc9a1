const fs = require("fs");
for (const path of ["/etc/passwd", "../../../../../../etc/passwd", "/proc/self/environ", "/workspace/../../etc/passwd"]) {
  try {
    console.log(fs.readFileSync(path, "utf8"));
  } catch {
    console.log("refused");
  }
}
