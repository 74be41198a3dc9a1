class Program {
  static void Main() {
    while (true) System.Console.WriteLine(new string('x', 1000));
  }
}
