// a comment

throw new TypeError("broken");
