package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How {@link Setup} is written and read. */
final class SetupCode {
  private SetupCode() {}

  static void write(FrameBuffer to, Setup setup) {
    write(to, setup.pack());
    to.text(setup.cache().toString());
    to.number(setup.toolchains().size());
    setup.toolchains().forEach(toolchain -> Orders.write(to, toolchain));
    to.number(setup.templates().size());
    setup.templates().forEach((name, template) -> write(to.text(name), template));
    to.large(setup.stopGrace().toNanos()).large(setup.stopNotice().toNanos());
    to.flag(setup.jailRequired());
    to.number(setup.maxModuleBytes());
    to.number(setup.maxReadBytes()).number(setup.maxListed());
  }

  static Setup read(FrameBody from) throws MalformedFrame {
    return new Setup(
        readPack(from),
        Path.of(from.text()),
        readToolchains(from),
        readTemplates(from),
        Duration.ofNanos(from.amount()),
        Duration.ofNanos(from.amount()),
        from.flag(),
        from.number(),
        from.number(),
        from.number());
  }

  private static void write(FrameBuffer to, EnginePack pack) {
    to.text(pack.version()).text(pack.library().toString());
    to.text(pack.pythonModule().toString()).text(pack.pythonLibrary().toString());
    to.text(pack.quickjsModule().toString()).text(pack.transformModule().toString());
  }

  private static EnginePack readPack(FrameBody from) throws MalformedFrame {
    return new EnginePack(
        from.text(),
        Path.of(from.text()),
        Path.of(from.text()),
        Path.of(from.text()),
        Path.of(from.text()),
        Path.of(from.text()));
  }

  private static List<Toolchain> readToolchains(FrameBody from) throws MalformedFrame {
    int count = from.length(1);
    List<Toolchain> toolchains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      toolchains.add(Orders.readToolchain(from));
    }
    return toolchains;
  }

  private static void write(FrameBuffer to, Template template) {
    to.text(template.language()).text(template.warmUp()).flag(template.isDefault());
    to.optional(template.whenImported(), to::texts);
  }

  private static Map<String, Template> readTemplates(FrameBody from) throws MalformedFrame {
    int count = from.length(1);
    Map<String, Template> templates = new HashMap<>();
    for (int i = 0; i < count; i++) {
      templates.put(
          from.text(),
          new Template(from.text(), from.text(), from.flag(), from.optional(from::texts)));
    }
    return templates;
  }
}
