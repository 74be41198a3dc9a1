class Program {
  static void Main(string[] args) {
    foreach (string argument in args) {
      System.Console.WriteLine(argument);
    }
  }
}
