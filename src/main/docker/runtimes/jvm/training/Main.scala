package training

import scala.collection.mutable
import scala.util.{Failure, Success, Try}

enum Colour { case Red, Green }

sealed trait Shape
case class Circle(radius: Double) extends Shape
case class Square(side: Double = 1.0) extends Shape

object Main {
  def area(shape: Shape): Double = shape match {
    case Circle(radius) => math.Pi * radius * radius
    case Square(side) => side * side
  }

  def most[T](all: Seq[T])(using order: Ordering[T]): T = all.max

  extension (text: String) def twice: String = text + text

  def main(args: Array[String]): Unit = {
    val counts = mutable.Map[String, Int]()
    for (word <- "a b a".split(" ")) counts(word) = counts.getOrElse(word, 0) + 1
    val numbers = (0 until 10).filter(_ % 2 == 0).map(n => n * n).toList.sortBy(-_)
    val pairs = for { a <- numbers; b <- List(1, 2) if a > b } yield (a, b)
    Try("x".toInt) match {
      case Success(n) => println(n)
      case Failure(e) => println(e.getMessage)
    }
    var i = 0
    while (i < 2) i += 1
    println(s"$counts ${most(numbers)} ${area(Circle(1))} ${"a".twice} ${Colour.Red} ${pairs.size}")
    println(f"${1.5}%.2f ${Option(1).map(_ + i).getOrElse(0)}")
    io.Source.stdin.getLines().foreach(println)
  }
}
