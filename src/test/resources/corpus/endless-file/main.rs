use std::io::Write;

fn main() {
    let mut file = std::fs::File::create("/workspace/big").unwrap();
    for _ in 0..64 {
        if file.write_all(&[b'x'; 1 << 16]).is_err() {
            println!("refused");
            return;
        }
    }
    println!("written");
}
