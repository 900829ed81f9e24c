import {
  callOf,
  checkEstate,
  checkJob,
  jobDigest,
  keyOfJob,
  WrittenEntry,
  type CallEnds,
  type CheckFacts,
  type EstateEntry,
  type EstateFinding,
  type EstateKeyReader,
  type EstateKeyWriter,
  type EstateMount,
  type EstateRole,
  type JobDigest,
} from '../lib/checks';
import type { DomainGraph } from '../lib/mesh';
import type { JsonObject } from '../lib/model';
import { canonicalize, canonicalJob, type jobToApiForm } from '../lib/nomad';
import type { PlatformFacts } from '../lib/platform';
import type { Finding } from '../lib/problems';
import type { Duration, TimeOfDay } from '../lib/values';
import { CheckedJobsFile } from './checked-jobs-file';

/** A finding about the estate, and the call that it is about: what is said of an upstream was said by `connectTo`. */
export type FindingOfEstate = EstateFinding & { readonly call: CallEnds | undefined };

/** What the platform knows with every default filled in. */
export interface KnownFacts {
  readonly market: { readonly opens: TimeOfDay; readonly closes: TimeOfDay };
  readonly maxKillTimeout: Duration;
}

/**
 * Checks what an app renders, and keeps what the rules about the whole estate need: of a job only a digest, because all
 * jobs at once would double the memory of a synth. @internal
 */
export class EstateChecks {
  /** Turned off by the bench, to see what the checks cost. */
  isOn = true;
  readonly #environment: string;
  readonly #known: () => CheckFacts;
  #facts: CheckFacts | undefined;
  /** Opened with the first job: the facts may be wrong before. */
  #checked: { readonly file: CheckedJobsFile | undefined } | undefined;
  #collected = nothing();

  /** @param known the facts with every default filled in; read when they are needed, because they may be wrong */
  constructor(facts: PlatformFacts, known: KnownFacts) {
    this.#environment = facts.environment.name;
    this.#known = () => checkFacts(facts, known);
  }

  /** What the checks know of the platform. */
  get facts(): CheckFacts {
    return (this.#facts ??= this.#known());
  }

  /** What the rules say of one job. @param path where its findings are told; @param form the job, whose object is filled in */
  checkJob(path: string, { json, hasNull, text }: ReturnType<typeof jobToApiForm>): Finding[] {
    if (!this.isOn) return [];
    const { file } = (this.#checked ??= { file: CheckedJobsFile.of(this.#environment, this.facts) });
    const key = file === undefined ? '' : keyOfJob(text);
    const clean = file?.jobs.find(path, key);
    if (clean !== undefined) {
      this.#collected.jobs.push(clean);
      return [];
    }
    // What the model has checked is as Nomad decodes it, but for nulls: then one walk is saved.
    const job = hasNull ? canonicalJob(json as JsonObject) : canonicalize(json);
    const digest = jobDigest(path, job);
    this.#collected.jobs.push(() => digest);
    const findings = checkJob(job, this.facts, { inProgram: true });
    if (findings.length === 0) file?.jobs.add(key, digest);
    return findings;
  }

  /** @param path where its findings are told; @param text its members in API JSON */
  addEntry(path: string, kind: string, name: string, text: string): void {
    if (this.isOn) this.#collected.entries.push(new WrittenEntry(path, kind, name, text));
  }

  addRole(role: EstateRole): void {
    if (this.isOn) this.#collected.roles.push(role);
  }

  addKeyReader(reader: EstateKeyReader): void {
    if (this.isOn) this.#collected.keyReaders.push(reader);
  }

  addKeyWriter(writer: EstateKeyWriter): void {
    if (this.isOn) this.#collected.keyWriters.push(writer);
  }

  addMount(mount: EstateMount): void {
    if (this.isOn) this.#collected.mounts.push(mount);
  }

  /** Keeps for the next synth what was clean in this one. */
  remember(): void {
    this.#checked?.file?.write();
  }

  /** What the rules about the whole estate say. What they looked at is let go. */
  checkEstate(domains: readonly DomainGraph[]): FindingOfEstate[] {
    const { jobs: digests, entries, roles, keyReaders, keyWriters, mounts } = this.#collected;
    this.#collected = nothing();
    const jobs = digests.map((read) => read());
    const findings = checkEstate({
      facts: this.facts,
      domains,
      jobs: jobs.sort(byPath),
      entries: entries.sort((a, b) => byPath(a, b) || compare(a.kind, b.kind) || compare(a.name, b.name)),
      roles: roles.sort((a, b) => byPath(a, b) || compare(a.name, b.name)),
      keyReaders: keyReaders.sort(byPath),
      keyWriters: keyWriters.sort((a, b) => byPath(a, b) || compare(a.key, b.key)),
      mounts: mounts.sort(byPath),
    });
    return findings.map((finding) => ({
      ...finding,
      call: callOf(
        jobs.filter(({ path }) => path === finding.path),
        finding,
      ),
    }));
  }
}

interface Collected {
  /** Each reads a digest. */
  readonly jobs: (() => JobDigest)[];
  readonly entries: EstateEntry[];
  readonly roles: EstateRole[];
  readonly keyReaders: EstateKeyReader[];
  readonly keyWriters: EstateKeyWriter[];
  readonly mounts: EstateMount[];
}

function nothing(): Collected {
  return { jobs: [], entries: [], roles: [], keyReaders: [], keyWriters: [], mounts: [] };
}

function checkFacts(facts: PlatformFacts, { market, maxKillTimeout }: KnownFacts): CheckFacts {
  return {
    namePrefix: facts.namePrefix,
    timeZone: facts.timeZone,
    market: { opens: market.opens.minutes, closes: market.closes.minutes },
    engines: facts.engines.versions,
    pools: facts.pools
      .map(({ name, servers, cpuPerServer, memoryPerServer }) => ({
        name,
        servers,
        ...(cpuPerServer.unit === 'mhz' ? { cpuPerServer: cpuPerServer.amount } : {}),
        memoryPerServer: memoryPerServer.mebibytes,
      }))
      .sort((a, b) => compare(a.name, b.name)),
    maxKillTimeout: maxKillTimeout.toNanoseconds(),
    memoryOversubscription: facts.memoryOversubscription ?? false,
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
