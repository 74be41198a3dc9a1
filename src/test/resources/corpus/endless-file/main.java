import java.io.FileOutputStream;
import java.io.IOException;

public class Main {
  public static void main(String[] args) {
    try (FileOutputStream file = new FileOutputStream("/workspace/big")) {
      for (int i = 0; i < 64; i++) {
        file.write(new byte[1 << 16]);
      }
      System.out.println("written");
    } catch (IOException e) {
      System.out.println("refused");
    }
  }
}
