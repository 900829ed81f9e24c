import { TerraformResource } from 'cdktf';
import {
  App,
  BatchJob,
  EdgeLoadBalancer,
  EgressGateway,
  Environment,
  ExternalService,
  NodeAgent,
  SecuritiesService,
  synth,
  Worker,
} from 'kumiki';
import { estate } from './estate';

const ENVIRONMENTS = ['production', 'staging', 'lab'];

const name = process.argv[2] ?? process.env['KUMIKI_ENVIRONMENT'] ?? 'production';
if (!ENVIRONMENTS.includes(name)) {
  process.stderr.write(`there is no environment ${name}; choose one of ${ENVIRONMENTS.join(', ')}\n`);
  process.exit(1);
}

const app = new App();
estate(app, Environment.of(name));
synth(app);

if (process.exitCode === undefined) {
  const constructs = app.node.findAll();
  const resources = constructs
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .map(({ terraformResourceType }) => terraformResourceType);
  const count = (kind: abstract new (...props: never[]) => object) => constructs.filter((construct) => construct instanceof kind).length;

  console.log(
    `${name}: ${String(count(SecuritiesService))} services, ${String(count(Worker))} workers, ${String(count(BatchJob))} batch jobs, ` +
      `${String(count(EdgeLoadBalancer))} edges, ${String(count(EgressGateway))} gateways, ${String(count(ExternalService))} external systems, ${String(count(NodeAgent))} agents`,
  );
  console.table(
    Object.fromEntries([...new Set(resources)].sort().map((type) => [type, resources.filter((other) => other === type).length])),
  );
}
