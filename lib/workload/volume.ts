import type { Finding } from '../problems';
import { show, Value } from '../values';

export interface VolumeModel {
  readonly type: 'host' | 'csi';
  /** Name of the host volume or id of the CSI volume (`Source`). */
  readonly source: string;
  readonly readOnly: boolean;
  /** CSI: one volume for each instance (`PerAlloc`). */
  readonly perAlloc: boolean;
}

/** Storage that outlives an instance. */
export class Volume extends Value {
  /** What is mounted, as plain data. */
  readonly model: VolumeModel;

  private constructor(model: VolumeModel) {
    super(sourceProblem(model.source));
    this.model = model;
  }

  /** A host volume that the clients of the pool offer under this name. */
  static host(
    this: void,
    source: string,
    options: {
      /** Whether tasks may only read it. @default false */
      readonly readOnly?: boolean;
    } = {},
  ): Volume {
    return new Volume({ type: 'host', source, readOnly: options.readOnly ?? false, perAlloc: false });
  }

  /** A CSI volume. @param source id of the volume */
  static csi(
    this: void,
    source: string,
    options: {
      /** Whether tasks may only read it. @default false */
      readonly readOnly?: boolean;
      /** One volume `source[n]` for each instance (`PerAlloc`). @default false */
      readonly perInstance?: boolean;
    } = {},
  ): Volume {
    return new Volume({ type: 'csi', source, readOnly: options.readOnly ?? false, perAlloc: options.perInstance ?? false });
  }
}

function sourceProblem(source: unknown): Finding | undefined {
  if (typeof source === 'string' && /^[a-z0-9][a-z0-9_.-]*$/.test(source)) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: 'a volume source is a name without path',
    value: show(source),
    fix: 'name the host volume as the clients configure it',
  };
}
