import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
  public static void main(String[] args) throws IOException {
    Files.createDirectories(Path.of("/workspace/data"));
    Files.writeString(Path.of("data/note.txt"), "kept\n");
    System.out.print(Files.readString(Path.of("/workspace/data/note.txt")));
  }
}
