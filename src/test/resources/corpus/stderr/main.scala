object Main {
  def main(args: Array[String]): Unit = {
    println("out")
    System.err.println("err")
  }
}
