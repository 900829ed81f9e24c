import { Command, CommanderError, Option } from 'commander';
import type * as Check from './commands/check';
import type * as Explain from './commands/explain';
import type * as Gate from './commands/gate';
import type * as Review from './commands/review';
import type * as Steps from './commands/steps';
import { FORMATS } from './formats/names';

/* eslint-disable @typescript-eslint/no-require-imports -- a command loads what it needs, and the others nothing */
const load = {
  check: () => require('./commands/check') as typeof Check,
  explain: () => require('./commands/explain') as typeof Explain,
  gate: () => require('./commands/gate') as typeof Gate,
  review: () => require('./commands/review') as typeof Review,
  steps: () => require('./commands/steps') as typeof Steps,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What the package says of itself. */
export interface PackageFacts {
  readonly version: string;
}

/** Nothing could be looked at: the exit code of whatever the command line or its files do not allow. */
const CANNOT_RUN = 2;

/** Runs one command line. @param words after the name of the command; the result is the exit code */
export async function main(words: readonly string[], { version }: PackageFacts): Promise<number> {
  let code = 0;
  const program = new Command('kumiki')
    .description('Checks and reviews what engines are about to get: the output of a synth, or any Nomad job as JSON.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'kumiki: ')) });

  program
    .command('check')
    .description('what engines would refuse, or accept though nobody wants it')
    .argument(
      '[inputs...]',
      'the folder that a synth wrote, cdktf.out where nothing is named; jobs in API JSON, one or many in a file or folder; - for standard input',
    )
    .option('--nomad <version>', 'version of Nomad that the verdicts are for')
    .option('--consul <version>', 'version of Consul')
    .option('--vault <version>', 'version of Vault')
    .option('--envoy <version>', 'version of Envoy')
    .addOption(new Option('--edition <edition>', 'edition of the engines').choices(['community', 'enterprise']))
    .option('--pool <pool>', 'a server pool, name=servers,MHz,MiB of one server; may be repeated', (pool: string, others?: string[]) => [
      ...(others ?? []),
      pool,
    ])
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this on').choices(['error', 'warning', 'note', 'never']).default('error'),
    )
    .addOption(new Option('--format <format>', 'how the findings are written').choices(FORMATS).default('text'))
    .option('--output <file>', 'where they are written, instead of standard output')
    .option('--manual <url>', 'where the pages of docs/ are served, for links to them')
    .option('--color', 'colours, also where this is no terminal')
    .option('--no-color', 'no colours; NO_COLOR says so too')
    .action(async (inputs: readonly string[], options: Check.CheckOptions) => {
      code = await load.check().check(inputs, options, version);
    });

  program
    .command('explain')
    .description('what a code means: what it protects from, an example that trips it, and the change to make')
    .argument('[code]', 'a code, in any case; without one all are listed')
    .option('--manual <url>', 'where the pages of docs/ are served, for the link to the page')
    .action((word: string | undefined, options: Explain.ExplainOptions) => {
      code = load.explain().explain(word, options);
    });

  program
    .command('review')
    .description('what changes from one output to another, for whoever has to approve it')
    .requiredOption('--base <folder or commit>', 'what is applied now: the folder of an output, a git commit to synthesize, or none')
    .option('--head <folder>', 'the output that is to be applied', 'cdktf.out')
    .option('--plan <stack=file...>', 'what terraform show -json prints of a plan; trading.json is a plan of trading')
    .option('--at <moment>', 'when it is meant to be applied, 2026-11-30T16:00:00+09:00; now where nothing is said')
    .option('--policy <file>', "whose decisions hold instead of the house's own")
    .option('--break-glass <reason>', 'pass over what blocks, or waits for the exchange to close; the page shows why')
    .option('--json <file>', 'also write the review in JSON; - is standard output, without the text')
    .option('--markdown <file>', 'also write a comment for a pull request')
    .option('--markdown-limit <characters>', 'most of such a comment: 65536 for GitHub, 1000000 for GitLab', '65536')
    .option('--html <file>', 'also write the page')
    .option('--sarif <file>', 'also write SARIF 2.1.0')
    .option('--color', 'colours, also where this is no terminal')
    .option('--no-color', 'no colours; NO_COLOR says so too')
    .addHelpText('after', '\nexits with 0 for AUTO, 10 for NEEDS ONE, 11 for NEEDS TWO, 12 for BLOCK, 2 where it cannot compare')
    .action(async (options: Review.ReviewCommandOptions) => {
      code = await load.review().review(options, version);
    });

  program
    .command('gate')
    .description('whether a reviewed change may be applied now: 0 yes, 1 something is missing, 75 it waits for the exchange to close')
    .requiredOption('--review <file>', 'the review, as JSON')
    .requiredOption('--base <folder>', 'the output that is applied; a folder without one where nothing is')
    .option('--head <folder>', 'the output that is about to be applied', 'cdktf.out')
    .option('--policy <file>', 'who must approve what', 'review-policy.json')
    .requiredOption('--approvals <files...>', 'who approved')
    .addOption(
      new Option('--from <form>', 'how the approvals are written: a list, or what an API answers')
        .choices(['list', 'github', 'gitlab'])
        .default('list'),
    )
    .option('--author <names...>', 'who wrote the change, and counts as nobody')
    .option('--at <time>', 'when it is to be applied, ISO 8601; now where nothing is said')
    .option('--plans <folder>', "saved plans that are to be applied, with Terraform's JSON of each beside it")
    .option('--json <file>', 'where to write what was decided')
    .action((options: Gate.GateOptions) => {
      code = load.gate().gate(options);
    });

  program
    .command('steps')
    .description('the steps of a deploy in order, a line each: phase, action, output, stack')
    .requiredOption('--base <folder>', 'the output that is applied; a folder without one where nothing is')
    .requiredOption('--settled <folder>', 'the output that was approved')
    .option('--expanded <folder>', 'the output that both can run in; none for the first release')
    .option('--unfinished <file>', 'stacks that a deploy did not come to, one a line')
    .action((options: Steps.StepsOptions) => {
      code = load.steps().steps(options);
    });

  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : CANNOT_RUN;
  }
  return code;
}
