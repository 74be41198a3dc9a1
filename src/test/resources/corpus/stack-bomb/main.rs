fn down(above: &u64) -> u64 {
    let here = unsafe { std::ptr::read_volatile(above) } + 1;
    down(&here) + here
}

fn main() {
    println!("{}", down(&0));
}
