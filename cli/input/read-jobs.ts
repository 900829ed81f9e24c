import { isPlainObject, type JsonObject } from '../../lib/model';
import { JsonLines } from './json-lines';
import { notAJob, notJson } from './mistakes';

/** Characters of one piece of JSON; V8 has no text that is much longer than twice this. */
const LONGEST = 256 * 1024 * 1024;

/** Where in its file a job stands. */
export interface JobPlace {
  /** Line of the file that it, or the document it is in, begins at. */
  readonly line: number;
  /** The document, in which lines of the job can be looked up; a job that is one line has none. */
  readonly document?: JsonLines;
  /** Which one of a list. */
  readonly index?: number;
}

/** Where jobs go as they are read, one by one: no more than one file has to be in memory. */
export interface JobSink {
  readonly job: (json: JsonObject, place: JobPlace) => void;
  /** @param mistake what is wrong with the file, in a sentence that its name begins; @param line where */
  readonly mistake: (mistake: string, line?: number) => void;
}

/**
 * Reads jobs as people have them: a JSON document with a job or a list of jobs, or one job a line. Which of them it is,
 * the first line says: where it is a whole object, every line is one.
 */
export async function readJobs(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, sink: JobSink): Promise<void> {
  /** Refuses what is no UTF-8, and takes away the mark at the beginning. */
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = new Reader(sink);
  /** The line that has begun: a document on one line comes in many pieces. */
  let pieces: string[] = [];
  let length = 0;
  const decoded = (chunk?: Buffer): string | undefined => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      sink.mistake('is not UTF-8; save it as UTF-8');
      return undefined;
    }
  };
  for await (const chunk of chunks) {
    const text = decoded(chunk);
    if (text === undefined) return;
    let from = 0;
    for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
      pieces.push(text.slice(from, to));
      reader.line(pieces.join(''));
      [pieces, length, from] = [[], 0, to + 1];
    }
    pieces.push(text.slice(from));
    length += text.length - from;
    if (length + reader.length <= LONGEST) continue;
    sink.mistake('is too large for one JSON document; write one job a line, which is read as it comes');
    return;
  }
  const last = decoded();
  if (last === undefined) return;
  reader.line(pieces.join('') + last);
  reader.end();
}

class Reader {
  readonly #sink: JobSink;
  #mode: 'unknown' | 'lines' | 'document' = 'unknown';
  readonly #document: string[] = [];
  /** Characters of the document so far. */
  length = 0;
  #number = 0;

  constructor(sink: JobSink) {
    this.#sink = sink;
  }

  line(line: string): void {
    this.#number++;
    const isBlank = line.trim() === '';
    if (this.#mode === 'unknown' && !isBlank) this.#mode = isWholeObject(line) ? 'lines' : 'document';
    if (this.#mode === 'lines') {
      if (!isBlank) this.#take(line, this.#number);
      return;
    }
    this.#document.push(line);
    this.length += line.length + 1;
  }

  end(): void {
    if (this.#mode === 'document') this.#take(this.#document.join('\n'), 1);
    else if (this.#mode === 'unknown') this.#sink.mistake('is empty');
  }

  #take(text: string, line: number): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      const { mistake, line: inText } = notJson(text);
      this.#sink.mistake(mistake, line + inText - 1);
      return;
    }
    const place = this.#mode === 'document' ? { line, document: new JsonLines(text) } : { line };
    if (!Array.isArray(json)) {
      this.#job(json, place);
      return;
    }
    if (json.length === 0) this.#sink.mistake('is an empty list; there is no job in it', line);
    for (const [index, job] of json.entries()) this.#job(job, { ...place, index });
  }

  #job(json: unknown, place: JobPlace): void {
    const mistake = notAJob(json);
    if (mistake === undefined) this.#sink.job(json as JsonObject, place);
    else this.#sink.mistake(mistake, place.document?.lineOf(place.index, []) ?? place.line);
  }
}

/** Whether a line is a JSON object and nothing else. Most first lines are a bracket, and are not parsed for it. */
function isWholeObject(line: string): boolean {
  const text = line.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  try {
    return isPlainObject(JSON.parse(text));
  } catch {
    return false;
  }
}
