println 'hello'
