import { Cpu, Duration, Memory, OutlierDetection, Scaling, type DomainStack } from 'kumiki';

/** What one instance needs, as measured in production. */
interface Size {
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly memoryMax?: Memory;
  readonly disk?: Memory;
}

/** How many instances production and staging run. */
interface Instances {
  readonly production: number;
  /** Most that the autoscaler of production may start. */
  readonly upTo?: number;
  /** Two where something can only go wrong between instances. */
  readonly staging?: number;
}

/** Staging runs the same processes as production; the lab runs stand-ins, all on one machine. */
export function sized(domain: DomainStack, production: Size): Size {
  return domain.platform.environment.choose({
    production,
    staging: production,
    lab: { cpu: Cpu.mhz(20), memory: Memory.mib(64) },
  });
}

/** Staging runs one instance unless it says more, the lab always one. Only production scales. */
export function instances(domain: DomainStack, { production, upTo, staging = 1 }: Instances): { count: number; scaling?: Scaling } {
  return domain.platform.environment.choose({
    production: { count: production, ...(upTo === undefined ? {} : { scaling: Scaling.between(production, upTo) }) },
    staging: { count: staging },
    lab: { count: 1 },
  });
}

/** Who goes first, and who is moved away for whom. The rest keeps the library's: services 50, batch 30. */
export const Priority = {
  /** What an order needs between the customer and the exchange. */
  trading: 70,
} as const;

/** For calls an order waits for: an instance that fails three times is left alone for a quarter of a minute. */
export const ejectQuickly = OutlierDetection.of({
  maxFailures: 3,
  interval: Duration.seconds(5),
  baseEjectionTime: Duration.seconds(15),
  maxEjectionPercent: 30,
});

/** For calls that can bear a slow instance. */
export const ejectPatiently = OutlierDetection.of({
  maxFailures: 5,
  interval: Duration.seconds(10),
  baseEjectionTime: Duration.seconds(30),
  maxEjectionPercent: 30,
});

/** How every application of the house takes its login at the database. */
export const databaseLogin = { DB_USER: 'username', DB_PASSWORD: 'password' };
