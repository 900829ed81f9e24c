/** A moment that a person wrote, `2026-11-30T16:00:00+09:00`; undefined where it is none. Without an offset it would be another moment on every machine. */
export function momentOf(text: string): Date | undefined {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}
