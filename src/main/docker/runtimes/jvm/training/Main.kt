package training

import kotlin.math.sqrt

sealed interface Shape

data class Circle(val radius: Double) : Shape

data class Square(val side: Double = 1.0) : Shape

enum class Colour { RED, GREEN }

fun area(shape: Shape): Double = when (shape) {
    is Circle -> Math.PI * shape.radius * shape.radius
    is Square -> shape.side * shape.side
}

class Counter(private var count: Int) {
    val next: Int get() = ++count

    companion object {
        fun start() = Counter(0)
    }
}

fun <T : Comparable<T>> most(all: List<T>): T? = all.maxOrNull()

fun main(args: Array<String>) {
    val counts = mutableMapOf<String, Int>()
    for (word in "a b a".split(" ")) counts[word] = (counts[word] ?: 0) + 1
    val numbers = (0 until 10).filter { it % 2 == 0 }.map { it * it }.sortedDescending()
    val line = buildString { repeat(2) { append("n$it") } }
    val read = generateSequence(::readLine).firstOrNull()?.trim()?.toIntOrNull() ?: 0
    try {
        println("$counts ${most(numbers)} ${area(Circle(sqrt(2.0)))} $line $read ${Colour.RED}")
    } catch (e: IllegalStateException) {
        System.err.println(e.message)
    }
    println("%.2f %d".format(1.5, Counter.start().next))
    println(sequenceOf(1, 2).groupBy { it % 2 }.toList().joinToString())
}
