import colours from 'picocolors';
import { paintProblem, type Paint, type Severity } from '../problems';
import { SEVERITIES, type Report } from './report';

/** What a person reads. @param colour whether the text is for a terminal that has colours */
export function textReport({ problems, acknowledged, counts, checked }: Report, { colour }: { readonly colour: boolean }): string {
  const paint = paintWith(colour);
  const blocks = problems.map((problem) => `${paintProblem(problem, paint)}\n\n`);
  const { nomad, edition } = checked.engines;
  const stands = acknowledged.length === 0 ? '' : `, ${String(acknowledged.length)} acknowledged`;
  return `${blocks.join('')}${countsText(counts, paint)}${stands}; ${counted(checked.jobs.length, 'job')} checked for Nomad ${nomad} ${edition}\n`;
}

function countsText(counts: Report['counts'], paint: Paint): string {
  const said = SEVERITIES.filter((severity) => counts[severity] > 0);
  return said.length === 0 ? 'no findings' : said.map((severity) => paint(counted(counts[severity], severity), severity)).join(', ');
}

function counted(count: number, what: Severity | 'job'): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function paintWith(colour: boolean): Paint {
  const { bold, cyan, dim, red, yellow } = colours.createColors(colour);
  const paints = {
    error: (text: string) => bold(red(text)),
    warning: (text: string) => bold(yellow(text)),
    note: cyan,
    code: bold,
    place: (text: string) => text,
    label: dim,
  };
  return (text, role) => paints[role](text);
}
