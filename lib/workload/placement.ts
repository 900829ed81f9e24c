import type { Finding } from '../problems';
import { integerProblem, show, Value } from '../values';

/** Where instances may and should run. */
export interface PlacementOptions {
  /** Spread instances over the racks of the pool (`spread` on `meta.rack`): a wish the scheduler weighs. @default true where the pool has more than one rack */
  readonly spreadRacks?: boolean;
  /** Never two instances on one server (`distinct_hosts`). @default false */
  readonly distinctHosts?: boolean;
  /** At most this many instances per rack (`distinct_property` on `meta.rack`). @default - no limit */
  readonly maxPerRack?: number;
  /** Client metadata a server must have: `{ disk: 'nvme' }` (`meta.disk`). @default - none */
  readonly nodeMeta?: Readonly<Record<string, string>>;
}

/** Constraints and spreads of a workload. */
export class Placement extends Value {
  /** The settings as they were given. */
  readonly options: PlacementOptions;

  private constructor(options: PlacementOptions, problem: Finding | undefined) {
    super(problem);
    this.options = options;
  }

  /** Constraints and spreads. @param options keys of nodeMeta are lower case, as clients have them in `meta`; VALUE-INVALID otherwise */
  static of(this: void, options: PlacementOptions): Placement {
    const bad = Object.keys(options.nodeMeta ?? {}).find((key) => !/^[a-z][a-z0-9_.]*$/.test(key));
    const key: Finding | undefined =
      bad === undefined
        ? undefined
        : {
            code: 'VALUE-INVALID',
            message: 'a key of client metadata is lower case',
            value: show(bad),
            fix: "for instance { disk: 'nvme' }",
          };
    return new Placement(
      options,
      key ?? (options.maxPerRack === undefined ? undefined : integerProblem('maxPerRack', options.maxPerRack, 1, 10_000)),
    );
  }
}
