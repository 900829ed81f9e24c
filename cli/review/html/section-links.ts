import type { Page } from '../../../lib/page';
import type { SectionName } from '../../../lib/review';

/** Where each section of a page is found. */
export class SectionLinks {
  readonly #titles: ReadonlyMap<string, string>;

  constructor({ sections }: Page) {
    this.#titles = new Map(sections.map(({ name, title }) => [name, title]));
  }

  titleOf(section: SectionName): string {
    return this.#titles.get(section) ?? section;
  }

  /** A link with this content; the content alone where the page has no such section. @param content markup */
  to(section: SectionName, content: string, attributes = ''): string {
    return this.#titles.has(section) ? `<a href="#${section}"${attributes}>${content}</a>` : content;
  }
}
