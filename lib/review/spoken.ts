/** How parts of a job are called where people read of them: the raw differences have their whole names. */

/** A group by its job; the job alone where they have the same name but for the firm's prefix. */
export function spokenGroup(job: string, group: string): string {
  return isNamesake(job, group) ? job : `${job}/${group}`;
}

/** Whether naming the group beside its job says nothing more. Empty stands for the whole job. */
export function isNamesake(job: string, group: string): boolean {
  return group === '' || group === job || job.replace(/^[^-]+-/, '') === group;
}

const KNOWN: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^Services\[[^\]]*\]\.Connect\.SidecarService\.Proxy\.Upstreams\[([^\]]+)\].*$/, 'upstream $1'],
  [/^Services\[[^\]]*\]\.Connect\.(?:SidecarTask|SidecarService)\b\.?(.*)$/, 'sidecar $1'],
  [/^Tasks\[[^\]]*\]\.Templates\[([^\]]+)\].*$/, 'template $1'],
  [/^Tasks\[([^\]]*)\]\.Config\.image$/, 'image of $1'],
  [/^Tasks\[([^\]]*)\]\.Env(?:\[([^\]]+)\]|\.(.+))$/, 'variable $2$3 of $1'],
  [/^Tasks\[([^\]]*)\]\.(.+)$/, '$2 of $1'],
  [/^Tasks\[([^\]]*)\]$/, 'task $1'],
];

/** A field of a job: `TaskGroups[orders].Tasks[orders].Config.image` is `image of orders`. */
export function spokenField(field: string): string {
  const inGroup = field.replace(/^TaskGroups\[[^\]]*\]\./, '');
  for (const [pattern, words] of KNOWN) if (pattern.test(inGroup)) return inGroup.replace(pattern, words).trim();
  return inGroup;
}

/** Fields, each once, in their order. */
export function spokenFields(fields: readonly string[]): string[] {
  return [...new Set(fields.map(spokenField))];
}

/** Requests in the order of what they can do: those that may change something before those that read. */
export function writesFirst(requests: readonly string[]): string[] {
  const reads = (request: string): boolean => /^(?:GET|HEAD|OPTIONS)(?:\|(?:GET|HEAD|OPTIONS))* /.test(request);
  return [...requests.filter((request) => !reads(request)), ...requests.filter(reads)];
}
