package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs sent to {@code POST /api/run}: those that mean well, and those that do not. */
class HostileProgramsIT {
  private final PackagedService service = Native.service();

  @AfterEach
  void theServiceIsWell() throws Exception {
    assertThat(service.status("/q/health/ready")).isEqualTo(200);
    assertThat(service.run("python", "print(6 * 7)").text("stdout")).isEqualTo("42\n");
  }

  @Test
  void everyLanguageAnswers() throws Exception {
    assertThat(
            service
                .run("python", "import pandas; print(pandas.DataFrame({'a': [1, 2, 39]}).a.sum())")
                .text("stdout"))
        .isEqualTo("42\n");
    assertThat(service.run("javascript", "console.log(6 * 7)").text("stdout")).isEqualTo("42\n");
    assertThat(service.run("typescript", "const n: number = 42; console.log(n)").text("stdout"))
        .isEqualTo("42\n");
    assertThat(service.run("wasm", Modules.module("hello")).text("outcome")).isEqualTo("exited");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "python | while True: pass | wall",
        "python | import time; time.sleep(100) | wall",
        "python | import numpy; h = [numpy.ones(1 << 20) for _ in iter(int, 1)] | memory",
        "python | import itertools; h = list(itertools.count()) | memory",
        "python | f = lambda: f(); f() | stack",
        "python | [print('x' * 1000) for _ in iter(int, 1)] | output",
        "python | import os; [os.write(2, b'y' * 65536) for _ in iter(int, 1)] | output",
        "javascript | for (;;) {} | wall",
        "javascript | for (;;) { try { for (;;) {} } catch (e) {} } | wall",
        "javascript | await new Promise(done => setTimeout(done, 1e6)) | wall",
        "javascript | let a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1)) | memory",
        "javascript | let f = () => f() + 1; f() | stack",
        "javascript | for (;;) console.log('x'.repeat(1000)) | output",
        "typescript | for (;;) { const n: number = 1 } | wall",
      })
  void limitsBite(String language, String code, String limit) {
    Reply reply = service.run(language, code, body -> body.putObject("limits").put("wallMs", 5000));

    assertThat(reply.text("outcome")).as("%s", reply.body()).isEqualTo("limit_exceeded");
    assertThat(reply.text("limit")).isEqualTo(limit);
  }

  @ParameterizedTest
  @CsvSource({"loop,wall", "sleep,wall", "recurse,stack", "flood,output"})
  void limitsBiteModules(String module, String limit) throws Exception {
    Reply reply =
        service.run(
            "wasm", Modules.module(module), body -> body.putObject("limits").put("wallMs", 1000));

    assertThat(reply.text("limit")).as("%s", reply.body()).isEqualTo(limit);
  }

  @Test
  void whatSwallowsEveryExceptionIsStoppedAllTheSame() {
    String code =
        """
        while True:
            try:
                while True: pass
            except BaseException: pass
        """;
    Reply reply = service.run("python", code, body -> body.putObject("limits").put("wallMs", 500));

    assertThat(reply.text("limit")).isEqualTo("wall");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/etc/passwd",
        "../../../../etc/passwd",
        "/proc/self/environ",
        "/workspace/../../etc/passwd",
      })
  void nothingOfTheHostIsSeen(String path) {
    Reply reply = service.run("python", "print(open('" + path + "').read())");

    assertThat(reply.text("stdout")).isEmpty();
    assertThat(reply.body().path("exitCode").asInt()).isEqualTo(1);
  }

  @Test
  void theSharedLibraryCanNotBePoisoned() {
    String poison = "import json; open(json.__file__, 'a').write('poison'); print('written')";

    assertThat(service.run("python", poison).text("stdout")).isEmpty();
    service.run("python", "import json, builtins; json.dumps = builtins.print = None");
    assertThat(service.run("python", "import json; print(json.dumps([1]))").text("stdout"))
        .isEqualTo("[1]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b'{}' * 9",
        "b'\\xff\\xff\\xff\\x7f' * 10",
        "b'[' * 100_000",
        "b'{\"end\": \"exited\"}\\n' * 100",
      })
  void forgedAnswersOfAProgramFoolNobody(String bytes) {
    String forge = "import os\ntry: os.write(1000, %s)\nexcept OSError: pass\nraise SystemExit(3)";
    Reply reply = service.run("python", forge.formatted(bytes));

    assertThat(reply.body().path("exitCode").asInt(-1)).as("%s", reply.body()).isEqualTo(3);
  }

  @Test
  void oneTenantsBytesAreNotInTheFreshMemoryOfTheNext() {
    service.run("python", "x = [('TENANT' + 'MARK').encode() * 100_000 for _ in range(50)]");
    String look =
        "import numpy; a = numpy.empty(100_000_000, 'u1'); print(b'TENANT' + b'MARK' in"
            + " a.tobytes())";

    assertThat(service.run("python", look).text("stdout")).isEqualTo("False\n");
  }
}
