import type { Problem } from '../problems';
import { jsonOf, resourcesOf, type Output, type Resource } from './output';

interface Job {
  readonly ID?: string;
  readonly NodePool?: string;
  readonly TaskGroups?: readonly {
    readonly Networks?: readonly { readonly ReservedPorts?: readonly { readonly Value?: number }[] }[];
  }[];
}

/** A retired job runs until settle: what takes its port on the servers could not start beside it. */
export function portProblems(deployed: Output, wanted: Output): Problem[] {
  const before = new Map(jobsOf(deployed).map((job) => [keyOf(job), job]));
  const after = jobsOf(wanted);
  const staying = new Set(after.map(keyOf));
  const retired = [...before].filter(([key]) => !staying.has(key)).map(([, { job }]) => job);
  return after.flatMap((own): Problem[] => {
    const had = before.get(keyOf(own));
    const taken = portsOf(own.job).filter((port) => had === undefined || !portsOf(had.job).includes(port));
    return taken.flatMap((port) =>
      retired
        .filter((other) => other.NodePool === own.job.NodePool && portsOf(other).includes(port))
        .map(({ ID = '' }) => ({
          code: 'NOMAD-PORT',
          severity: 'error',
          path: own.path,
          message: `${ID} keeps the port on the servers of ${own.job.NodePool ?? 'default'} until settle, so ${own.job.ID ?? ''} could not start`,
          value: String(port),
          limit: 'a port that no job of the last release has',
          fix: `retire ${ID} in one release and take its port in the next, or take another port`,
        })),
    );
  });
}

interface PlacedJob {
  readonly job: Job;
  readonly stack: string;
  readonly name: string;
  readonly path: string;
}

function jobsOf(output: Output): PlacedJob[] {
  return resourcesOf(output)
    .filter(({ type }) => type === 'nomad_job')
    .map((resource) => ({
      job: jsonOf(resource.values, 'jobspec'),
      stack: resource.stack,
      name: resource.name,
      path: constructPath(resource),
    }));
}

function keyOf({ stack, name }: PlacedJob): string {
  return `${stack}/${name}`;
}

/** The construct of the job's resource, `edge/public` for `edge/public/job/Resource`. */
function constructPath({ stack, name, values }: Resource): string {
  const { metadata } = (values['//'] ?? {}) as { readonly metadata?: { readonly path?: string } };
  return metadata?.path?.replace(/(\/job)?\/Resource$/, '') ?? `${stack}/${name}`;
}

function portsOf({ TaskGroups = [] }: Job): number[] {
  return TaskGroups.flatMap(({ Networks = [] }) => Networks).flatMap(({ ReservedPorts = [] }) =>
    ReservedPorts.flatMap(({ Value }) => Value ?? []),
  );
}
