import type { SecretRequest } from './secret';

/** A template's call of Vault, without its fields: equal text means one request, so one certificate. */
export function secretCall(request: SecretRequest): string {
  return `secret ${[request.path, ...request.parameters].map((word) => JSON.stringify(word)).join(' ')}`;
}

/** consul-template expression for a field of a secret; names that are no Go identifiers go through `index`. */
export function secretField(request: SecretRequest, field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? `${request.data}.${field}` : `index ${request.data} ${JSON.stringify(field)}`;
}

/** Template for environment variables from one secret. toJSON quotes each value, so no content can add a line. */
export function environmentTemplate(request: SecretRequest, fields: Readonly<Record<string, string>>): string {
  const lines = Object.keys(fields)
    .sort()
    .map((variable) => `${variable}={{ ${secretField(request, fields[variable] ?? '')} | toJSON }}\n`);
  return `{{ with ${secretCall(request)} }}${lines.join('')}{{ end }}`;
}

/** Template for one field of a secret as a file. */
export function fileTemplate(request: SecretRequest, fields: readonly string[]): string {
  const values = fields.map((field) => `{{ ${secretField(request, field)} }}\n`);
  return `{{ with ${secretCall(request)} }}${values.join('')}{{ end }}`;
}
