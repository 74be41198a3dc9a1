// a comment
fn main() {
    misspelt();
}
