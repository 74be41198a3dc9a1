import groovy.json.JsonOutput

class Point {
  int x, y

  Point plus(Point other) { new Point(x: x + other.x, y: y + other.y) }
}

def counts = [:].withDefault { 0 }
'a b a'.split(' ').each { counts[it]++ }
def numbers = (0..<10).findAll { it % 2 == 0 }.collect { it * it }
println "$counts ${numbers.sum()} ${(new Point(x: 1, y: 2) + new Point(x: 3, y: 4)).x}"
println JsonOutput.toJson([a: 1, b: [true, null]])
try {
  assert numbers.size() == 5
  System.in.eachLine { println it.toUpperCase() }
} catch (IllegalStateException e) {
  System.err.println e.message
}
printf '%.2f%n', 1.5
