fn main() {
    let answer = std::net::TcpStream::connect("127.0.0.1:8080");
    println!("{}", if answer.is_ok() { "connected" } else { "refused" });
}
