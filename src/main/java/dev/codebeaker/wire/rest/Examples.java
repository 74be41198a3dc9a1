package dev.codebeaker.wire.rest;

/** The examples that OpenAPI shows; a test sends them. */
final class Examples {
  static final String RUN_HELLO =
      """
      {"language": "python", "code": "print(6 * 7)"}
      """;
  static final String RUN_EVERYTHING =
      """
      {
        "language": "python",
        "code": "import sys, os\\nprint(sys.argv[1:], os.environ['NAME'], open('a.txt').read(), input())",
        "preference": "speed",
        "args": ["one", "two"],
        "env": {"NAME": "beaver"},
        "stdin": "a line\\n",
        "files": {"a.txt": "from a file"},
        "limits": {"wallMs": 5000, "memoryBytes": 268435456}
      }
      """;
  static final String RAN_HELLO =
      """
      {
        "executionId": "exec_4tmb",
        "outcome": "exited",
        "exitCode": 0,
        "stdout": "42\\n",
        "stderr": "",
        "truncated": false,
        "results": [],
        "usage": {"wallMs": 4.2, "cpuMs": 3.9, "peakMemoryBytes": 24117248, "outputBytes": 3},
        "runtime": "wasm"
      }
      """;
  static final String SESSION =
      """
      {"language": "python", "preference": "speed", "idleTimeoutMs": 600000}
      """;
  static final String SESSION_SHELL =
      """
      {"language": "python", "features": ["shell", "terminal", "signals"]}
      """;
  static final String RUN_SHELL =
      """
      {
        "language": "python",
        "command": {"type": "shell", "command": "ls | wc -l", "files": {"a.txt": "", "b.txt": ""}}
      }
      """;
  static final String PROGRAM =
      """
      {"command": {"type": "program", "program": "gcc", "args": ["-O2", "-o", "a.out", "main.c"],
                   "directory": "src", "env": {"LANG": "C.UTF-8"}}}
      """;
  static final String SHELL =
      """
      {"command": {"type": "shell", "command": "exec bash", "tty": {"cols": 80, "rows": 24}}}
      """;
  static final String SIGNAL =
      """
      {"signal": "INT"}
      """;
  static final String RESIZE =
      """
      {"cols": 120, "rows": 40}
      """;
  static final String TURN =
      """
      {"command": {"type": "execute", "code": "x = 41\\nx + 1", "context": "main"}}
      """;
  static final String WRITE_FILE =
      """
      {"command": {"type": "write_file", "path": "data/in.csv", "content": "a,b\\n1,2\\n"}}
      """;
  static final String INPUT =
      """
      {"data": "a line\\n", "end": true}
      """;

  private Examples() {}
}
