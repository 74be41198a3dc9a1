import java.nio.file.{Files, Path}

object Main {
  def main(args: Array[String]): Unit = {
    Files.createDirectories(Path.of("/workspace/data"))
    Files.writeString(Path.of("data/note.txt"), "kept\n")
    print(Files.readString(Path.of("/workspace/data/note.txt")))
  }
}
