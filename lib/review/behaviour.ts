import { textOf, pathOf, type ChangedResource } from './changed-resources';
import { order, type ChangedEntry, type Comparison } from './comparison';
import { differences } from './differences';
import type { BehaviourChange, BehaviourSection } from './model';

const FIELDS = 12;

const WHAT: Readonly<Record<string, BehaviourChange['what']>> = {
  'service-router': 'traffic',
  'service-splitter': 'traffic',
  'service-resolver': 'traffic',
  'service-defaults': 'limits',
  'proxy-defaults': 'platform',
  mesh: 'platform',
  'jwt-provider': 'platform',
  'exported-services': 'platform',
  'sameness-group': 'platform',
  'control-plane-request-limit': 'limits',
};

/** Entries that are about the service of their name, and nothing else. */
const OF_A_SERVICE: readonly string[] = ['service-router', 'service-splitter', 'service-resolver', 'service-defaults'];

const never = (): boolean => false;

const RESOURCES: readonly string[] = [
  ...['consul_acl_auth_method', 'vault_jwt_auth_backend', 'vault_mount', 'nomad_node_pool', 'nomad_scheduler_config', 'nomad_namespace'],
  ...['consul_keys', 'consul_key_prefix'],
];

/** What permits and restarts nothing, and still acts differently. */
export function reviewBehaviour({ entries, resources, jobs, members, origin }: Comparison): BehaviourSection {
  const callersOf = (service: string): number => (members.head.get(service) ?? members.base.get(service))?.callers?.length ?? 0;
  const everybody = members.head.size;
  // What comes or goes with its own job is no other behaviour of anything that was there.
  const comes = (id: string): boolean => jobs.some((job) => job.id === id && job.before === undefined) && !members.base.has(id);
  const goes = (id: string): boolean => jobs.some((job) => job.id === id && job.after === undefined) && !members.head.has(id);
  const rows = [
    ...entries.flatMap((entry): BehaviourChange[] => {
      if (OF_A_SERVICE.includes(entry.kind) && (entry.change === 'added' ? comes : entry.change === 'removed' ? goes : never)(entry.name))
        return [];
      const row = entryChange(entry);
      return row === undefined
        ? []
        : [{ ...row, callers: row.what === 'platform' ? everybody : callersOf(entry.name), origin: origin(entry.path) }];
    }),
    ...resources.flatMap((resource): BehaviourChange[] =>
      RESOURCES.includes(resource.type) ? [{ ...resourceChange(resource), callers: 0, origin: origin(pathOf(resource)) }] : [],
    ),
  ];
  return {
    rows: rows.filter(({ change, fields }) => change !== 'changed' || fields.length > 0).sort((a, b) => order(a.subject, b.subject)),
  };
}

type Row = Omit<BehaviourChange, 'callers' | 'origin'>;

function entryChange({ kind, name, change, before, after }: ChangedEntry): Row | undefined {
  const usual = WHAT[kind];
  if (usual === undefined) return undefined;
  const fields = differences(before, after).map(({ path }) => path);
  const protocol = change === 'changed' && fields.includes('Protocol');
  const subject = `${kind} ${name}`;
  const [old, now] = [before, after].map((side) => String(side?.['Protocol'] as string | undefined));
  const text = protocol ? `${name} speaks ${now ?? ''}, and no longer ${old ?? ''}` : `${subject} ${SAID[change]}`;
  return { change, what: protocol ? 'protocol' : usual, subject, text, fields: change === 'changed' ? fields.slice(0, FIELDS) : [] };
}

const SAID = { added: 'is new', removed: 'is gone', changed: 'says something else' } as const;

function resourceChange({ type, name, change, before, after }: ChangedResource): Row {
  const known = textOf((after ?? before)?.['name']) || textOf((after ?? before)?.['path']) || name;
  const { '//': _was, ...old } = before ?? {};
  const { '//': _is, ...now } = after ?? {};
  const subject = `${type} ${known}`;
  const fields =
    change === 'changed'
      ? differences(old, now)
          .map(({ path }) => path)
          .slice(0, FIELDS)
      : [];
  return { change, what: 'platform', subject, text: `${subject} ${SAID[change]}`, fields };
}
