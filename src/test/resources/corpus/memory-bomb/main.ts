const hoard: number[][] = [];
for (;;) hoard.push(new Array(100000).fill(1));
