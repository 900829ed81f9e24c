/** How a report can be written. */
export const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;

/** One of {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];
