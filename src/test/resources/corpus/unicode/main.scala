object Main {
  def main(args: Array[String]): Unit = println("żółw 🐢 日本")
}
