fun main() {
    // a comment
    throw IllegalStateException("broken")
}
