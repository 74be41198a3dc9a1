fun main() {
    // a comment
    misspelt()
}
