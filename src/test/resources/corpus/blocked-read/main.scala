object Main {
  def main(args: Array[String]): Unit = System.in.read()
}
