$stdin.gets
