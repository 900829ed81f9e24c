import type { JobRule } from '../rule';

const expose = (Path: string) => ({
  PortLabel: '8080',
  Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', PortLabel: 'health', Interval: 10_000_000_000, Timeout: 2_000_000_000 }],
  Connect: {
    SidecarService: { Proxy: { Expose: { Paths: [{ Path, Protocol: 'http', LocalPathPort: 8080, ListenerPort: 'health' }] } } },
    SidecarTask: { ShutdownDelay: 5_000_000_000 },
  },
});

/** Paths that may be asked without an identity: health in gRPC, and what collectors of metrics ask. */
const HARMLESS = ['/grpc.health.v1.Health/Check', '/metrics', '/stats/prometheus', '/actuator/prometheus'];

/** A path that is open to whoever reaches the server. */
export const exposed: JobRule<'service'> = {
  code: 'MESH-EXPOSED',
  on: 'service',
  severity: 'warning',
  protects: 'An exposed path is answered without mutual TLS and without intentions; it is there for health checks, which have no identity.',
  source: 'nomad docs job-specification/expose',
  check({ service }, say) {
    const { Expose, ExposeConfig } = service.Connect?.SidecarService?.Proxy ?? {};
    for (const [index, { Path = '' }] of (Expose ?? ExposeConfig)?.Paths?.entries() ?? []) {
      if (HARMLESS.includes(Path) || (service.Checks ?? []).some((check) => pathOf(check.Path) === Path)) continue;
      say(`Connect.SidecarService.Proxy.Expose.Paths[${String(index)}].Path`, {
        message: 'a path that no health check asks is open around the mesh',
        value: Path,
        limit: (service.Checks ?? []).flatMap((check) => pathOf(check.Path) ?? []).join(', ') || 'no check',
        fix: 'expose the path of the health check alone',
      });
    }
  },
  trips: expose('/'),
  passes: expose('/ready'),
};

/** The path of a check without its query. */
function pathOf(path: string | undefined): string | undefined {
  return path?.split('?')[0];
}
