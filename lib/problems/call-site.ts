import { relative, resolve } from 'node:path';

/** Folders of the library itself: the user's line is the first frame outside of them. */
const LIBRARY = resolve(__dirname, '..', '..');
const OWN_FOLDERS = [resolve(LIBRARY, 'lib'), resolve(LIBRARY, 'constructs'), resolve(LIBRARY, 'testing')].map((folder) => `${folder}/`);

/**
 * The place in the user's program that called into kumiki. Taking one costs a few frames, and only the one that matters
 * is kept: a whole stack would take four times the memory, a dozen times in every service. The text is made when somebody
 * asks, because that is when source maps are read.
 */
export class CallSite {
  readonly #frame: NodeJS.CallSite | undefined;

  private constructor(frame: NodeJS.CallSite | undefined) {
    this.#frame = frame;
  }

  static here(this: void): CallSite {
    const { stackTraceLimit, prepareStackTrace } = STACKS;
    STACKS.stackTraceLimit = FRAMES;
    STACKS.prepareStackTrace = userFrame;
    // eslint-disable-next-line no-restricted-syntax -- never thrown
    const frame = new Error().stack as NodeJS.CallSite | undefined;
    STACKS.prepareStackTrace = prepareStackTrace;
    STACKS.stackTraceLimit = stackTraceLimit;
    return new CallSite(frame);
  }

  /** Says how a position of a compiled file is read as one of its source. What reads source maps is not for lib/. */
  static readSourceMaps(this: void, read: ReadSourceMap): void {
    readSourceMap = read;
    shownTexts = new Map();
  }

  /** `stacks/trading/orders.ts:12`, relative to the working directory; undefined where no user frame is known. */
  get text(): string | undefined {
    return this.#frame === undefined ? undefined : shownPlace(this.#frame);
  }
}

type PrepareStackTrace = (this: void, error: Error, frames: NodeJS.CallSite[]) => unknown;

let shownBy: PrepareStackTrace | undefined;
let shownFrom: string | undefined;
let shownTexts = new Map<string, string>();

/** The text of a frame's place, its file relative to the working directory. Some thousand frames are of few lines, and whoever reads source maps takes his time for each. */
function shownPlace(frame: NodeJS.CallSite): string {
  const prepare = STACKS.prepareStackTrace ?? NODE_STACKS.prepareStackTrace;
  const cwd = process.cwd();
  if (shownBy !== prepare || shownFrom !== cwd) {
    shownBy = prepare;
    shownFrom = cwd;
    shownTexts = new Map();
  }
  const position = `${frame.getFileName() ?? ''}:${String(frame.getLineNumber())}:${String(frame.getColumnNumber())}`;
  let text = shownTexts.get(position);
  if (text === undefined) {
    const { file, line } = mappedByTools(frame, prepare) ?? mappedByNode(frame);
    text = `${relative(cwd, file)}:${String(line)}`;
    shownTexts.set(position, text);
  }
  return text;
}

/** Enough for a package of a team with a subclass and its factory between the construct and the line that matters. */
const FRAMES = 8;

/** A line of a file. */
export interface Place {
  readonly file: string;
  readonly line: number | string;
}

/** The place in the source; undefined where no source map is known. Lines and columns begin at 1. */
export type ReadSourceMap = (file: string, line: number, column: number) => Place | undefined;

let readSourceMap: ReadSourceMap = () => undefined;

/** How stacks are made, without the `this` of Error. */
interface Stacks {
  stackTraceLimit: number;
  prepareStackTrace?: PrepareStackTrace | undefined;
}

const STACKS = Error as Stacks;

/** A test runner may run programs in a realm of their own and map lines in Node's, whose Error DOMException extends. */
const NODE_STACKS = (Object.getPrototypeOf(DOMException.prototype) as { readonly constructor: Stacks }).constructor;

/** The innermost frame in a file of the user. */
function userFrame(_error: Error, frames: readonly NodeJS.CallSite[]): unknown {
  return frames.find((frame) => {
    const file = frame.getFileName();
    if (typeof file !== 'string' || !/^(?:file:\/\/)?\/|^[A-Za-z]:[\\/]/.test(file) || file.includes('/node_modules/')) return false;
    const path = pathOf(file);
    return !OWN_FOLDERS.some((folder) => path.startsWith(folder));
  });
}

function pathOf(file: string): string {
  return file.replace(/^file:\/\//, '');
}

/** Where a test runner or a loader reads source maps itself, it has to say the line. */
function mappedByTools(frame: NodeJS.CallSite, prepare: PrepareStackTrace | undefined): Place | undefined {
  if (typeof prepare !== 'function') return undefined;
  // eslint-disable-next-line no-restricted-syntax -- never thrown
  const text = String(prepare(new Error(), [frame]));
  const match = /\(?((?:file:\/\/)?\/[^()]+|[A-Za-z]:[\\/][^()]+):(\d+):\d+\)?$/.exec(text);
  return match === null ? undefined : { file: pathOf(match[1] ?? ''), line: match[2] ?? '' };
}

function mappedByNode(frame: NodeJS.CallSite): Place {
  const file = frame.getFileName() ?? '';
  const line = frame.getLineNumber() ?? 0;
  const { file: source, line: sourceLine } = readSourceMap(file, line, frame.getColumnNumber() ?? 1) ?? { file, line };
  return { file: pathOf(source), line: sourceLine };
}
