class Program {
  static void Main() {
    System.Console.ReadLine();
  }
}
