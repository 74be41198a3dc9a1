fn main() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}
