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

const words = process.argv.slice(2);
const at = words.indexOf('--expand');
const [, folder = ''] = at < 0 ? [] : words.splice(at, 2);
if (at >= 0 && folder === '') {
  process.stderr.write('--expand is followed by the folder of the output that was applied last\n');
  process.exit(1);
}

const name = words[0] ?? process.env['KUMIKI_ENVIRONMENT'] ?? 'production';
if (!ENVIRONMENTS.includes(name)) {
  process.stderr.write(`there is no environment ${name}; choose one of ${ENVIRONMENTS.join(', ')}\n`);
  process.exit(1);
}

const app = new App();
estate(app, Environment.of(name));
synth(app, { expand: folder === '' ? process.env['KUMIKI_EXPAND'] : folder });

if (process.exitCode === undefined) {
  const constructs = app.node.findAll();
  const count = (kind: abstract new (...args: never[]) => object) =>
    String(constructs.filter((construct) => construct instanceof kind).length);
  console.log(
    `${name}: ${count(SecuritiesService)} services, ${count(Worker)} workers, ${count(BatchJob)} batch jobs, ${count(NodeAgent)} agents,`,
  );
  console.log(
    `${count(EdgeLoadBalancer)} edges, ${count(EgressGateway)} egress gateways, ${count(ExternalService)} external systems; resources:`,
  );

  const types = constructs
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .map((resource) => resource.terraformResourceType);
  for (const type of [...new Set(types)].sort())
    console.log(`${String(types.filter((other) => other === type).length).padStart(6)}  ${type}`);
}
