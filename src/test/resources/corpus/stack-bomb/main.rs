fn down(above: &mut u64) -> u64 {
    let mut here = std::hint::black_box(*above) + 1;
    down(&mut here) + here
}

fn main() {
    println!("{}", down(&mut 0));
}
