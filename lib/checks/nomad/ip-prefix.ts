const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const BITS = /^(?:\d|[1-9]\d+)$/;

/** Whether Go reads this as a range of addresses, `10.0.0.0/8`. */
export function isIpPrefix(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const [address, bits] = [text.slice(0, Math.max(slash, 0)), text.slice(slash + 1)];
  if (slash < 0 || !BITS.test(bits)) return false;
  if (IPV4.test(address)) return Number(bits) <= 32;
  return isIpv6(address) && Number(bits) <= 128;
}

/** Whether Go reads this as an IPv6 address without a zone. */
export function isIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  let words = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const groups = half.split(':');
    const last = groups.at(-1) ?? '';
    // The last two words may be written as an IPv4 address.
    if (index === halves.length - 1 && IPV4.test(last)) {
      groups.pop();
      words += 2;
    }
    if (!groups.every((group) => GROUP.test(group))) return false;
    words += groups.length;
  }
  return halves.length === 2 ? words < 8 : words === 8;
}
