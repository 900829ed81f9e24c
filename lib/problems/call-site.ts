import { relative, resolve } from 'node:path';

/** Folders of the library itself: the user's line is the first frame outside of them. */
const LIBRARY = resolve(__dirname, '..', '..');
const OWN_FOLDERS = [resolve(LIBRARY, 'lib'), resolve(LIBRARY, 'constructs')].map((folder) => `${folder}/`);

/**
 * The place in the user's program that called into kumiki. Taking one costs a few frames; the text is made only when
 * somebody asks, because V8 formats a stack (and applies source maps) on first read.
 */
export class CallSite {
  readonly #holder: { readonly stack?: string };

  private constructor(holder: { readonly stack?: string }) {
    this.#holder = holder;
  }

  static here(this: void): CallSite {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = FRAMES;
    // An Error takes half the memory of an object that captureStackTrace was called on; there are a dozen in every service.
    // eslint-disable-next-line no-restricted-syntax -- never thrown
    const holder = new Error();
    Error.stackTraceLimit = before;
    return new CallSite(holder);
  }

  /** `stacks/trading/orders.ts:12`, relative to the working directory; undefined where no user frame is known. */
  get text(): string | undefined {
    for (const line of (this.#holder.stack ?? '').split('\n')) {
      const match = /\(?((?:file:\/\/)?\/[^()]+|[A-Za-z]:[\\/][^()]+):(\d+):\d+\)?$/.exec(line);
      if (match === null) continue;
      const file = (match[1] ?? '').replace(/^file:\/\//, '');
      if (file.includes('/node_modules/') || OWN_FOLDERS.some((folder) => file.startsWith(folder))) continue;
      return `${relative(process.cwd(), file)}:${match[2] ?? ''}`;
    }
    return undefined;
  }
}

/** Enough for a package of a team with a subclass and its factory between the construct and the line that matters. */
const FRAMES = 10;
