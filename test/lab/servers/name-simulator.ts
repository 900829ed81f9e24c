import { createSocket } from 'node:dgram';

// A name server that knows one domain, and gives every name in it the same address.
const [, , address = '', domain = ''] = process.argv;
const socket = createSocket('udp4');

socket.on('message', (query, from) => {
  const question = questionOf(query);
  if (question === undefined) return;
  const known = question.name === domain || question.name.endsWith(`.${domain}`);
  const answers = known && question.type === A ? [record(address)] : [];
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(known ? AUTHORITATIVE : AUTHORITATIVE | NO_SUCH_NAME, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  socket.send(Buffer.concat([head, query.subarray(12, question.end), ...answers]), from.port, from.address);
});
socket.bind(53, address);

// RFC 1035
const A = 1;
const AUTHORITATIVE = 0x85_80;
const NO_SUCH_NAME = 3;

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } | undefined {
  const labels: string[] = [];
  let at = 12;
  for (;;) {
    const length = query[at];
    if (length === undefined || at + length + 5 > query.length) return undefined;
    at += 1;
    if (length === 0) return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at), end: at + 4 };
    labels.push(query.toString('latin1', at, at + length));
    at += length;
  }
}

/** The answer to the question before it: class IN, for a minute. */
function record(ip: string): Buffer {
  const head = Buffer.from([0xc0, 0x0c, 0, A, 0, 1, 0, 0, 0, 60, 0, 4]);
  return Buffer.concat([head, Buffer.from(ip.split('.').map(Number))]);
}
