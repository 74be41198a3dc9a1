package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.session.CommandResult;
import dev.codebeaker.wire.message.Encoding.Encoded;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a command on files came to. Paths are relative to {@code /workspace}.
 *
 * @param path what it was about; for copy and move what came of it
 * @param bytes how long the content is that was read or written
 * @param content what was read, in {@code encoding}; text that is not UTF-8 comes as base64
 * @param entries a directory's entries, sorted by path
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FileAnswer(
    String type,
    String path,
    Optional<Long> bytes,
    Optional<String> content,
    Optional<String> encoding,
    Optional<List<Entry>> entries)
    implements CommandAnswer {

  /**
   * @param kind {@code file}, {@code directory}, {@code link} (never followed) or {@code other}
   */
  public record Entry(String path, String kind, long bytes, String modifiedAt) {
    static Entry of(FileEntry entry) {
      return new Entry(
          entry.path().toString(),
          entry.kind().label(),
          entry.bytes(),
          entry.modifiedAt().toString());
    }
  }

  /** The result of a file command; one that ran code is not for this. */
  public static FileAnswer of(CommandRequest.Files request, CommandResult result) {
    FileCommand command = request.command();
    return switch (result) {
      case CommandResult.Content content -> read(command, content.bytes(), request.encoding());
      case CommandResult.Listing listing ->
          new FileAnswer(
              command.type(),
              path(command).toString(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(listing.entries().stream().map(Entry::of).toList()));
      case CommandResult.Done _, CommandResult.Ran _ -> done(command);
    };
  }

  private static FileAnswer read(FileCommand command, byte[] bytes, Encoding wanted) {
    Encoded encoded =
        switch (wanted) {
          case UTF_8 -> Encoded.of(bytes);
          case BASE64 -> new Encoded(Base64.getEncoder().encodeToString(bytes), Encoding.BASE64);
        };
    return new FileAnswer(
        command.type(),
        path(command).toString(),
        Optional.of((long) bytes.length),
        Optional.of(encoded.text()),
        Optional.of(encoded.encoding().label()),
        Optional.empty());
  }

  private static FileAnswer done(FileCommand command) {
    Optional<Long> written =
        switch (command) {
          case FileCommand.WriteFile write -> Optional.of((long) write.content().length);
          case FileCommand.AppendFile append -> Optional.of((long) append.content().length);
          case FileCommand.ReadFile _,
              FileCommand.DeleteFile _,
              FileCommand.CopyFile _,
              FileCommand.MoveFile _,
              FileCommand.CreateDirectory _,
              FileCommand.ListDirectory _ ->
              Optional.empty();
        };
    return new FileAnswer(
        command.type(),
        path(command).toString(),
        written,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static WorkspacePath path(FileCommand command) {
    return switch (command) {
      case FileCommand.WriteFile write -> write.path();
      case FileCommand.AppendFile append -> append.path();
      case FileCommand.ReadFile read -> read.path();
      case FileCommand.DeleteFile delete -> delete.path();
      case FileCommand.CopyFile copy -> copy.to();
      case FileCommand.MoveFile move -> move.to();
      case FileCommand.CreateDirectory create -> create.path();
      case FileCommand.ListDirectory list -> list.path();
    };
  }
}
