using System;

class Program {
  static void Main() {
    Console.WriteLine("out");
    Console.Error.WriteLine("err");
  }
}
