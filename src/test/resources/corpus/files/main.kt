import java.io.File

fun main() {
    File("/workspace/data").mkdirs()
    File("data/note.txt").writeText("kept\n")
    print(File("/workspace/data/note.txt").readText())
}
