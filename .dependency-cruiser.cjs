// Which way imports go: stacks -> constructs -> lib, and cli -> lib. test/architecture.test.ts shows that each rule bites.
'use strict';

const { dependencies } = require('./package.json');

const npm = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
const packageFiles = (name) => `(^|/)node_modules/${name}/`;
const cdktf = packageFiles('cdktf');
const constructs = packageFiles('constructs');
const providerResource = packageFiles('@cdktf/provider-[a-z]+/lib/[^/]+');
/** What only the command needs. */
const ofTheCommand = ['@viz-js/viz', 'commander', 'junit-report-builder', 'node-sarif-builder'];
const ofTheLibrary = Object.keys(dependencies).filter((name) => !ofTheCommand.includes(name));
const door = '^lib/[^/]+/index\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or a third one is missing. Types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is forgotten.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(lib|constructs|stacks|testing|cli)/',
        pathNot: ['^(constructs|testing)/index\\.ts$', '^stacks/main\\.ts$'],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'stacks-use-the-public-entry',
      comment: "stacks/ is written as another repository would be: from 'kumiki', with the scope type of 'constructs'.",
      severity: 'error',
      from: { path: '^stacks/' },
      to: { pathNot: ['^stacks/', '^constructs/index\\.ts$', constructs, cdktf] },
    },
    {
      name: 'stacks-leave-cdktf-to-main',
      comment: 'Only the program that makes the App needs cdktf itself.',
      severity: 'error',
      from: { path: '^stacks/', pathNot: '^stacks/main\\.ts$' },
      to: { path: cdktf },
    },
    {
      name: 'constructs-use-lib-through-doors',
      comment: "A room of lib/ is used through its index.ts; what that does not export is the room's own business.",
      severity: 'error',
      from: { path: '^(constructs|testing|cli)/' },
      to: { path: '^lib/', pathNot: door },
    },
    {
      name: 'constructs-look-down',
      comment: 'Nothing below knows who composes it.',
      severity: 'error',
      from: { path: '^constructs/' },
      to: { path: '^(stacks|testing|cli|test|scripts)/' },
    },
    {
      name: 'testing-looks-at-the-library',
      comment: "What 'kumiki/testing' publishes cannot lean on files that are not published.",
      severity: 'error',
      from: { path: '^testing/' },
      to: { path: '^(stacks|cli|test|scripts)/' },
    },
    {
      name: 'cli-looks-at-plain-data',
      comment: 'The command reads what was written; it makes no constructs, and starts without cdktf.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(constructs|testing|stacks|test|scripts)/' },
    },
    {
      name: 'cli-packages',
      comment: 'Each package makes the command slower to start: those of docs/decisions/019-the-command.md.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { dependencyTypes: npm, pathNot: packageFiles(`(${[...ofTheCommand, 'picocolors'].join('|')})`) },
    },
    {
      name: 'constructs-packages',
      comment: 'cdktf, constructs and single resources of the providers.',
      severity: 'error',
      from: { path: '^(constructs|testing)/' },
      to: { dependencyTypes: npm, pathNot: [cdktf, constructs, providerResource] },
    },
    {
      name: 'constructs-stay-on-this-machine',
      comment: 'Synthesis starts no process and asks no server.',
      severity: 'error',
      from: { path: '^(constructs|testing)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(child_process|cluster|dgram|dns|http|http2|https|net|tls|worker_threads)(/|$)' },
    },
    {
      name: 'lib-is-pure',
      comment: 'lib/ holds plain data and pure functions: no constructs, no packages that draw, nothing above it.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { pathNot: ['^lib/', packageFiles(`(${ofTheLibrary.join('|')})`)], dependencyTypesNot: ['core'] },
    },
    {
      name: 'lib-does-no-io',
      comment: 'Of Node, lib/ uses hashes; the report of problems also makes paths relative.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/problems/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'lib-problems-does-no-io',
      comment: 'Paths are text; reading them is not for lib/.',
      severity: 'error',
      from: { path: '^lib/problems/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|path)$' },
    },
    {
      name: 'lib-rooms-have-doors',
      comment: 'A room of lib/ uses another one through its index.ts.',
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: { path: '^lib/', pathNot: ['^lib/$1/', door] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.cache|cdktf\\.out[^/]*)/' },
    tsPreCompilationDeps: true, // types count as imports
    // No tsConfig on purpose: with one, the package `constructs` would be taken for the folder of that name.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['kumiki-source', 'node', 'require', 'types', 'default'] },
  },
};
