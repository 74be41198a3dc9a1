import java.io.IOException;
import java.net.Socket;

public class Main {
  public static void main(String[] args) {
    try (Socket socket = new Socket("127.0.0.1", 8080)) {
      System.out.println("connected");
    } catch (IOException e) {
      System.out.println("refused");
    }
  }
}
