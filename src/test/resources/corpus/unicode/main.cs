class Program {
  static void Main() {
    System.Console.WriteLine("żółw 🐢 日本");
  }
}
