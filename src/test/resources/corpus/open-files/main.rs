use std::fs::File;

fn main() {
    let kept: Result<Vec<File>, _> =
        (0..200).map(|i| File::create(format!("/workspace/{}", i))).collect();
    println!("{}", if kept.is_ok() { "opened" } else { "refused" });
}
