import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { BIN } from '../cli/kumiki';
import { expandedOf } from '../support/outputs';

export const PIPELINES = resolve(__dirname, '../../pipelines');

type Files = Readonly<Record<string, string>>;

/** Programs that stand in for those of a CI machine. Each writes down how it was called, and with whose credentials. */
const PROGRAMS: Files = {
  terraform: `#!/bin/sh
echo "terraform $* as \${TOKEN:-nobody}" >>"$BENCH/calls"
for word in "$@"; do
  case $word in
    -out=*) echo "a plan made now" >"\${word#-out=}" ;;
    -chdir=*) [ -f "\${word#-chdir=}/cdk.tf.json" ] || exit 9 ;;
  esac
done
case " $* " in
  *" show "*) cat "$BENCH/shown.json" ;;
  *" apply "*)
    for last in "$@"; do :; done
    echo "  $(cat "$last")" >>"$BENCH/calls"
    ;;
esac
if [ -n "\${FAILS:-}" ]; then case " $* " in *"$FAILS"*) echo "Error: $FAILS" >&2; exit 1 ;; esac; fi
`,
  npx: `#!/bin/sh
echo "npx $* as \${TOKEN:-nobody}" >>"$BENCH/calls"
`,
  gh: `#!/bin/sh
echo "gh $*" >>"$BENCH/calls"
case "$*" in
  *--method*) ;;
  *issues/7/comments*--jq*) cat "$BENCH/comment-id" 2>/dev/null || true ;;
  *reviews*) cat "$BENCH/reviews.json" ;;
  *issues/7/comments*) cat "$BENCH/comments.json" ;;
  *commits/*/pulls*) echo 7 ;;
  *pulls/7/commits*) echo alice ;;
  *pulls/7*) echo alice ;;
  *artifacts*) echo 4711 ;;
  "run download"*) cp -R "$BENCH/artifact/." .kumiki/review/ ;;
esac
`,
  curl: `#!/bin/sh
config=$(cat)
echo "curl $*" >>"$BENCH/calls"
echo "$config" >>"$BENCH/secrets"
case "$*" in
  *notes?per_page=100\\&page=1) cat "$BENCH/notes.json" ;;
  *notes?per_page=100*) printf '[]' ;;
  *upload-file*) for word in "$@"; do case $word in http*) ;; *.tar) cp "$word" "$BENCH/package.tar" ;; esac; done ;;
  *review.tar) cat "$BENCH/package.tar" ;;
  *--request*) ;;
  */user) printf '{"username":"kumiki-bot"}' ;;
  */commits/*/merge_requests) printf '[{"iid":7,"state":"merged"}]' ;;
  */merge_requests/7) printf '{"author":{"username":"alice"}}' ;;
  *auth/jwt-ci/login) printf '{"auth":{"client_token":"vault-token"}}' ;;
  *consul/creds/*) printf '{"data":{"token":"consul-token"}}' ;;
  *nomad/creds/*) printf '{"data":{"secret_id":"nomad-token"}}' ;;
esac
`,
  'program.sh': `#!/bin/sh
# What a synth writes.
mkdir -p "$CDKTF_OUTDIR"
if [ -n "\${KUMIKI_EXPAND:-}" ]; then cp -R "$BENCH/union/." "$CDKTF_OUTDIR"; else cp -R "$BENCH/next/." "$CDKTF_OUTDIR"; fi
`,
  'hook.sh': `#!/bin/sh
stack=$1
shift
TOKEN=of-$stack exec "$@"
`,
};

export interface StepRan {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which steps of a pipeline run with plain shell, and programs that stand in for the engines. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'kumiki-steps-'));
  readonly #env: Record<string, string>;

  constructor(base: Files | undefined, head: Files, policy: object, at: string) {
    for (const [name, text] of Object.entries(PROGRAMS)) {
      this.write(`bin/${name}`, text);
      chmodSync(join(this.folder, 'bin', name), 0o755);
    }
    this.output('next', head);
    if (base !== undefined) {
      this.output('work/.kumiki/state/applied', base);
      this.output('union', expandedOf(base, head));
    }
    this.write('work/review-policy.json', JSON.stringify(policy));
    this.write('shown.json', '{"resource_changes":[]}');
    this.write('calls', '');
    const { PATH = '', HOME = '' } = process.env;
    this.#env = {
      PATH: `${join(this.folder, 'bin')}:${PATH}`,
      HOME,
      BENCH: this.folder,
      KUMIKI: `${process.execPath} ${BIN}`,
      KUMIKI_SYNTH: 'program.sh',
      KUMIKI_CREDENTIALS: join(this.folder, 'bin', 'hook.sh'),
      KUMIKI_AT: at,
      GITHUB_REPOSITORY: 'sec/estate',
      GITHUB_SHA: 'c'.repeat(40),
    };
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  output(path: string, files: Files): void {
    for (const [file, text] of Object.entries(files)) this.write(join(path, file), text);
  }

  copy(from: string, to: string): void {
    cpSync(join(this.folder, from), join(this.folder, to), { recursive: true });
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Parsed; a test says which members it is about. */
  json(path: string): Readonly<Record<string, string>> {
    return JSON.parse(this.read(path)) as Readonly<Record<string, string>>;
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  /** Calls of programs since the last time they were asked for. */
  calls(): string[] {
    const calls = this.read('calls').split('\n').filter(Boolean);
    this.write('calls', '');
    return calls.map((call) => call.replaceAll(`${this.folder}/`, ''));
  }

  /** Runs one step, as CI does. */
  step(name: string, env: Readonly<Record<string, string>> = {}, words: readonly string[] = []): StepRan {
    return this.run(join(PIPELINES, 'steps', `${name}.sh`), words, env);
  }

  run(program: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): StepRan {
    const { status, stdout, stderr } = spawnSync(program, [...words], {
      cwd: join(this.folder, 'work'),
      encoding: 'utf8',
      env: { ...this.#env, ...env },
    });
    return { code: status, stdout: stdout.replaceAll(this.folder, ''), stderr: stderr.replaceAll(this.folder, '') };
  }

  /** Synthesizes and reviews; the code that people approve. */
  reviewed(env: Readonly<Record<string, string>> = {}): string {
    for (const step of ['synth', 'review']) {
      const { code, stderr } = this.step(step, env);
      if (code !== 0 && !stderr.includes('blocks this change')) throw new Error(`${step}: ${String(code)} ${stderr}`);
    }
    return /approve ([0-9a-f]{12})/.exec(this.read('work/.kumiki/review/gate.txt'))?.[1] ?? '';
  }

  /** Writes down who approved, as the steps that ask a platform do. */
  approve(code: string, ...people: readonly string[]): void {
    this.write('work/.kumiki/approvals/authors', 'alice\n');
    this.write('work/.kumiki/approvals/from', 'list');
    this.write('work/.kumiki/approvals/list.json', JSON.stringify(people.map((by) => ({ by, approves: code }))));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
