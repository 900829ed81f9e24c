import type { Page } from '../../../lib/page';
import type { SectionName } from '../../../lib/review';
import { escapedPlain } from './escape';

/** Part of the page that has no section of the model: what is compared, and what an approval is bound to. */
export const FACTS = 'facts';

/** Where each section of a page is found. */
export class SectionLinks {
  readonly #titles: ReadonlyMap<string, string>;

  constructor({ sections }: Page) {
    this.#titles = new Map([['outputs', 'What is compared'], ...sections.map(({ name, title }) => [name, title] as const)]);
  }

  titleOf(section: SectionName): string {
    return this.#titles.get(section) ?? section;
  }

  /** A link with this content; the content alone where the page has no such section. @param content markup */
  to(section: SectionName, content: string, attributes = ''): string {
    const title = this.#titles.get(section);
    return title === undefined ? content : `<a href="#${this.#idOf(section)}"${attributes}>${content}</a>`;
  }

  #idOf(section: SectionName): string {
    return section === 'outputs' ? FACTS : escapedPlain(section);
  }
}
