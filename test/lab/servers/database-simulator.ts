import { createServer } from 'node:net';

// A database of which Vault only ever makes and removes users. It speaks the protocol of Redis, which is the shortest of
// those that Vault knows, and agrees to everything.
createServer((socket) => {
  let rest = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      const length = commandLength(rest);
      if (length === undefined) return;
      const ping = /^\*\d+\r\n\$4\r\nPING\r\n/i.test(rest);
      rest = rest.slice(length);
      socket.write(ping ? '+PONG\r\n' : '+OK\r\n');
    }
  });
}).listen(Number(process.argv[2]), '0.0.0.0');

/** Length of the first command, which is an array of strings; undefined while it has not arrived whole. */
function commandLength(text: string): number | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return undefined;
  let at = head[0].length;
  for (let parts = Number(head[1]); parts > 0; parts--) {
    const part = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (part === null) return undefined;
    at += part[0].length + Number(part[1]) + 2;
  }
  return at <= text.length ? at : undefined;
}
