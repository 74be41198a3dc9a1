import java.io.FileOutputStream;
import java.io.IOException;

public class Main {
  public static void main(String[] args) {
    try {
      for (int i = 0; i < 200; i++) {
        new FileOutputStream("/workspace/" + i).close();
      }
      System.out.println("made");
    } catch (IOException e) {
      System.out.println("refused");
    }
  }
}
