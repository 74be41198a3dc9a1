fun main() {
    println("out")
    System.err.println("err")
}
