fn main() {
    // a comment
    panic!("broken");
}
