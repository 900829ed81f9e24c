import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Applier } from './apply/applier';
import { deploy } from './commands/deploy';
import { down } from './commands/down';
import { logs } from './commands/logs';
import { open } from './commands/open';
import { probe, type ProbeCommandOptions } from './commands/probe';
import { SCENE_GROUPS, scenes, type SceneGroup } from './commands/scenes';
import { shell } from './commands/shell';
import { status } from './commands/status';
import { suite, type SuiteOptions } from './commands/suite';
import { test } from './commands/test';
import { up, type UpOptions } from './commands/up';
import { layoutOf } from './layout';
import { insideOf } from './servers/namespaces';

const layout = () => layoutOf(insideOf() ?? process.env['KUMIKI_LAB'] ?? 'lab');

function wholeNumber(text: string): string {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return text;
}

const program = new Command('npm run lab --')
  .description('The whole firm on one machine, on real engines. KUMIKI_LAB names the lab where one machine has several.')
  .enablePositionalOptions()
  .showHelpAfterError();

program
  .command('up')
  .description('bring the engines and servers up, or what of them is down')
  .option('--install', "install what the machine lacks from its distribution's packages")
  .option('--tls', "the engines' own APIs speak TLS, under an authority of the lab's own")
  .action((options: UpOptions) => up(layout(), options));

program
  .command('deploy')
  .description('synthesize the reference estate for the lab, and apply it')
  .addOption(new Option('--way <way>', 'how it is applied').choices(['terraform', 'api']))
  .action((options: { way?: Applier['way'] }) => deploy(layout(), options));

program
  .command('status')
  .description('what is up, and what runs')
  .action(() => status(layout()));

program
  .command('probe')
  .description('try declared and undeclared calls of the deployed estate')
  .option('--calls <count>', 'declared calls', wholeNumber, '200')
  .option('--refused <count>', 'undeclared calls', wholeNumber, '500')
  .option('--seed <number>', 'which of them', wholeNumber, '1')
  .action((options: ProbeCommandOptions) => probe(layout(), options));

program
  .command('logs')
  .description('the last lines of a workload, and of its sidecar')
  .argument('<service>', 'its short name, or the id of its job')
  .option('--tail <lines>', 'lines of each task', wholeNumber, '30')
  .action((service: string, options: { tail: string }) => logs(layout(), service, options));

program
  .command('shell')
  .description('a command on one server of the lab, or a shell there')
  .argument('<server>')
  .argument('[command...]')
  .passThroughOptions()
  .action((server: string, command: string[]) => shell(layout(), server, command));

program
  .command('open')
  .description("reach the engines' pages and the edges from this machine, until interrupted")
  .action(() => open(layout()));

program
  .command('test')
  .description('run the scenes in this lab; all of them, or those whose file name is given')
  .argument('[scenes...]')
  .action((named: string[]) => test(layout(), named));

program
  .command('suite')
  .description('all scenes in a lab of their own: up, test and down in one')
  .argument('[scenes...]')
  .option('--install', "install what the machine lacks from its distribution's packages")
  .action((named: string[], options: SuiteOptions) =>
    suite(layoutOf(process.env['KUMIKI_LAB'] ?? `suite-${String(process.pid)}`), named, options),
  );

program
  .command('scenes', { hidden: true })
  .description('what test runs inside of the lab')
  .addArgument(new Argument('<group>').choices(Object.keys(SCENE_GROUPS)))
  .argument('<files...>')
  .action((group: SceneGroup, files: string[]) => scenes(layout(), group, files));

program
  .command('down')
  .description('end the lab and remove everything of it')
  .action(() => down(layout()));

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
