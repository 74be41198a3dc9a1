package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.language.Frame;
import dev.codebeaker.language.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** What an agent is asked to do. */
public sealed interface Job {
  Frame frame();

  /**
   * The one program of the agent's process, which ends as the program ends.
   *
   * @param path of its text, inside the jail; absolute
   * @param directory it starts in
   */
  record Program(String path, String directory, Surroundings around) implements Job {
    @Override
    public Frame frame() {
      return framed('P', List.of(path, directory), around, List.of());
    }
  }

  /**
   * A turn of the agent's context. An agent that has had one takes no program any more.
   *
   * @param name of its text in errors
   * @param texts the turn's text, in the forms the agent wants
   */
  record Turn(String name, Surroundings around, List<String> texts) implements Job {
    @Override
    public Frame frame() {
      return framed('T', List.of(name), around, texts);
    }
  }

  /** To take the types out of TypeScript, between two turns. */
  record Strip(String name, String text) implements Job {
    @Override
    public Frame frame() {
      return Frame.of('S', name, text);
    }
  }

  private static Frame framed(
      char kind, List<String> head, Surroundings around, List<String> rest) {
    List<String> fields = new ArrayList<>(head);
    fields.add(Integer.toString(around.args().size()));
    fields.addAll(around.args());
    fields.add(Integer.toString(around.env().size()));
    around
        .env()
        .forEach(
            (name, value) -> {
              fields.add(name);
              fields.add(value);
            });
    fields.addAll(rest);
    return new Frame(kind, fields);
  }
}
