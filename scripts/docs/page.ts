// A page of the manual: its code fences, and the blocks between markers that are written by `npm run docs`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** A fenced piece of code. */
export interface Fence {
  readonly language: string;
  readonly code: string;
  /** Line of the page where the code begins, from 1. */
  readonly line: number;
  /** File name its first line gives it: `// platform.ts`. */
  readonly file: string | undefined;
}

/** A block between `<!-- generated: … -->` and `<!-- /generated -->`. */
export interface Block {
  readonly directive: string;
  /** Line of the page where the marker stands, from 1. */
  readonly line: number;
}

export interface Page {
  /** Path below the repository, `docs/worker.md`. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  readonly blocks: readonly Block[];
}

const MARKER = /^<!-- generated: (.+?) -->$/;
const END = '<!-- /generated -->';

/** Every page of the manual, README and the like included. */
export function readPages(): Page[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  return [...top, ...docs].sort().map(pageAt);
}

/** The page at a path below the repository. */
export function pageAt(path: string): Page {
  return parsePage(path, readFileSync(join(ROOT, path), 'utf8'));
}

export function parsePage(path: string, text: string): Page {
  const fences: Fence[] = [];
  const blocks: Block[] = [];
  let open: { readonly mark: string; readonly language: string; readonly line: number; readonly code: string[] } | undefined;
  let generated = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (open !== undefined) {
      if (line.trimEnd() !== open.mark) {
        open.code.push(line);
        continue;
      }
      // What the generator wrote is no program of the page.
      if (!generated) fences.push(fenceOf(open.language, open.code, open.line));
      open = undefined;
      continue;
    }
    const fence = /^(`{3,})(\w*)/.exec(line);
    if (fence !== null) {
      open = { mark: fence[1] ?? '', language: fence[2] ?? '', line: index + 2, code: [] };
      continue;
    }
    const marker = MARKER.exec(line);
    if (marker !== null) {
      if (generated) throw new Error(`${path}:${String(index + 1)}: a generated block inside another`);
      blocks.push({ directive: marker[1] ?? '', line: index + 1 });
      generated = true;
    }
    if (line === END) generated = false;
  }
  if (generated || open !== undefined) throw new Error(`${path}: a block or a fence does not end`);
  return { path, text, fences, blocks };
}

function fenceOf(language: string, code: readonly string[], line: number): Fence {
  return { language, code: code.join('\n'), line, file: /^\/\/ ([\w.-]+\.(?:ts|js))$/.exec(code[0] ?? '')?.[1] };
}

/** The page with new content in its blocks, in their order. */
export function fillBlocks({ text }: Page, contents: readonly string[]): string {
  const lines: string[] = [];
  let fence: string | undefined;
  let skipping = false;
  let next = 0;
  for (const line of text.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined && line.trimEnd() === fence) fence = undefined;
    if (skipping && line === END) skipping = false;
    if (skipping) continue;
    lines.push(line);
    if (fence !== undefined || !MARKER.test(line)) continue;
    lines.push('', contents[next] ?? '', '');
    next++;
    skipping = true;
  }
  return lines.join('\n');
}
