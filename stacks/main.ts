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

const { folder, name } = asked();

/** A variable that is set to something. */
function said(variable: string): string | undefined {
  const value = process.env[variable];
  return value === '' ? undefined : value;
}

/** What the command line asks for. A word that is not understood must not become a plain output where an expanded one was meant. */
function asked(): { readonly folder: string | undefined; readonly name: string } {
  try {
    const words = process.argv.slice(2);
    const at = words.indexOf('--expand');
    const [, folder = ''] = at < 0 ? [] : words.splice(at, 2);
    const unknown = [folder, ...words].find((other) => other.startsWith('-'));
    if (unknown !== undefined) throw new Error(`there is no option ${unknown}; write --expand <folder>`);
    const [word, ...others] = words;
    const environment = word ?? said('KUMIKI_ENVIRONMENT') ?? 'production';
    if (at >= 0 && folder === '') throw new Error('--expand is followed by the folder of the output that was applied last');
    if (others.length > 0) throw new Error(`one environment at a time, not also ${others.join(', ')}`);
    if (!ENVIRONMENTS.includes(environment))
      throw new Error(`there is no environment ${environment}; choose one of ${ENVIRONMENTS.join(', ')}`);
    return { folder: at < 0 ? said('KUMIKI_EXPAND') : folder, name: environment };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

const app = new App();
estate(app, Environment.of(name));
synth(app, { expand: folder });

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
