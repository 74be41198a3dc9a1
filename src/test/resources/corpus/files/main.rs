use std::fs;

fn main() {
    fs::create_dir_all("/workspace/data").unwrap();
    fs::write("data/note.txt", "kept\n").unwrap();
    print!("{}", fs::read_to_string("/workspace/data/note.txt").unwrap());
}
