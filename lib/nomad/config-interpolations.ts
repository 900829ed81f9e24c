import { hasInterpolation } from './interpolation';

/** Calls for every text of a config that a client reads as a template, with its place. */
export function forEachConfigInterpolation(config: unknown, at: string, call: (text: string, at: string) => void): void {
  if (typeof config === 'string') {
    if (hasInterpolation(config)) call(config, at);
  } else if (Array.isArray(config)) {
    for (const [index, member] of config.entries()) {
      // Most members are plain text: no address is written for them.
      if (typeof member === 'object' ? member !== null : typeof member === 'string' && hasInterpolation(member))
        forEachConfigInterpolation(member, `${at}[${String(index)}]`, call);
    }
  } else if (typeof config === 'object' && config !== null) {
    for (const key in config) {
      const member = (config as Readonly<Record<string, unknown>>)[key];
      if (typeof member === 'object' ? member !== null : typeof member === 'string' && hasInterpolation(member))
        forEachConfigInterpolation(member, at === '' ? key : `${at}.${key}`, call);
    }
  }
}
