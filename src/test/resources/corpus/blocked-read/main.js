readLine();
