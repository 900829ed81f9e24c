import { address } from '../../model';
import type { ApiJson, VolumeRequest } from '../../nomad';
import type { GroupSubject, JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const HOST_WRITERS = ['', 'single-node-writer', 'single-node-single-writer', 'single-node-multi-writer'];
const READER = 'single-node-reader-only';
const READERS = 'multi-node-reader-only';
const WRITER = 'single-node-writer';
const ONE_WRITER = 'multi-node-single-writer';

/** Volumes that a group asks its server for. */
export const volume: JobRule<'group'> = {
  code: 'NOMAD-VOLUME',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/volumes.go, VolumeRequest.Validate',
  check(subject, say) {
    const { Volumes: volumes } = subject.group;
    for (const name in volumes) {
      const request = volumes[name];
      if (request === undefined) continue;
      const at = address(['Volumes', name]) ?? '';
      if ((request.Source ?? '') === '') say(`${at}.Source`, { message: 'nothing says which volume is meant', fix: 'write Source' });
      if (request.PerAlloc === true) checkPerAlloc(request, subject, at, say);
      if (request.Type === 'csi') checkCsi(request, subject, at, say);
      else checkHost(request, at, say);
    }
  },
  trips: { Volumes: { books: { Type: 'csi', Source: 'books' } } },
  passes: { Volumes: { books: { Type: 'host', Source: 'books', ReadOnly: true } } },
};

function checkPerAlloc({ Sticky: sticky = false }: ApiJson<VolumeRequest>, { job, group }: GroupSubject, at: string, say: Say): void {
  const wrong = (message: string): void => say(`${at}.PerAlloc`, { message, value: 'true', fix: 'remove PerAlloc' });
  if (job.Type === 'system' || job.Type === 'sysbatch')
    wrong('allocations of system and sysbatch jobs have no number, so none has a volume of its own');
  if ((group.Update?.Canary ?? 0) > 0) wrong('a canary has the number of another allocation, and would ask for its volume');
  if (sticky) wrong('a volume for each allocation stays with it already');
}

function checkHost(
  { MountOptions: options, AccessMode: mode = '', ReadOnly: readOnly = false }: ApiJson<Lax<VolumeRequest>>,
  at: string,
  say: Say,
): void {
  if (options !== undefined) say(`${at}.MountOptions`, { message: 'a host volume is mounted as it is', fix: 'remove MountOptions' });
  if (mode === READER) {
    if (!readOnly) mustBeReadOnly(mode, at, say);
  } else if (!HOST_WRITERS.includes(mode)) {
    const limit = [READER, ...HOST_WRITERS.slice(1)].join(', ');
    say(`${at}.AccessMode`, {
      message: 'a host volume is on one server',
      value: mode,
      limit,
      fix: 'write one of them, or leave AccessMode out',
    });
  }
}

function checkCsi(request: ApiJson<Lax<VolumeRequest>>, { group: { Count: count = 1 } }: GroupSubject, at: string, say: Say): void {
  const {
    AttachmentMode: attachment = '',
    AccessMode: mode = '',
    MountOptions: options,
    ReadOnly: readOnly = false,
    PerAlloc: own = false,
  } = request;
  if (attachment === '')
    say(`${at}.AttachmentMode`, {
      message: 'nothing says how the volume is attached',
      limit: 'file-system, block-device',
      fix: 'write one of them',
    });
  else if (attachment === 'block-device' && options !== undefined)
    say(`${at}.MountOptions`, { message: 'a block device is not mounted', fix: 'remove MountOptions, or attach a file-system' });
  if (mode === '')
    say(`${at}.AccessMode`, { message: 'nothing says who may write to the volume', fix: `write AccessMode, for instance ${WRITER}` });
  if ((mode === READER || mode === READERS) && !readOnly) mustBeReadOnly(mode, at, say);
  const isForOne = mode === READER || mode === WRITER || (mode === ONE_WRITER && !readOnly);
  if (isForOne && count > 1 && !own) {
    const fix = 'write PerAlloc, lower Count, or ask for another AccessMode';
    say(`${at}.AccessMode`, {
      message: 'several allocations ask for a volume of one',
      value: mode,
      limit: `a Count of 1, and it is ${String(count)}`,
      fix,
    });
  }
}

function mustBeReadOnly(mode: string, at: string, say: Say): void {
  say(`${at}.ReadOnly`, {
    message: `${mode} is for reading`,
    value: 'false',
    limit: 'true',
    fix: 'write ReadOnly true, or ask for another AccessMode',
  });
}

/** Sets that are closed in the model are open in what a decoder hands on. */
type Lax<T> = { readonly [Key in keyof T]: T[Key] extends string | undefined ? string | undefined : T[Key] };
