/**
 * The compact form in which a generated model is loaded at every synth: one string per struct, read only when a value of
 * that struct is first seen. Fields are separated by spaces:
 *
 *     Name:shape[;key[=value]]…
 *
 * Shapes: `s` string, `b` bool, `d` duration, `i` int, `i8`, `u`, `u8`, `u16`, `u32`, `f` float, `a` anything, `t` time,
 * `y` base64 bytes, `.Struct` an object, `<Set` a closed set, `<?Set` a closed set where the empty string means unset.
 * In front of a shape: `[` list of, `{` map of.
 *
 * Keys: `hcl` name in a jobspec or snake-case form when it does not follow from the name, `since` and `until` versions,
 * `use` what replaces it, `server` only the server sets it, `ee` Enterprise only, `ee=x` Enterprise only unless it is x.
 */
export interface ModelTable {
  readonly structs: Readonly<Record<string, string>>;
  /** Closed sets, values separated by spaces. */
  readonly sets: Readonly<Record<string, string>>;
}

/** `MemoryMaxMB` -> `memory_max_mb`: the name of a field in the snake-case notations. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
