/** What an engine answered when it did not do what was asked. */
export class EngineError extends Error {
  readonly status: number;
  readonly body: string;

  constructor(method: string, url: string, status: number, body: string) {
    super(`${method} ${url} answered ${String(status)}: ${body.trim()}`);
    this.name = 'EngineError';
    this.status = status;
    this.body = body;
  }
}

/** One engine's HTTP API, as one identity. */
export class EngineApi {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(base: string, headers: Readonly<Record<string, string>> = {}) {
    this.base = base;
    // Packing the answer is work for an engine that is on this machine.
    this.headers = { 'Accept-Encoding': 'identity', ...headers };
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>('GET', path);
  }

  /** undefined where the engine knows no such thing. */
  async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }

  put<T = unknown>(path: string, body?: unknown): Promise<T> {
    return this.#ask<T>('PUT', path, body);
  }

  post<T = unknown>(path: string, body?: unknown): Promise<T> {
    return this.#ask<T>('POST', path, body);
  }

  delete<T = unknown>(path: string, body?: unknown): Promise<T> {
    return this.#ask<T>('DELETE', path, body);
  }

  /** The answer as it is, whatever its status; the body is sent as it is. */
  async raw(method: string, path: string, body?: string | Buffer): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { ...this.headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, text: await response.text() };
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await this.raw(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (status >= 300) throw new EngineError(method, `${this.base}${path}`, status, text);
    return parsed(text) as T;
  }
}

/** Engines answer JSON, nothing, or now and then a plain word. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
