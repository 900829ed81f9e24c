/** A moment that a person wrote, `2026-11-30T16:00:00+09:00`; undefined where it is none. Without an offset it would be another moment on every machine. */
export function momentOf(text: string): Date | undefined {
  const [, day] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const at = new Date(text);
  if (day === undefined || Number.isNaN(at.getTime())) return undefined;
  // The 31st of February would be the 3rd of March.
  return new Date(`${day}T00:00Z`).getUTCDate() === Number(day.slice(-2)) ? at : undefined;
}
