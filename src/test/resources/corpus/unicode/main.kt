fun main() {
    println("żółw 🐢 日本")
}
