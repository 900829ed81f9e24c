// The manual with every generated block filled in anew.
import { format, resolveConfig } from 'prettier';
import { join } from 'node:path';
import { AccessLog } from 'kumiki';
import { codesIndex, codesTable, rulePage } from './check-pages';
import { Estate, fence } from './estate';
import { houseDefaultsTable } from './house-defaults';
import { fillBlocks, pageAt, ROOT, type Block, type Page } from './page';
import { referenceEstate, runProgram, writePrograms, type ProgramFile } from './program';
import { dangerClasses, dangerRules, reviewChanges, reviewText } from './review-blocks';
import { membersTable, propsTable, Sources, table } from './source';

/** Writes the blocks of pages. Programs run once each, when a block asks for their output. */
export class Manual {
  readonly #sources = new Sources();

  /** The whole text of the page as it should be. */
  async render(page: Page): Promise<string> {
    const path = join(ROOT, page.path);
    if (page.blocks.length === 0) return page.text;
    const programs = writePrograms(page).filter(({ runs }) => runs);
    const estates = new Map<ProgramFile, Estate>();
    const contents = page.blocks.map((block) => {
      const program = programs.filter(({ fence }) => fence.line < block.line).at(-1);
      const estate = (): Estate => {
        if (program === undefined) throw new Error(`${page.path}:${String(block.line)}: no program above that calls synth()`);
        const known = estates.get(program) ?? new Estate(runProgram(program));
        estates.set(program, known);
        return known;
      };
      return this.#content(page, block, estate);
    });
    return format(fillBlocks(page, contents), { ...(await resolveConfig(path)), filepath: path });
  }

  #content(page: Page, { directive, line }: Block, estate: () => Estate): string {
    const [what = '', subject = '', part] = directive.split(' ');
    try {
      switch (what) {
        case 'job':
          return estate().job(subject, part);
        case 'entry':
          return estate().entry(subject);
        case 'resource':
          return estate().resource(subject);
        case 'resource-without-spec':
          return estate().resource(subject, ['jobspec']);
        case 'policy':
          return estate().policy(subject);
        case 'resources':
          return estate().addresses(subject === '' ? undefined : subject);
        case 'file':
          return estate().file(subject);
        case 'files':
          return estate().fileNames();
        case 'messages':
          return estate().messages();
        case 'dependencies':
          return estate().dependencies();
        case 'own-props':
          return propsTable(this.#sources.ownProps(subject));
        case 'props':
          return propsTable(this.#sources.allProps(subject));
        case 'own-verbs':
          return membersTable('member', this.#sources.verbs(subject, true));
        case 'factories':
          return membersTable('factory', this.#sources.factories(subject), subject);
        case 'value':
          return this.#value(subject, part);
        case 'access-log-fields':
          return table(
            ['field', 'what Envoy writes'],
            Object.entries(AccessLog.json().fields).map(([name, operator]) => [`\`${name}\``, `\`${operator}\``]),
          );
        case 'estate':
          return fence('text', referenceEstate());
        case 'codes':
          return codesTable();
        case 'checks':
          return codesIndex(pageAt('docs/problems.md'));
        case 'rule':
          return rulePage(subject);
        case 'house-defaults':
          return houseDefaultsTable();
        case 'danger-rules':
          return dangerRules();
        case 'danger-classes':
          return dangerClasses();
        case 'review-text':
          return reviewText(subject);
        case 'review-changes':
          return reviewChanges();
        default:
          throw new Error(`there is no block ${what}`);
      }
    } catch (error) {
      throw new Error(`${page.path}:${String(line)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  /** A value: what it is, how it is made, and its options. */
  #value(name: string, options: string | undefined): string {
    const parts = [this.#sources.description(name), membersTable('factory', this.#sources.factories(name), name)];
    if (options !== undefined) parts.push(`\`${options}\`:`, propsTable(this.#sources.ownProps(options)));
    return parts.filter((part) => part !== '').join('\n\n');
  }
}
