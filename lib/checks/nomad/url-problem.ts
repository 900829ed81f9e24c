import { isIpv6 } from './ip-prefix';

const USUAL = /^\/[\w\-.~/]*$/;

const CONTROL = /[\0-\x1f\x7f]/;
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
const SCHEME = /^[a-zA-Z][a-zA-Z0-9+\-.]*:/;
const ZONE = /%25.+$/;
const PORT = /^(?::\d*)?$/;
const USER = /^[\w\-.:~!$&'()*+,;=%@]*$/;

const HOST = /^(?:[\w!$&'()*+,;=:[\]<>"\-.~\x80-\uffff]|%25|%[89a-fA-F][0-9a-fA-F])*$/;

/** What Nomad finds wrong with the path of an http check, which Go reads as a URL. */
export function urlProblem(url: string): string | undefined {
  if (USUAL.test(url) && !url.startsWith('//')) return undefined;
  const hash = url.indexOf('#');
  const [body, fragment] = hash < 0 ? [url, ''] : [url.slice(0, hash), url.slice(hash + 1)];
  if (SCHEME.test(body)) return 'a check has the address of its port, and no other';
  const path = body.split('?', 1)[0] ?? '';
  const invalid =
    CONTROL.test(body) ||
    BAD_ESCAPE.test(fragment) ||
    (!path.startsWith('/') && (path.split('/', 1)[0] ?? '').includes(':')) ||
    (path.startsWith('//') && !path.startsWith('///') ? !isAuthorityAndPath(path.slice(2)) : BAD_ESCAPE.test(path));
  return invalid ? 'this is no path of a URL' : undefined;
}

function isAuthorityAndPath(text: string): boolean {
  const slash = text.indexOf('/');
  const authority = slash < 0 ? text : text.slice(0, slash);
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  const host = authority.slice(at + 1);
  if (slash >= 0 && BAD_ESCAPE.test(text.slice(slash))) return false;
  if (!USER.test(user) || BAD_ESCAPE.test(user) || !HOST.test(host)) return false;
  const open = host.lastIndexOf('[');
  if (open >= 0) {
    const close = host.lastIndexOf(']');
    // What stands in brackets is an IPv6 address, and may name its zone.
    return open === 0 && close > 0 && PORT.test(host.slice(close + 1)) && isIpv6(host.slice(1, close).replace(ZONE, ''));
  }
  return PORT.test(host.includes(':') ? host.slice(host.lastIndexOf(':')) : '');
}
