import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

public class Main {
  public static void main(String[] args) {
    List<FileOutputStream> kept = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        kept.add(new FileOutputStream("/workspace/" + i));
      }
      System.out.println("opened");
    } catch (IOException e) {
      System.out.println("refused");
    }
  }
}
